"""Who may ask a server address: the rules of its lease, for one row and one moment.  Pure.

A lease is taken where nobody has it, or who had it let it end; it is renewed while it is used, and handed to
who waits for it.  Moments are those of one clock for all (the database's).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from audits.store.rows import AddressLease


@dataclass(frozen=True, slots=True)
class LeaseTimes:
    """In seconds.  `lease`: how long one holds; `enough`: with less left, nothing more is asked.

    `renew`: how often it is renewed, and seen whether others wait; `slice_`: so long it is kept all the same.
    `idle`: given up when not used for so long.  `poll`: who waits looks so often; a wish counts for `wish`,
    and what was handed over must be taken within `handover`.  `patience`: the longest pause between two tries
    where the database does not answer.
    """

    lease: float = 30.0
    enough: float = 10.0
    renew: float = 8.0
    slice_: float = 10.0
    idle: float = 10.0
    poll: float = 1.0
    wish: float = 5.0
    handover: float = 5.0
    patience: float = 15.0


def wanted(
    row: AddressLease, me: str, at: datetime, delay: float, times: LeaseTimes
) -> tuple[AddressLease, float | None]:
    """Ask for a lease: the row as it is then, and in how many seconds the first question may go out; None: not yet."""
    if row.holder != me:
        waits = row.wanted_by not in {"", me} and row.wanted_until > at
        if waits or (row.holder and row.until > at):
            return (row if waits else _wish(row, me, at, times)), None
        if row.holder:  # it ended by itself: up to then its holder may have asked
            row = replace(row, others_until=row.until)
    rest = max(
        (row.others_until - at).total_seconds() + delay, (row.rest_until - at).total_seconds(), 0.0
    )
    wanted_by = "" if row.wanted_by == me else row.wanted_by
    until = at + timedelta(seconds=times.lease)
    return replace(row, holder=me, until=until, wanted_by=wanted_by), rest


def renewed(
    row: AddressLease, me: str, at: datetime, times: LeaseTimes
) -> tuple[AddressLease, bool] | None:
    """Renew a lease: the row as it is then, and whether somebody waits for it; None where it is ours no more."""
    if row.holder != me:
        return None
    waits = row.wanted_by not in {"", me} and row.wanted_until > at
    return replace(row, until=at + timedelta(seconds=times.lease)), waits


def given_up(
    row: AddressLease, me: str, at: datetime, rest: float, times: LeaseTimes
) -> AddressLease:
    """Give a lease up, to who waits for it; the address wants no question for `rest` seconds."""
    if row.holder != me:
        return row
    row = replace(row, others_until=at, rest_until=at + timedelta(seconds=rest))
    if row.wanted_by not in {"", me} and row.wanted_until > at:
        until = at + timedelta(seconds=times.handover)
        return replace(row, holder=row.wanted_by, until=until, wanted_by="")
    return replace(row, holder="", until=at)


def _wish(row: AddressLease, me: str, at: datetime, times: LeaseTimes) -> AddressLease:
    """Note that we wait; not each time anew."""
    if row.wanted_by == me and (row.wanted_until - at).total_seconds() > times.wish / 2:
        return row
    return replace(row, wanted_by=me, wanted_until=at + timedelta(seconds=times.wish))
