"""The queue that several machines share: its tables, who works, what is parked.  Makes and moves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from audits.desk.setup import Desk
from audits.doctor.seen import Seen, State, refused
from audits.doctor.surroundings import Reach, Surroundings
from audits.refused import RefusedError
from audits.store.postgres_address import postgres_address
from audits.store.store import Store, engine_of

_ID, _TITLE = "queue", "任务队列"
_WHY = "计划的检查没有机器去做，或者做不成"
_EXTRA = "storage 写的是 PostgreSQL，这里没有安装任务队列的组件"


def queue(around: Surroundings) -> Iterable[Seen]:
    """The queue beside the database of gongkai.yaml; there is none beside a file."""
    address = postgres_address(around.desk.storage) if around.desk else None
    if around.desk is None or address is None:
        yield Seen(_ID, _TITLE, State.SKIPPED, around.unread or "没有用 PostgreSQL，没有队列")
        return
    if around.reach is Reach.NONE:
        yield Seen(_ID, _TITLE, State.SKIPPED, "没有连接（--offline）")
        return
    if find_spec("procrastinate") is None:
        yield Seen(_ID, _TITLE, State.BROKEN, _EXTRA, _WHY, "pip install 'gongkai[cluster]'")
        return
    try:
        with Store(engine_of(address, around.seconds)) as store:
            yield _standing(around.desk, store, around)
    except RefusedError as error:
        yield refused(_ID, _TITLE, error, _WHY)


def _standing(desk: Desk, store: Store, around: Surroundings) -> Seen:
    # Procrastinate is of an extra.
    told = import_module("audits.queue.standing")
    with store.reading() as connection:
        there = import_module("audits.queue.schema").present(connection)
    if not there:
        return Seen(_ID, _TITLE, State.OK, "还没有，第一次 gongkai worker 时建立")
    dead_after = import_module("audits.queue.timing").Timing().dead_after
    book = import_module("audits.queue.book").Book(store)
    seen = told.standing(desk, book, around.clock, dead_after)
    alive = {(one.host, one.pid) for one in seen.workers if not seen.dead(one.beat)}
    shown = (
        f"{len(alive)} 个 worker；{len(seen.running)} 个网站正在检查，{len(seen.waiting)} 个等待，"
        f"{len(seen.parked)} 个搁置"
    )
    wanted = "".join(told.advice(seen))
    if not alive:
        wanted = wanted or "没有 worker 在运行：在一台或几台机器上启动 gongkai worker。"
    if wanted:
        return Seen(_ID, _TITLE, State.ATTENTION, shown, _WHY, wanted)
    return Seen(_ID, _TITLE, State.OK, shown)
