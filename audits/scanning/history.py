"""What the audits of a site say one after another: counts, rates, changes, mail.  It reads and compares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from audits.archive.errors import ArchiveError
from audits.scanning.plans import Workplace
from audits.store import Store, audit_runs, outbox
from audits.store.rows import Audit
from checker.results import AuditResult
from checker.results_file import ResultsError
from reports.comparison import Change, Comparison, ComparisonError, compare


@dataclass(frozen=True, slots=True)
class Past:
    """One audit in the row of all.

    `rates` are those of each document by its title (None: nothing was decided).  `changes` is None where there is
    none before it, or where one cannot be read any more: `trouble` says which.  `mail` counts messages by state.
    """

    audit: Audit
    rates: Mapping[str, float | None] = field(default_factory=dict)
    changes: Mapping[Change, int] | None = None
    mail: Mapping[str, int] = field(default_factory=dict)
    trouble: str = ""


def history(store: Store, workplace: Workplace, site: str) -> tuple[Past, ...]:
    """All audits of a site, oldest first."""
    with store.reading() as connection:
        rows = audit_runs.listed(connection, site=site)
        mails = outbox.listed(connection, site=site)
    read: list[AuditResult] = []
    past = []
    for row in rows:
        sent = Counter(mail.state for mail in mails if mail.audit == row.id)
        try:
            result = AuditResult.read(workplace.holdings.results(row.folder))
        except (ResultsError, ArchiveError) as error:
            past.append(Past(row, mail=sent, trouble=str(error)))
            continue
        past.append(Past(row, _rates(result), _changes(result, read), sent))
        read.append(result)
    return tuple(past)


def _rates(result: AuditResult) -> dict[str, float | None]:
    titles = {pack.id: pack.title for pack in result.packs}
    return {titles.get(one.pack, one.pack): one.rate for one in result.score.compliance}


def _changes(result: AuditResult, earlier: Iterable[AuditResult]) -> Mapping[Change, int] | None:
    compared = compared_with(result, list(earlier))
    return compared.counts if compared else None


def compared_with(result: AuditResult, earlier: list[AuditResult]) -> Comparison | None:
    """The comparison with those that fit; None where none does."""
    try:
        return compare(result, earlier) if earlier else None
    except ComparisonError:
        return None
