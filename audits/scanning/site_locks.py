"""One scan a site at a time, on this machine and on others that share the store.

In one data directory the lock of the operating system decides: it ends with the process however that ends, and
no clock has a say.  The row in the store tells others; one of another machine counts as left behind when it was
not renewed for long, by the one clock that all share where there is one (the database's).
"""

from __future__ import annotations

import fcntl
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from audits.store import Store, StoreError, scan_locks
from audits.store.postgres_address import Storage, postgres_address
from audits.store.rows import ScanLock

_FILE = ".scanning"
_LONGEST = 1024  # bytes of a name


@dataclass(frozen=True, slots=True)
class LockTimes:
    """How often a lock is renewed (seconds), and after how long without that its holder counts as dead."""

    beat: float
    dead_after: timedelta


# Where clocks differ and a laptop may sleep; and where one clock serves all, and others wait for the work.
ALONE = LockTimes(60.0, timedelta(minutes=15))
TOGETHER = LockTimes(10.0, timedelta(seconds=45))


def lock_times(storage: Storage) -> LockTimes:
    """The times that all who use a store keep to."""
    return ALONE if postgres_address(storage) is None else TOGETHER


class SiteLocks:
    """The locks of one scan, or of one worker.  Threads may share it; `close` gives them back.

    All that share a store keep to the same `times`.
    """

    def __init__(
        self, store: Store, clock: Callable[[], datetime], times: LockTimes = ALONE
    ) -> None:
        self._store, self._clock, self._times = store, clock, times
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._held: dict[str, int] = {}
        self._over = threading.Event()
        self._changing = threading.Lock()
        self._beating: threading.Thread | None = None

    def take(self, site: str, folder: Path) -> str | None:
        """Lock a site (its row is in the store); where that fails, say by whom it is being scanned.

        Raises StoreError, OSError.
        """
        folder.mkdir(parents=True, exist_ok=True)
        number = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            before = os.pread(number, _LONGEST, 0).decode(errors="replace")
        except BlockingIOError:
            os.close(number)
            return self._other(site)
        except OSError:
            before = (
                None  # a file system without locks (some network drives): the row decides alone
            )
        try:
            taken = self._row(site, before)
            if taken:
                os.ftruncate(number, 0)
                os.pwrite(number, self.holder.encode(), 0)
        except BaseException:
            os.close(number)
            raise
        if not taken:
            os.close(number)
            return self._other(site)
        with self._changing:
            self._held[site] = number
            if self._beating is None:
                self._beating = threading.Thread(target=self._beat, daemon=True)
                self._beating.start()
        return None

    def release(self, site: str) -> None:
        """Give a site back.  Raises StoreError."""
        with self._changing:
            number = self._held.pop(site, None)
        if number is None:
            return
        try:
            with self._store.begin() as connection:
                scan_locks.release(connection, site=site, holder=self.holder)
        finally:
            os.close(number)

    def close(self) -> None:
        """Give all back; what the store does not take ends by itself."""
        self._over.set()
        for site in tuple(self._held):
            try:
                self.release(site)
            except StoreError:
                continue

    def _row(self, site: str, before: str | None) -> bool:
        with self._store.begin() as connection:
            now = self._store.moment(connection, self._clock)
            dead_after = self._times.dead_after
            other = scan_locks.get(connection, site=site)
            if other is not None and (
                self._ended_here(other, before) or abs(now - other.beat) > dead_after
            ):
                scan_locks.release(connection, site=site, holder=other.holder)
            return scan_locks.take(
                connection, site=site, holder=self.holder, at=now, dead_before=now - dead_after
            )

    def _ended_here(self, lock: ScanLock, before: str | None) -> bool:
        """Its holder had the lock of the system that we have now: `before` is who stands in its file.

        Nobody stands there who left it before names were written: then the machine tells.
        """
        if before:
            return lock.holder == before
        here = lock.holder.partition(":")[0] == socket.gethostname()
        return here and before is not None and self._times == ALONE

    def _other(self, site: str) -> str:
        with self._store.reading() as connection:
            lock = scan_locks.get(connection, site=site)
        return lock.holder if lock else "另一个进程"

    def _beat(self) -> None:
        while not self._over.wait(self._times.beat):
            with self._changing:
                held = sorted(self._held)
            if not held:
                continue
            try:
                with self._store.single() as connection:
                    now = self._store.moment(connection, self._clock)
                    for site in held:
                        scan_locks.beat(connection, site=site, holder=self.holder, at=now)
            except StoreError:
                continue  # the next beat may go through; the lock of the system holds
