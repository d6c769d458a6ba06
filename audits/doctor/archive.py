"""The storage that several machines share: a small object is written, read, listed and taken away again."""

from __future__ import annotations

from collections.abc import Iterable

from audits.archive.opening import open_archive, try_out
from audits.doctor.seen import Seen, State, refused
from audits.doctor.surroundings import Reach, Surroundings
from audits.refused import RefusedError

_ID, _TITLE = "archive", "共享存储"
_WHY = "检查做完存不进去，别的机器取不到；没有存好的检查不会写进数据库"
_REMEDY = "核对 gongkai.yaml 的 archive 和密钥，见 docs/archive.md；改好后再运行 gongkai doctor"


def archive(around: Surroundings) -> Iterable[Seen]:
    """The archive of gongkai.yaml."""
    setup = around.desk.archive if around.desk else None
    if setup is None:
        yield Seen(
            _ID, _TITLE, State.SKIPPED, around.unread or "没有设置 archive，只存放在数据目录"
        )
        return
    if around.reach is Reach.NONE and setup.folder is None:
        yield Seen(_ID, _TITLE, State.SKIPPED, f"{setup}，没有连接（--offline）")
        return
    try:
        with open_archive(setup, around.environment) as opened:
            try_out(opened)
    except RefusedError as error:
        yield refused(_ID, _TITLE, error, _WHY, _REMEDY)
        return
    yield Seen(_ID, _TITLE, State.OK, f"{setup}，能写、能读、能列出、能删除")
