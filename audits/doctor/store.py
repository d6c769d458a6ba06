"""The desk's database as it lies there: opens, whole, of a revision that this program knows.  Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings
from audits.store import StoreError, schema
from audits.store.sqlite import SqliteEngine, sound
from audits.store.store import Store

_ID, _TITLE = "store", "数据库"
_WHY = "台账、历次检查和待发邮件都在里面；它打不开，gongkai scan、serve、ledger 都不能运行"
_RESTORE = "请不要再写它；先把它复制一份，再用 gongkai restore 把最近一次备份恢复到新目录"


def store(around: Surroundings) -> Iterable[Seen]:
    """The storage of gongkai.yaml."""
    if around.desk is None:
        yield Seen(_ID, _TITLE, State.SKIPPED, "没有配置文件，没有查")
        return
    if isinstance(around.desk.storage, Path):
        yield judged_file(around.desk.storage, around.seconds)


def judged_file(path: Path, seconds: float) -> Seen:
    """Look at a SQLite file."""
    if not path.exists():
        return Seen(_ID, _TITLE, State.OK, f"{path}（还没有，第一次检查时建立）")
    try:
        with Store(SqliteEngine(path, busy_seconds=seconds)) as opened:
            revision = opened.revision()
            with opened.reading() as connection:
                schema.refuse_foreign(revision, opened.place)
                schema.refuse_strangers(connection, opened.place)
    except StoreError as error:
        what, _, remedy = str(error).partition("。")
        return Seen(_ID, _TITLE, State.BROKEN, what, _WHY, remedy.rstrip("。") or _RESTORE)
    if not sound(path):
        return Seen(_ID, _TITLE, State.BROKEN, f"{path} 已损坏", _WHY, _RESTORE)
    if revision and revision != schema.NEWEST:
        return Seen(
            _ID,
            _TITLE,
            State.ATTENTION,
            f"{path} 完好，结构版本 {revision}，本程序是 {schema.NEWEST}",
            "下一次 gongkai scan 或 serve 会把它升级；旧版程序从此打不开它",
            "先备份：gongkai backup --out 升级前.tar",
        )
    return Seen(_ID, _TITLE, State.OK, f"{path}，完好，结构版本 {revision or '（空）'}")
