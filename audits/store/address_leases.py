"""Which process asks which server address.  Rows are locked together, in the order of their addresses.

What a lease means, and who gets it, is decided by `audits.scanning.lease_rules`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, text, update

from audits.store import rowwise
from audits.store.rows import AddressLease
from audits.store.tables import address_leases

_LONG_AGO = timedelta(days=1)
# Both engines understand it; of two that make one row, the second waits and makes none.
_MADE = text(
    "INSERT INTO address_leases"
    " (address, holder, until, others_until, rest_until, wanted_by, wanted_until)"
    " VALUES (:address, '', :long_ago, :long_ago, :long_ago, '', :long_ago)"
    " ON CONFLICT (address) DO NOTHING"
).bindparams(
    bindparam("address", type_=address_leases.c.address.type),
    bindparam("long_ago", type_=address_leases.c.until.type),
)


def locked(
    connection: Connection, *, addresses: Collection[str], new: Collection[str], at: datetime
) -> dict[str, AddressLease]:
    """The leases of these addresses; nobody else changes them until the transaction ends.

    Those of `new` are made where there are none.
    """
    if new:
        made = [{"address": one, "long_ago": at - _LONG_AGO} for one in sorted(new)]
        connection.execute(_MADE, made)
    found = (
        select(address_leases)
        .where(address_leases.c.address.in_(addresses))
        .order_by(address_leases.c.address)
        .with_for_update()
    )
    return {row.address: row for row in rowwise.every(connection, AddressLease, found)}


def put(connection: Connection, *, leases: Iterable[AddressLease]) -> None:
    """Write leases that are there."""
    given = [
        {f"new_{name}": value for name, value in rowwise.values(one).items()} for one in leases
    ]
    if not given:
        return
    columns = [column for column in address_leases.c if column.name != "address"]
    changed = (
        update(address_leases)
        .where(address_leases.c.address == bindparam("new_address"))
        .values({column: bindparam(f"new_{column.name}") for column in columns})
    )
    connection.execute(changed, given)


def forget(connection: Connection, *, before: datetime) -> int:
    """Remove leases that ended before a moment; say how many."""
    gone = delete(address_leases).where(
        address_leases.c.until < before, address_leases.c.rest_until < before
    )
    return connection.execute(gone).rowcount


def listed(connection: Connection) -> tuple[AddressLease, ...]:
    """All leases by address."""
    found = rowwise.where(address_leases).order_by(address_leases.c.address)
    return rowwise.every(connection, AddressLease, found)
