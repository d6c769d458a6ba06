"""One scan a site at a time, on this machine and on others that share the store.

On one machine the lock of the operating system decides: it ends with the process however that ends, and no
clock has a say.  The row in the store tells others; one of another machine counts as left behind when it was
not renewed for long.
"""

from __future__ import annotations

import fcntl
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from audits.store import Store, StoreError, scan_locks
from audits.store.rows import ScanLock

DEAD_AFTER = timedelta(minutes=15)
_BEAT_SECONDS = 60.0
_FILE = ".scanning"


class SiteLocks:
    """The locks of one scan.  `close` gives them back."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._held: dict[str, int] = {}
        self._over = threading.Event()
        self._beating = threading.Thread(target=self._beat, daemon=True)

    def take(self, site: str, folder: Path) -> str | None:
        """Lock a site (its row is in the store); where that fails, say by whom it is being scanned.

        Raises StoreError, OSError.
        """
        folder.mkdir(parents=True, exist_ok=True)
        number = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(number)
            return self._other(site)
        except OSError:
            pass  # a file system without locks (some network drives): the row decides alone
        try:
            taken = self._row(site)
        except BaseException:
            os.close(number)
            raise
        if not taken:
            os.close(number)
            return self._other(site)
        self._held[site] = number
        if not self._beating.is_alive():
            self._beating.start()
        return None

    def release(self, site: str) -> None:
        """Give a site back.  Raises StoreError."""
        number = self._held.pop(site, None)
        if number is None:
            return
        try:
            with self._store.begin() as connection:
                scan_locks.release(connection, site=site, holder=self.holder)
        finally:
            os.close(number)

    def close(self) -> None:
        """Give all back; what the store does not take is left to `DEAD_AFTER`."""
        self._over.set()
        for site in tuple(self._held):
            try:
                self.release(site)
            except StoreError:
                continue

    def _row(self, site: str) -> bool:
        now = self._clock()
        with self._store.begin() as connection:
            other = scan_locks.get(connection, site=site)
            if other is not None and _left_behind(other, now):
                scan_locks.release(connection, site=site, holder=other.holder)
            return scan_locks.take(
                connection,
                site=site,
                holder=self.holder,
                at=now,
                dead_before=now - DEAD_AFTER,
            )

    def _other(self, site: str) -> str:
        with self._store.reading() as connection:
            lock = scan_locks.get(connection, site=site)
        return lock.holder if lock else "另一个进程"

    def _beat(self) -> None:
        while not self._over.wait(_BEAT_SECONDS):
            try:
                with self._store.begin() as connection:
                    for site in tuple(self._held):
                        scan_locks.beat(connection, site=site, holder=self.holder, at=self._clock())
            except StoreError:
                continue  # the next beat may go through; the lock of the system holds


def _left_behind(lock: ScanLock, now: datetime) -> bool:
    """Its holder is gone: one of this machine, for we hold the system's lock; or its beat is far off, either way."""
    here = lock.holder.partition(":")[0] == socket.gethostname()
    return here or abs(now - lock.beat) > DEAD_AFTER
