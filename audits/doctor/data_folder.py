"""The data directory: room, rights, names in Chinese, and locks that hold.

A probe file is written and taken away again; the directory itself is not made.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings
from crawler.snapshot.troubles import reason

_GIB = 1 << 30
_NEEDED, _COMFORTABLE = 1 * _GIB, 5 * _GIB


def data_folder(around: Surroundings) -> Iterable[Seen]:
    """The data directory of gongkai.yaml, or the current folder where there is none."""
    wanted = around.desk.data if around.desk else around.folder
    there = wanted
    while not there.exists() and there != there.parent:
        there = there.parent
    yield from judged_folder(wanted, there)


def judged_folder(wanted: Path, there: Path) -> Iterable[Seen]:
    """Judge a folder by what of it is there already."""
    yield writable(wanted, there)
    yield room(there, shutil.disk_usage(there).free)
    yield locks(there)


def writable(wanted: Path, there: Path) -> Seen:
    """A file with a Chinese name can be made, flushed and renamed there."""
    id_, title = "data-folder", "数据目录"
    new = "" if wanted == there else "（还没有，第一次检查时建立）"
    why = "检查结果、快照和台账存不下来"
    remedy = "检查属主和权限（运行 gongkai 的用户要能写），或在 gongkai.yaml 的 data 换一个路径"
    if not there.is_dir():
        return Seen(id_, title, State.BROKEN, f"{there} 不是文件夹", why, remedy)
    try:
        number, name = tempfile.mkstemp("-试写", ".gongkai-doctor-", there)
    except OSError as error:
        return Seen(id_, title, State.BROKEN, f"不能写入 {there}：{reason(error)}", why, remedy)
    probe = moved = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(b"gongkai")
            file.flush()
            os.fsync(file.fileno())
        moved = probe.rename(probe.with_name(f"{probe.name}-改名"))
    except OSError as error:
        return Seen(id_, title, State.BROKEN, f"{there} 里写文件出错：{reason(error)}", why, remedy)
    finally:
        probe.unlink(missing_ok=True)
        moved.unlink(missing_ok=True)
    return Seen(id_, title, State.OK, f"{wanted}{new}，能读写")


def room(there: Path, free: int) -> Seen:
    """Judge the room on the disk."""
    id_, title = "disk", "磁盘空间"
    shown = f"{there} 所在的磁盘还有 {free / _GIB:.1f} GiB"
    if free >= _COMFORTABLE:
        return Seen(id_, title, State.OK, shown)
    return Seen(
        id_,
        title,
        State.BROKEN if free < _NEEDED else State.ATTENTION,
        shown,
        "一次检查的快照可达几百 MiB；写满了，检查会中断（已抓到的不丢）",
        "腾出空间；旧快照用 gongkai prune 清理，看 gongkai.yaml 的 keep",
    )


def locks(there: Path) -> Seen:
    """A lock that one holds is refused to another: what keeps two programs from one site."""
    id_, title = "locks", "文件锁"
    why = "两个程序会同时检查同一个网站、同时写同一个快照"
    remedy = "数据目录放在本机磁盘上，或请网管让网络盘支持 flock（NFS 4，不要 nolock）"
    try:
        with tempfile.NamedTemporaryFile(prefix=".gongkai-doctor-", dir=there) as mine:
            fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with Path(mine.name).open("rb+") as other:
                try:
                    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return Seen(id_, title, State.OK, "有效")
    except OSError as error:
        return Seen(id_, title, State.BROKEN, f"{there} 上不能加锁：{reason(error)}", why, remedy)
    return Seen(id_, title, State.BROKEN, f"{there} 上的锁不起作用", why, remedy)
