"""Throws away snapshots whose time is up, and nothing that an open matter of the ledger stands on.

audit.json, reports and evidence pages always stay.  Where an open matter was last found by an audit, its
snapshot stays whole; where it was only first found by it, its evidence page is laid first, and where that
cannot be done the snapshot stays too.  Can be cut off at any point: the next run puts in order what it left.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection

from audits import evidence
from audits.archive.errors import ArchiveError
from audits.archive.holdings import GOING, Holdings
from audits.desk.setup import ArchiveSetup
from audits.folder_names import SNAPSHOT
from audits.ledger.states import SETTLED
from audits.retention.evidence_pages import lay_before_it_goes
from audits.store import Store, audit_runs, ledger, scan_locks
from audits.store.keeping import Keep, what_goes
from audits.store.places import below
from audits.store.rows import Audit, LedgerEntry
from checker.results_file import ResultsError
from crawler.snapshot import SnapshotError
from crawler.snapshot.lock import FolderLock, SnapshotBusyError


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot whose time is up, and that stays all the same; `why` is Chinese."""

    audit: Audit
    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A snapshot that goes: bytes that are freed, and how many evidence pages were laid before."""

    audit: Audit
    freed: int
    laid: int = 0


def prune(
    store: Store,
    data: Path,
    keep: Keep,
    *,
    today: date,
    at: datetime,
    dry: bool = False,
    archive: ArchiveSetup | None = None,
) -> tuple[Gone | Kept, ...]:
    """Throw away the snapshots whose time is up on a day, here and in the archive, and say of each what came of it.

    `dry`: change nothing, only say.  Raises StoreError, ReportError, OSError.
    """
    holdings = Holdings(data, archive)
    if not dry:
        put_in_order(store, data, archive)
    with store.reading() as connection:
        audits = audit_runs.listed(connection)
        open_matters = _open(ledger.listed(connection))
        scanned = {lock.site for lock in scan_locks.listed(connection)}
    told: list[Gone | Kept] = []
    for audit in what_goes(audits, keep, today):
        if audit.site in scanned:  # it may be what the scan compares with
            told.append(Kept(audit, "这个网站正在检查（或上次检查被中断），下次再看"))
            continue
        try:
            found = _prepared(audit, holdings, open_matters, dry=dry)
            if isinstance(found, Gone) and not dry:
                holdings.snapshot_goes(audit.folder)
                found = _thrown_away(store, found, below(data, audit.folder), at)
        except ArchiveError as error:
            found = Kept(audit, str(error).rstrip("。"))
        told.append(found)
        if isinstance(found, Gone) and not dry:
            with contextlib.suppress(ArchiveError):  # noted there: the next run sees to it
                holdings.snapshot_gone(audit.folder)
    return tuple(told)


def put_in_order(store: Store, data: Path, archive: ArchiveSetup | None = None) -> None:
    """Put back, or finish to remove, what a run that was cut off has left, here and in the archive."""
    with store.begin() as connection:  # so that nobody is between moving one aside and noting it
        audits = audit_runs.listed(connection)
        left = [
            (audit, going)
            for audit in audits
            if (going := below(data, audit.folder) / GOING).is_dir()
        ]
        for audit, going in left:
            if audit.snapshot_kept and not going.with_name(SNAPSHOT).exists():
                going.rename(going.with_name(SNAPSHOT))
    for _, going in left:
        shutil.rmtree(
            going, ignore_errors=True
        )  # another may be at it; what stays, stays for the next
    if archive is not None:
        _put_archive_in_order(audits, Holdings(data, archive))


def _put_archive_in_order(audits: Iterable[Audit], holdings: Holdings) -> None:
    """Finish what was begun on whatever machine, and remove what another one has thrown away from this one."""
    known = {audit.folder: audit for audit in audits}
    for folder in holdings.going():
        if folder in known:
            holdings.snapshot_gone(folder, stays=known[folder].snapshot_kept)
    for audit in known.values():
        here = below(holdings.data, audit.folder) / SNAPSHOT
        if not audit.snapshot_kept and here.is_dir():
            shutil.rmtree(here, ignore_errors=True)


def _open(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    return tuple(entry for entry in entries if entry.state not in SETTLED)


def _prepared(
    audit: Audit, holdings: Holdings, open_matters: Iterable[LedgerEntry], *, dry: bool
) -> Gone | Kept:
    """Say whether a snapshot may go; lay the evidence pages that have to be there before."""
    last = sum(entry.last_audit == audit.id for entry in open_matters)
    if last:
        return Kept(audit, f"台账里有 {last} 个未销号的问题最后一次发现于这次检查")
    first = [entry.fingerprint for entry in open_matters if entry.first_audit == audit.id]
    folder = below(holdings.data, audit.folder)
    archived = holdings.archived_bytes(audit.folder)
    freed = archived or _bytes(folder / SNAPSHOT)
    if not first or not (archived or (folder / SNAPSHOT).is_dir()):
        return Gone(audit, freed)
    try:
        holdings.whole(audit.folder)
        holdings.snapshot(audit.folder)
        laid = lay_before_it_goes(folder, first, dry=dry)
        if laid.files and not dry:
            holdings.keep_results(audit.folder)
    except (ResultsError, SnapshotError) as error:
        return Kept(
            audit, f"台账里 {len(first)} 个未销号的问题首次发现于这次检查，取证页写不成：{error}"
        )
    lost = {why: number for why, number in laid.without.items() if why not in evidence.NOTHING_LOST}
    if lost:
        shown = "、".join(f"{number} 个{why}" for why, number in lost.items())
        return Kept(audit, f"台账里未销号的问题首次发现于这次检查，证据不能另存成取证页（{shown}）")
    return Gone(audit, freed, len(laid.files))


def _thrown_away(store: Store, gone: Gone, folder: Path, at: datetime) -> Gone | Kept:
    """Move the snapshot aside, note it, remove it: in this order."""
    snapshot, going = folder / SNAPSHOT, folder / GOING
    try:
        lock = FolderLock(snapshot) if snapshot.is_dir() else None
    except SnapshotBusyError:
        return Kept(gone.audit, "另一个 gongkai 正在使用这个快照")
    try:
        with store.begin() as connection:
            if not _still_free(connection, gone.audit):
                return Kept(gone.audit, "刚刚有检查或未销号的问题用到了它，下次再看")
            if lock is not None:
                snapshot.rename(going)
                _sync(folder)
            new = replace(gone.audit, snapshot_kept=False, snapshot_gone_at=at)
            audit_runs.update(connection, audit=new)
    except BaseException:
        if going.is_dir() and not snapshot.exists():
            going.rename(snapshot)
        raise
    finally:
        if lock is not None:
            lock.close()
    shutil.rmtree(going, ignore_errors=True)  # what cannot be removed now is left to the next run
    return gone


def _still_free(connection: Connection, audit: Audit) -> bool:
    """No open matter has come to stand on it since it was looked at, and no scan has begun."""
    if scan_locks.get(connection, site=audit.site) is not None:
        return False
    now = audit_runs.get(connection, audit=audit.id)
    entries = _open(ledger.listed(connection, site=audit.site))
    return now == audit and not any(entry.last_audit == audit.id for entry in entries)


def _bytes(folder: Path) -> int:
    """What is freed with a folder: files that other snapshots share stay on the disk."""
    found = (Path(where, name).lstat() for where, _, names in os.walk(folder) for name in names)
    return sum(status.st_size for status in found if status.st_nlink == 1)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
