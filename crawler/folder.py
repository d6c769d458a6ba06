"""The folder of a snapshot before it is crawled into: made empty, or found fit to go on with or to compare.

Crawls nothing, and loads without Scrapy.
"""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from crawler.job import CrawlError
from crawler.snapshot import index
from crawler.snapshot.lock import FolderLock, SnapshotBusyError
from crawler.snapshot.model import SnapshotError
from crawler.snapshot.previous import PreviousSnapshot
from crawler.snapshot.reader import DiskSnapshot
from crawler.snapshot.troubles import reason
from crawler.snapshot.warc import FILE as WARC_FILE

# More than the record that a WARC begins with, less than any page with its request.
_HEAD = 1024


def prepare(folder: Path) -> None:
    """Make the snapshot folder, empty of an earlier snapshot.

    Raises CrawlError where it cannot be written or holds something that is no snapshot.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / index.FILE).exists():
                raise CrawlError(
                    f"{folder} 不是空目录，也不是快照目录，没有动它。请换一个输出目录。"
                )
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".write-test"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CrawlError(
            f"不能写入 {folder}：{reason(error)}。请检查权限和磁盘，或用 --out 换一个目录。"
        ) from error


def unbegun(folder: Path) -> bool:
    """Whether a crawl was killed here before it had written down of what: nothing was fetched, nothing is lost.

    False where there is no snapshot at all, and where another process is at it.
    """
    warc = folder / WARC_FILE
    if not (folder / index.FILE).is_file() or (warc.exists() and warc.stat().st_size > _HEAD):
        return False
    try:
        with (
            contextlib.closing(FolderLock(folder)),
            contextlib.closing(DiskSnapshot(folder)) as seen,
        ):
            return not seen.info.home
    except SnapshotBusyError:
        return False
    except SnapshotError:
        return True


def resumable(folder: Path, home: str) -> None:
    """Raise SnapshotError where `folder` holds no snapshot of this portal to go on with."""
    with contextlib.closing(DiskSnapshot(folder)) as seen:
        if seen.info.home != home:
            raise SnapshotError(
                f"{folder} 是 {seen.info.home} 的快照，不是 {home} 的，不能接着爬取。"
            )


def comparable(folder: Path, home: str) -> Path:
    """Return the snapshot in `folder`, or in the audit that `folder` holds.

    Raises SnapshotError where there is none to compare a crawl of this portal with.
    """
    with contextlib.closing(PreviousSnapshot(folder, home)) as previous:
        return previous.folder
