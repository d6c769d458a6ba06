"""Mail that is to go out, one row a message and recipient.  Sending it is the business of `audits.mailing`.

Who sends a message takes it first by changing its state from the one that was read: of two, one succeeds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_

from audits.store import rowwise
from audits.store.errors import ConflictError, StaleError
from audits.store.rows import Mail
from audits.store.tables import outbox

_FIXED = ("id", "message_id", "recipient", "queued_at")


def add(connection: Connection, *, mail: Mail) -> Mail:
    """Store a message for a recipient and return it numbered.

    Raises ConflictError where this message was stored for this recipient before, or its site or audit is not there.
    """
    return rowwise.add(connection, outbox, mail, f"给 {mail.recipient} 的邮件")


def add_once(connection: Connection, *, mail: Mail) -> Mail | None:
    """Store a message for a recipient; None where that was done before."""
    try:
        return add(connection, mail=mail)
    except ConflictError:
        if of(connection, message_id=mail.message_id, recipient=mail.recipient) is None:
            raise
        return None


def get(connection: Connection, *, mail: int) -> Mail | None:
    """The message of this number."""
    return rowwise.one(connection, Mail, rowwise.where(outbox, id=mail))


def of(connection: Connection, *, message_id: str, recipient: str) -> Mail | None:
    """A message by its Message-ID and recipient."""
    found = rowwise.where(outbox, message_id=message_id, recipient=recipient)
    return rowwise.one(connection, Mail, found)


def listed(
    connection: Connection,
    *,
    state: str | None = None,
    site: str | None = None,
    kind: str | None = None,
) -> tuple[Mail, ...]:
    """Messages by number."""
    found = rowwise.where(outbox, state=state, site=site, kind=kind)
    return rowwise.every(connection, Mail, found.order_by(outbox.c.id))


def due(connection: Connection, *, states: Collection[str], now: datetime) -> tuple[Mail, ...]:
    """Messages in these states whose next try is not later than `now` or not set, in their order."""
    found = (
        rowwise.where(outbox)
        .where(outbox.c.state.in_(states))
        .where(or_(outbox.c.next_try.is_(None), outbox.c.next_try <= now))
    )
    return rowwise.every(connection, Mail, found.order_by(outbox.c.id))


def update(connection: Connection, *, mail: Mail, was: str) -> None:
    """Write a changed message that was in the state `was`.

    Raises StaleError where it is in another one by now: somebody else has taken it.
    """
    given = {name: value for name, value in rowwise.values(mail).items() if name not in _FIXED}
    keys = {outbox.c.id: mail.id, outbox.c.state: was}
    if not rowwise.change(connection, outbox, keys, given):
        raise StaleError(f"第 {mail.id} 封邮件已由另一个进程处理（或不存在），这次没有改动。")
