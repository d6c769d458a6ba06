"""A run that is whole, into the store: its rows, the ledger, mail and alerts, in the caller's one transaction.

Letters are files before the transaction that names them ends.  A run that is there already changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from audits.folder_names import SNAPSHOT
from audits.ledger.after_scan import Scanned
from audits.ledger.writing import apply_scan
from audits.mailing.alerts import take_in, would_be_told
from audits.mailing.drafts import alert_draft, report_drafts, strangers
from audits.mailing.outbox import About, Filed, filed, queue
from audits.scanning.order import Stored
from audits.scanning.plans import SitePlan, Workplace
from audits.scanning.turns import fulfilled, held
from audits.store import Store, audit_runs, findings
from audits.store.rows import ADVICE, Audit, Finding
from checker.results import AuditResult, Verdict
from reports.comparison import compare
from reports.comparison_words import sentence
from reports.formats import Asked
from reports.ledger import ledger
from reports.states import State, rule_state

__all__ = ["Stored", "counted", "letters", "store_run"]


def letters(
    plan: SitePlan, workplace: Workplace, result: AuditResult, about: Asked
) -> tuple[Filed, ...]:
    """The letters with an audit's reports, each safely in a file."""
    if workplace.attaching is None:
        return ()
    drafts = report_drafts(result, about, plan.addressees, workplace.attaching)
    return filed(workplace.data, drafts, workplace.archive)


def archive_alert(
    store: Store, plan: SitePlan, workplace: Workplace, result: AuditResult, about: Asked
) -> None:
    """Keep the letter that `store_run` is going to queue: no network in a transaction.  Raises ArchiveError."""
    if workplace.archive is None or not _alerts(plan, workplace):
        return
    with store.reading() as connection:
        urgent = would_be_told(connection, plan.site, result, about.earlier)
    if urgent:
        draft = alert_draft(result, urgent, about, plan.addressees.recipients)
        filed(workplace.data, [draft], workplace.archive)


def store_run(
    connection: Connection,
    plan: SitePlan,
    workplace: Workplace,
    folder: Path,
    result: AuditResult,
    about: Asked,
    done: tuple[int, tuple[Filed, ...], datetime],
) -> Stored:
    """Store a run; `done` is its exit code, its letters, and the moment.

    Raises StoreError, ReportError; TurnLostError where the scan that the plan fulfils is no longer its own.
    """
    code, posted, at = done
    row = _row(plan, workplace, folder, result, code)
    known = audit_runs.get(connection, audit=row.id)
    if known is not None:
        return Stored(audit=known)
    held(connection, plan)
    audit_runs.add(connection, audit=row)
    findings.add(connection, findings_of=_findings(result))
    scanned = Scanned(plan.site, result, about.earlier, workplace.advice_in_ledger)
    applied = apply_scan(connection, scanned, at)
    urgent = take_in(connection, plan.site, result, about.earlier, at)
    if urgent and _alerts(plan, workplace):
        alert = alert_draft(result, urgent, about, plan.addressees.recipients)
        posted = (*posted, *filed(workplace.data, [alert]))
    fulfilled(connection, plan, at, row.id)
    queued = queue(connection, posted, About(plan.site, row.id), at)
    return Stored(
        audit=row,
        change=sentence(compare(result, about.earlier), about.t) if about.earlier else "",
        ledger=(len(applied.opened), len(applied.reopened), len(applied.closed)),
        letters=len(queued),
        alerts=len(urgent),
        strangers=strangers(result, plan.addressees),
    )


def _alerts(plan: SitePlan, workplace: Workplace) -> bool:
    return workplace.attaching is not None and bool(plan.addressees.recipients)


def _row(
    plan: SitePlan, workplace: Workplace, folder: Path, result: AuditResult, code: int
) -> Audit:
    return Audit(
        id=result.run.id,
        site=plan.site,
        as_of=date.fromisoformat(result.as_of),
        started_at=datetime.fromisoformat(result.run.started_at),
        finished_at=datetime.fromisoformat(result.run.finished_at),
        complete=result.coverage.complete,
        exit_code=code,
        tool_version=result.run.tool_version,
        packs=tuple(pack.id for pack in result.packs),
        verdicts=counted(result),
        folder=workplace.relative(folder),
        snapshot_kept=(folder / SNAPSHOT).is_dir(),
    )


def counted(result: AuditResult) -> Mapping[str, int]:
    """Rules by verdict, as the report counts them: advice that is not met did not fail."""
    counts = dict(result.score.verdicts)
    advice = sum(rule_state(rule) is State.ADVICE for rule in result.rules)
    return counts | {Verdict.FAIL.value: counts.get(Verdict.FAIL.value, 0) - advice, ADVICE: advice}


def _findings(result: AuditResult) -> list[Finding]:
    """Each finding once; one fingerprint twice in a rule would be one matter told in two ways."""
    rows = {
        (row.rule.id, row.finding.fingerprint): Finding(
            audit=result.run.id,
            rule=row.rule.id,
            fingerprint=row.finding.fingerprint,
            level=row.rule.level.value,
            message=row.finding.message,
            url=row.finding.url,
            target=row.finding.target or "",
            units=row.units,
        )
        for row in reversed(ledger(result))
    }
    return list(reversed(rows.values()))
