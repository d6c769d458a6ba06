"""A scan that came to nothing: why is kept with the planned scan, and written to those who wait for an audit."""

from __future__ import annotations

from datetime import datetime

from audits.archive.errors import ArchiveError
from audits.asked import asked
from audits.mailing.drafts import failure_draft
from audits.mailing.outbox import About, Filed, filed, queue
from audits.scanning.plans import SitePlan, Workplace
from audits.scanning.turns import missed
from audits.store import Store


def write_of(store: Store, workplace: Workplace, plan: SitePlan, why: str, now: datetime) -> None:
    """Write it down.  Raises StoreError, ReportError, OSError."""
    to = plan.addressees.recipients
    letters: tuple[Filed, ...] = ()
    if workplace.attaching is not None and to:
        day = now.date().isoformat()
        draft = failure_draft(plan.name, plan.home, day, why, asked(plan.choices, ()), to)
        try:
            letters = filed(workplace.data, [draft], workplace.archive)
        except (
            ArchiveError
        ):  # perhaps the very reason of the failure: then this machine has to send it
            letters = filed(workplace.data, [draft])
    with store.begin() as connection:
        queue(connection, letters, About(plan.site, attempt=now.isoformat()), now)
        missed(connection, plan, now, why)
