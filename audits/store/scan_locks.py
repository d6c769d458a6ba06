"""Who is scanning which site: one at a time.  A lock whose holder was not heard of for long may be taken over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete

from audits.store import rowwise
from audits.store.errors import ConflictError
from audits.store.rows import ScanLock
from audits.store.tables import scan_locks


def get(connection: Connection, *, site: str) -> ScanLock | None:
    """The lock on a site."""
    return rowwise.one(connection, ScanLock, rowwise.where(scan_locks, site=site))


def listed(connection: Connection) -> tuple[ScanLock, ...]:
    """All locks by site."""
    return rowwise.every(
        connection, ScanLock, rowwise.where(scan_locks).order_by(scan_locks.c.site)
    )


def take(
    connection: Connection, *, site: str, holder: str, at: datetime, dead_before: datetime
) -> bool:
    """Take the lock on a site; say whether that succeeded.

    It does where nobody holds it, or who does was last heard of before `dead_before`.  Raises
    ConflictError where there is no such site.
    """
    dead = delete(scan_locks).where(scan_locks.c.site == site, scan_locks.c.beat < dead_before)
    connection.execute(dead)
    lock = ScanLock(site=site, holder=holder, since=at, beat=at)
    try:
        rowwise.add(connection, scan_locks, lock, f"网站 {site} 的检查锁")
    except ConflictError:
        if get(connection, site=site) is None:
            raise
        return False
    return True


def beat(connection: Connection, *, site: str, holder: str, at: datetime) -> bool:
    """Say that the holder is alive; False where the lock is not (or no longer) this holder's."""
    keys = {scan_locks.c.site: site, scan_locks.c.holder: holder}
    return rowwise.change(connection, scan_locks, keys, {"beat": at}) > 0


def release(connection: Connection, *, site: str, holder: str) -> bool:
    """Give the lock back; False where it is not (or no longer) this holder's."""
    gone = delete(scan_locks).where(scan_locks.c.site == site, scan_locks.c.holder == holder)
    return connection.execute(gone).rowcount > 0
