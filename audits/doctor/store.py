"""The desk's database as it is: opens, whole, of a revision that this program knows.  Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from audits.doctor.seen import Seen, State, refused
from audits.doctor.surroundings import Reach, Surroundings
from audits.refused import RefusedError
from audits.store import schema
from audits.store.postgres_address import PostgresAddress, postgres_address
from audits.store.sqlite import SqliteEngine, sound
from audits.store.store import Store, engine_of

_ID, _TITLE = "store", "数据库"
_WHY = "台账、历次检查和待发邮件都在里面；它打不开，gongkai scan、serve、ledger 都不能运行"
_RESTORE = "请不要再写它；先把它复制一份，再用 gongkai restore 把最近一次备份恢复到新目录"
_DRIFT = 30.0  # seconds between two clocks before a lease looks older, or younger, than it is
_OLDEST = 14  # of the versions of PostgreSQL, the first that has all settings that we ask for


def store(around: Surroundings) -> Iterable[Seen]:
    """The storage of gongkai.yaml."""
    if around.desk is None:
        yield Seen(_ID, _TITLE, State.SKIPPED, around.unread or "没有配置文件，没有查")
        return
    address = postgres_address(around.desk.storage)
    if address is None:
        yield judged_file(Path(str(around.desk.storage)), around.seconds)
    elif around.reach is Reach.NONE:
        yield Seen(_ID, _TITLE, State.SKIPPED, f"{address}，没有连接（--offline）")
    else:
        yield judged_database(address, around.clock, around.seconds)


def judged_file(path: Path, seconds: float) -> Seen:
    """Look at a SQLite file."""
    if not path.exists():
        return Seen(_ID, _TITLE, State.OK, f"{path}（还没有，第一次检查时建立）")
    try:
        with Store(SqliteEngine(path, busy_seconds=seconds)) as opened:
            revision = _revision(opened)
    except RefusedError as error:
        return refused(_ID, _TITLE, error, _WHY, _RESTORE)
    if not sound(path):
        return Seen(_ID, _TITLE, State.BROKEN, f"{path} 已损坏", _WHY, _RESTORE)
    return _known(revision, f"{path}，完好")


def judged_database(
    address: PostgresAddress, clock: Callable[[], datetime], seconds: float
) -> Seen:
    """Look at a PostgreSQL database: reachable, fit, and of one time with this machine."""
    try:
        engine = engine_of(address, seconds)
        with Store(engine) as opened:
            revision = _revision(opened)
            if revision:
                engine.prepare(schema.bring, create=False)
            with opened.reading() as connection:
                number = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
                drift = (opened.moment(connection, clock) - clock()).total_seconds()
    except RefusedError as error:
        return refused(_ID, _TITLE, error, _WHY, _RESTORE)
    shown = f"{address}，PostgreSQL {number // 10000}"
    if number // 10000 < _OLDEST:
        return Seen(
            _ID,
            _TITLE,
            State.ATTENTION,
            f"{shown}，版本太旧",
            "没有在这样旧的版本上试过",
            f"升级到 PostgreSQL {_OLDEST} 以上",
        )
    if abs(drift) > _DRIFT:
        return Seen(
            _ID,
            _TITLE,
            State.ATTENTION,
            f"{shown}，它的时钟与本机相差 {abs(drift):.0f} 秒",
            "谁在检查、到没到时间按数据库的时钟判断；检查的日期按本机的时钟，会对不上",
            "两台机器都打开自动对时：timedatectl set-ntp true",
        )
    return _known(revision, shown)


def _revision(opened: Store) -> str:
    revision = opened.revision()
    with opened.reading() as connection:
        schema.refuse_foreign(revision, opened.place)
        schema.refuse_strangers(connection, opened.place)
    return revision


def _known(revision: str, shown: str) -> Seen:
    if not revision:
        return Seen(_ID, _TITLE, State.OK, f"{shown}，还没有表，第一次检查时建立")
    if revision != schema.NEWEST:
        return Seen(
            _ID,
            _TITLE,
            State.ATTENTION,
            f"{shown}，结构版本 {revision}，本程序是 {schema.NEWEST}",
            "下一次 gongkai scan 或 serve 会把它升级；旧版程序从此打不开它",
            "先备份：gongkai backup --out 升级前.tar",
        )
    return Seen(_ID, _TITLE, State.OK, f"{shown}，结构版本 {revision}")
