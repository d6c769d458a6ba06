"""A look at one matter (`gongkai recheck`) into its alert: where it is the second that found it, a letter is queued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from audits.archive.holdings import Holdings
from audits.mailing.alerts import Key, second_look, second_look_tells
from audits.mailing.drafts import Draft, alert_draft
from audits.mailing.outbox import About, filed, queue
from audits.store import Store
from checker.results import AuditResult
from reports.formats import Asked
from reports.language import language
from reports.ledger import ledger


@dataclass(frozen=True, slots=True)
class Look:
    """What was looked at: a finding as its last audit has it, and whether it is still there."""

    site: str
    result: AuditResult
    rule: str
    fingerprint: str
    found: bool

    @property
    def key(self) -> Key:
        """The matter."""
        return self.rule, self.fingerprint


def archive_letter(
    store: Store, holdings: Holdings, look: Look, recipients: Sequence[str], at: datetime
) -> None:
    """Keep the letter that `take_look` is going to queue: no network in a transaction.

    Raises ArchiveError, StoreError, ReportError.
    """
    if holdings.setup is None:
        return
    with store.reading() as connection:
        told = second_look_tells(connection, look.site, look.key, at, found=look.found)
    if told:
        filed(holdings.data, _drafts(look, recipients), holdings.setup)


def take_look(
    connection: Connection, data: Path, look: Look, recipients: Sequence[str], at: datetime
) -> int:
    """Take it in; return how many messages were queued.  Raises StoreError, ReportError."""
    if not second_look(connection, look.site, look.key, at, found=look.found):
        return 0
    letters = filed(data, _drafts(look, recipients))
    return len(queue(connection, letters, About(look.site, look.result.run.id), at))


def _drafts(look: Look, recipients: Sequence[str]) -> tuple[Draft, ...]:
    """The letter, where there is somebody to write to and something to write of."""
    rows = [
        row for row in ledger(look.result) if (row.rule.id, row.finding.fingerprint) == look.key
    ]
    if not rows or not recipients:
        return ()
    draft = alert_draft(look.result, rows[:1], Asked(language("zh")), recipients)
    # An audit may give several alerts, each of another matter.
    return (replace(draft, kind=f"{draft.kind}:{look.rule}:{look.fingerprint}"),)
