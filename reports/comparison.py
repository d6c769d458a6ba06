"""One audit against earlier ones of the same site: what is new, fixed, still there, back again.

By identity of the finding (rule and fingerprint), never by count.  A finding that is absent is fixed only
where this audit looked for it (`sight`); where it did not, that is said.  Nothing is re-scored: verdicts
and rates are taken as each audit gave them, side by side.  Words stand in `comparison_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from checker.results import AuditResult, Finding
from reports.finding_trails import History, Trail
from reports.sight import Doubt, Sight
from reports.verdict_changes import (
    ClauseChange,
    PackChange,
    RuleChange,
    clause_changes,
    pack_changes,
    rule_changes,
)


class ComparisonError(Exception):
    """Audits that cannot be compared; the message (Chinese) says why and what to do."""


class Change(StrEnum):
    """What became of a finding.  Each is in exactly one of these."""

    NEW = "new"  # there now; looked for earlier and not there
    REAPPEARED = "reappeared"  # seen, then looked for and gone, now back
    PERSISTING = "persisting"  # there now and before, and never seen to be gone in between
    FIRST_SEEN = "first_seen"  # there now; nobody looked for it earlier, so it may be old
    FIXED = "fixed"  # looked for now and not there
    UNCONFIRMED = "unconfirmed"  # not there now, but nobody looked: not to be called fixed


class Remark(StrEnum):
    """What has to be said of the comparison as a whole."""

    SAME_DAY = "same_day"  # an earlier audit has the same as_of
    LATER = "later"  # given as earlier, but later than this one: left out
    OTHER_TOOL = "other_tool"  # another version of the program judged
    INCOMPLETE_NOW = "incomplete_now"
    INCOMPLETE_BEFORE = "incomplete_before"
    OTHER_NAME = "other_name"  # the site calls itself otherwise


@dataclass(frozen=True, slots=True)
class ComparedFinding:
    """One finding and what became of it.

    `since` is the as_of from which it has been seen without a confirmed gap, `audits` in how many
    audits of that time (this one counted).  `finding` is as last seen.  `gone` is the as_of of the audit
    that confirmed its absence, where it reappeared.  `doubt` says why a change is not certain.
    """

    rule: str
    title: str
    finding: Finding
    change: Change
    since: str
    audits: int
    gone: str | None = None
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """An audit against the last one (`before`), with the memory of those before it.

    `findings` are sorted by change, rule (in the order of the audit) and fingerprint.
    """

    now: AuditResult
    before: AuditResult
    audits: tuple[AuditResult, ...]
    findings: tuple[ComparedFinding, ...]
    rules: tuple[RuleChange, ...]
    clauses: tuple[ClauseChange, ...]
    packs: tuple[PackChange, ...]
    remarks: tuple[Remark, ...]

    def of(self, change: Change) -> tuple[ComparedFinding, ...]:
        """The findings of one kind."""
        return tuple(one for one in self.findings if one.change is change)

    @property
    def counts(self) -> Mapping[Change, int]:
        """How many of each kind; none is left out."""
        return {change: sum(one.change is change for one in self.findings) for change in Change}

    @property
    def by_fingerprint(self) -> Mapping[tuple[str, str], ComparedFinding]:
        """Each finding by rule id and fingerprint."""
        return {(one.rule, one.finding.fingerprint): one for one in self.findings}


def compare(now: AuditResult, earlier: Sequence[AuditResult]) -> Comparison:
    """Compare an audit with earlier ones of the same site, in whatever order they are given.

    Raises ComparisonError where one is of another site, or where none is earlier.
    """
    audits, remarks = _ordered(now, earlier)
    sights = [Sight(audit) for audit in audits]
    own_sight = Sight(now)
    history = History()
    for audit, sight in zip(audits, sights, strict=True):
        history.add(audit, sight)
    before_now = set(history.trails)
    long_gone = {
        key for key, trail in history.trails.items() if not trail.here and trail.gone is not None
    }
    history.add(now, own_sight)
    order = {rule.id: number for number, rule in enumerate(now.rules)}
    found = [
        _compared(trail, sights, new=key not in before_now)
        for key, trail in history.trails.items()
        if trail.here or key not in long_gone
    ]
    kinds = list(Change)
    found.sort(
        key=lambda one: (
            kinds.index(one.change),
            order.get(one.rule, len(order)),
            one.rule,
            one.finding.fingerprint,
        )
    )
    before = audits[-1]
    return Comparison(
        now=now,
        before=before,
        audits=tuple(audits),
        findings=tuple(found),
        rules=rule_changes(now, before),
        clauses=clause_changes(now, before),
        packs=pack_changes(now, before),
        remarks=tuple(_remarks(now, before, remarks)),
    )


def in_order(audits: Iterable[AuditResult]) -> list[AuditResult]:
    """Oldest first: by the day asked about, then by when the pages were fetched."""
    return sorted(audits, key=when)


def same_site(one: AuditResult, other: AuditResult) -> bool:
    """Both are of one site: the same host (with or without `www.`) and the same folder on it."""
    return site_key(one.site.home) == site_key(other.site.home)


def site_key(home: str) -> tuple[str, str]:
    """What a site is known by: the host of its home page without `www.`, and the folder on it."""
    try:
        parts = urlsplit(home)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", home
    return host, parts.path.rpartition("/")[0]


def when(audit: AuditResult) -> tuple[str, float]:
    """The time by which audits follow each other: the day asked about, then that of the crawl."""
    return audit.as_of, _seconds(audit.coverage.crawled_at) or _seconds(audit.run.started_at)


def _ordered(
    now: AuditResult, earlier: Sequence[AuditResult]
) -> tuple[list[AuditResult], list[Remark]]:
    for one in earlier:
        if not same_site(now, one):
            raise ComparisonError(
                f"不能比较：本次检查的是 {now.site.home[:200]}，给出的以前的检查（{one.as_of}）"
                f"是 {one.site.home[:200]} 的。请换成同一网站的 audit.json。"
            )
    usable = [one for one in earlier if when(one) <= when(now)]
    if not usable:
        days = "、".join(sorted({one.as_of for one in earlier}))
        raise ComparisonError(
            f"不能比较：没有比本次（{now.as_of}）更早的检查"
            + (f"，给出的是 {days} 的。请核对先后，把较晚的作为本次。" if days else "。")
        )
    remarks = [Remark.LATER] if len(usable) < len(earlier) else []
    if any(one.as_of == now.as_of for one in usable):
        remarks.append(Remark.SAME_DAY)
    return in_order(usable), remarks


def _remarks(now: AuditResult, before: AuditResult, known: list[Remark]) -> Iterable[Remark]:
    yield from known
    if now.run.tool_version != before.run.tool_version:
        yield Remark.OTHER_TOOL
    if not now.coverage.complete:
        yield Remark.INCOMPLETE_NOW
    if not before.coverage.complete:
        yield Remark.INCOMPLETE_BEFORE
    if now.site.name != before.site.name:
        yield Remark.OTHER_NAME


def _compared(trail: Trail, sights: Sequence[Sight], *, new: bool) -> ComparedFinding:
    change, doubt = _change(trail, sights, new=new)
    return ComparedFinding(
        rule=trail.rule.id,
        title=trail.rule.title,
        finding=trail.finding,
        change=change,
        since=trail.since,
        audits=trail.audits,
        gone=trail.gone if change in (Change.REAPPEARED, Change.FIXED) else None,
        doubt=doubt,
    )


def _change(trail: Trail, sights: Sequence[Sight], *, new: bool) -> tuple[Change, Doubt | None]:
    if not trail.here:
        return (Change.UNCONFIRMED if trail.doubt else Change.FIXED), trail.doubt
    if trail.back:
        return Change.REAPPEARED, None
    if not new:
        return Change.PERSISTING, None
    doubts = [sight.doubt(trail.finding, trail.rule, due=True) for sight in reversed(sights)]
    if None in doubts:  # one earlier audit looked for it and found nothing
        return Change.NEW, None
    return Change.FIRST_SEEN, doubts[0]


def _seconds(text: str | None) -> float:
    try:
        when = datetime.fromisoformat(text or "")
        return when.timestamp() if when.tzinfo is not None else 0.0
    except (ValueError, OverflowError):
        return 0.0
