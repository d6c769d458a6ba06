"""What a scan does to the ledger.  Pure: entries, steps and audits in, moved entries out.

A finding that is there opens an entry, or keeps one going, or opens a closed one again.  One that is not
there counts as a clean look only where the scan looked for it (`reports.sight`); what depends on the
network wants two clean looks of different scans before it is closed.  The same audit a second time, or
an older one, changes nothing.  A person's 误报 stands as long as the finding is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from audits.ledger.looks import SYSTEM, clean_look, looks_needed, network_code
from audits.ledger.states import State
from audits.ledger.steps import By, Moved, forced, noted
from audits.ledger.waived import waiver_of
from audits.store.rows import LedgerEntry, LedgerStep, Waiver
from checker.results import AuditResult, Level, RuleResult, Verdict
from reports.comparison import when
from reports.ledger import LedgerRow, ledger
from reports.sight import Sight

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Scanned:
    """One audit of a site: its results, and those of the same site that came before."""

    site: str
    result: AuditResult
    earlier: tuple[AuditResult, ...] = ()
    advisory: bool = False  # whether advice opens entries


def after_scan(
    entries: Sequence[LedgerEntry],
    steps: Iterable[LedgerStep],
    scanned: Scanned,
    waivers: Sequence[Waiver],
    at: datetime,
) -> tuple[Moved, ...]:
    """The entries that change, with their new steps; an entry with id 0 is new.

    `entries` and `steps` are all those of the site.
    """
    result = scanned.result
    if any(when(one) > when(result) for one in scanned.earlier):
        return ()  # what came later has been taken in already
    applied: set[int] = set()
    opened_at: dict[int, datetime] = {}
    for step in steps:
        if step.audit == result.run.id:
            applied.add(step.entry)
        if step.to_state == State.FOUND and step.from_state != State.FOUND:
            opened_at[step.entry] = step.at
    look = _Look(scanned, waivers, opened_at, By(SYSTEM, at, audit=result.run.id))
    known = {(entry.rule, entry.fingerprint) for entry in entries}
    moved = [
        look.at(entry)
        for entry in entries
        if entry.id not in applied and entry.last_audit != result.run.id
    ]
    fresh = [look.opened(row) for key, row in look.rows.items() if key not in known]
    return tuple(one for one in (*moved, *fresh) if one is not None)


class _Look:
    """One audit, ready to be asked about each entry."""

    def __init__(
        self,
        scanned: Scanned,
        waivers: Sequence[Waiver],
        opened_at: Mapping[int, datetime],
        by: By,
    ) -> None:
        self._scanned, self._waivers, self._by = scanned, waivers, by
        self._opened_at = opened_at
        self._looked_at = _moment(scanned.result)
        self._sight = Sight(scanned.result)
        self.rows = _rows(scanned.result)
        self._failed = {row.rule.id: row for row in self.rows.values()}
        self._before = {one.run.id: one for one in scanned.earlier}
        self._rows_before: dict[str, Mapping[_Key, LedgerRow]] = {}

    def at(self, entry: LedgerEntry) -> Moved | None:
        """What becomes of an entry; None where nothing does."""
        row = self.rows.get((entry.rule, entry.fingerprint))
        if row is None and entry.fingerprint == f"rule:{entry.rule}":
            row = self._failed.get(entry.rule)  # it still fails, now with places
        if row is not None:
            return self._seen(entry, row)
        if State(entry.state) in (State.CLOSED, State.DISMISSED):
            return None
        return self._missed(entry)

    def opened(self, row: LedgerRow) -> Moved | None:
        """A new entry; None for advice where advice opens none."""
        if row.rule.level is Level.ADVISORY and not self._scanned.advisory:
            return None
        run = self._scanned.result.run.id
        entry = LedgerEntry(
            site=self._scanned.site,
            rule=row.rule.id,
            fingerprint=row.finding.fingerprint,
            state="",
            unit="、".join(row.units),
            opened_at=self._by.at,
            first_audit=run,
            last_audit=run,
            **_told(row),
        )
        waiver = waiver_of(self._waivers, row.rule.id, row.finding, self._scanned.result.as_of)
        note = "检查发现"
        if waiver:
            note += f"；已豁免：{waiver.reason}（{waiver.approver} 批准）"
        return forced(entry, State.FOUND, replace(self._by, note=note))

    def _seen(self, entry: LedgerEntry, row: LedgerRow) -> Moved:
        state, run = State(entry.state), self._scanned.result.run.id
        before = self._row_before(entry)
        fresh = replace(entry, last_audit=run, **_told(row))
        if state is State.CLOSED:
            note = f"问题再次出现（{self._scanned.result.as_of} 检查发现），重新立项"
            return forced(fresh, State.FOUND, replace(self._by, note=note))
        if state is State.DISMISSED:
            was = before.finding.observed if before else row.finding.observed
            if network_code(was) == network_code(row.finding.observed):
                return Moved(fresh)
            note = f"与认定误报时不同：原来实测 {was}，现在 {row.finding.observed}"
            return forced(fresh, State.FOUND, replace(self._by, note=note))
        if state is State.RECHECKED:
            back = State.MENDING if entry.unit else State.FOUND
            note = "复查仍然发现，退回" + ("整改" if entry.unit else "")
            return forced(fresh, back, replace(self._by, note=note), clean_looks=0)
        if entry.clean_looks:
            note = "又发现了，此前没有发现的次数不再算"
            return noted(fresh, replace(self._by, note=note), clean_looks=0)
        return Moved(fresh)

    def _missed(self, entry: LedgerEntry) -> Moved | None:
        opened = self._opened_at.get(entry.id)
        if opened is not None and self._looked_at is not None and self._looked_at < opened:
            return None  # it looked before a person said that it is there
        before = self._row_before(entry)
        if before is None or self._rule_fails_as_a_whole(entry.rule):
            return None  # nobody can say what to look for
        if self._sight.doubt(before.finding, before.rule) is not None:
            return None
        own = self._sight.rule(entry.rule)
        if entry.fingerprint == f"rule:{entry.rule}" and not _passes(own):
            return None
        needed = looks_needed(before.rule.check, before.finding.observed)
        return clean_look(entry, needed, self._by)

    def _rule_fails_as_a_whole(self, rule: str) -> bool:
        row = self._failed.get(rule)
        return row is not None and not row.rule.findings

    def _row_before(self, entry: LedgerEntry) -> LedgerRow | None:
        """The finding as the audit had it that saw it last."""
        run = entry.last_audit
        if run not in self._rows_before:
            audit = self._before.get(run)
            self._rows_before[run] = _rows(audit) if audit else {}
        rows = self._rows_before[run]
        own = rows.get((entry.rule, entry.fingerprint))
        if own is None and entry.fingerprint == f"rule:{entry.rule}":
            return next((row for row in rows.values() if row.rule.id == entry.rule), None)
        return own


def _rows(result: AuditResult) -> Mapping[_Key, LedgerRow]:
    rows: dict[_Key, LedgerRow] = {}
    for row in ledger(result):
        rows.setdefault((row.rule.id, row.finding.fingerprint), row)
    return rows


def _told(row: LedgerRow) -> dict[str, Any]:
    """What the last audit that saw a finding says of it."""
    answer = row.rule.attested
    message = row.finding.message
    if answer is not None and not row.rule.findings:  # the machine's words are of its doubt
        message = f"人工认定不合格（{answer.who}，{answer.at}）：{answer.note or message}"
    return {
        "title": row.rule.title,
        "message": message,
        "url": row.finding.url,
        "target": row.finding.target or "",
        "level": row.rule.level.value,
    }


def _passes(rule: RuleResult | None) -> bool:
    return rule is not None and rule.verdict is Verdict.PASS


def _moment(result: AuditResult) -> datetime | None:
    """When the pages were fetched."""
    try:
        moment = datetime.fromisoformat(result.coverage.crawled_at or result.run.started_at)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
