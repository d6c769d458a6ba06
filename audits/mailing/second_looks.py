"""A look at one matter (`gongkai recheck`) into its alert: where it is the second that found it, a letter is queued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from audits.archive.holdings import Holdings
from audits.mailing.alerts import second_look
from audits.mailing.drafts import alert_draft
from audits.mailing.outbox import About, filed, queue
from checker.results import AuditResult
from reports.formats import Asked
from reports.language import language
from reports.ledger import LedgerRow, ledger


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at: a finding as its last audit has it, and whether it is still there."""

    site: str
    result: AuditResult
    rule: str
    fingerprint: str
    found: bool


def take_look(
    connection: Connection,
    holdings: Holdings,
    look: Look,
    recipients: Sequence[str],
    at: datetime,
) -> int:
    """Take it in; return how many messages were queued.  Raises StoreError, ReportError."""
    key = (look.rule, look.fingerprint)
    if not second_look(connection, look.site, key, at, found=look.found):
        return 0
    row = _row(look)
    if row is None or not recipients:
        return 0
    draft = alert_draft(look.result, [row], Asked(language("zh")), recipients)
    # An audit may give several alerts, each of another matter.
    draft = replace(draft, kind=f"{draft.kind}:{look.rule}:{look.fingerprint}")
    letters = filed(holdings.data, [draft], holdings.setup)
    return len(queue(connection, letters, About(look.site, look.result.run.id), at))


def _row(look: Look) -> LedgerRow | None:
    key = (look.rule, look.fingerprint)
    rows = ledger(look.result)
    return next((row for row in rows if (row.rule.id, row.finding.fingerprint) == key), None)
