"""How the queue stands: what waits, runs and is parked, who works, and what is to be done about it.

`as_json` is for programs, `as_lines` for a person; both say the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from audits.columns import laid_out
from audits.desk.due import CANCELLED, DONE, FAILED, GIVEN_UP
from audits.desk.setup import Desk
from audits.output import one_line
from audits.queue.book import RUNNING, SCANS, Book, Helper, Queued, jobs, workers
from audits.queue.orders import parked_of
from audits.store import scan_turns
from audits.store.rows import ScanTurn

_MONTH = timedelta(days=31)
_LONG = timedelta(hours=24)
_SHOWN = 20
_STATES = {GIVEN_UP: "多次中断，已搁置", FAILED: "没有检查成", CANCELLED: "已取消"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The queue at one moment.  `tries` by site and period."""

    at: datetime
    jobs: tuple[Queued, ...]
    workers: tuple[Helper, ...]
    tries: dict[tuple[str, datetime], int]
    parked: tuple[ScanTurn, ...]
    done: int
    dead_after: float

    @property
    def running(self) -> list[Queued]:
        """Scans that run."""
        return [job for job in self.jobs if job.turn and job.status == RUNNING]

    @property
    def waiting(self) -> list[Queued]:
        """Scans that wait."""
        return [job for job in self.jobs if job.turn and job.status != RUNNING]

    @property
    def other(self) -> Counter[str]:
        """What else waits or runs, by task."""
        return Counter(job.task for job in self.jobs if job.turn is None)

    @property
    def oldest_wait(self) -> timedelta | None:
        """How long the scan has waited that has waited longest."""
        since = [job.queued_at for job in self.waiting if job.queued_at is not None]
        return self.at - min(since) if since else None

    def dead(self, beat: datetime | None) -> bool:
        """Say whether a worker of this last beat counts as dead."""
        return beat is None or self.at - beat > timedelta(seconds=self.dead_after)

    def tries_of(self, job: Queued) -> int:
        """On which try a scan is."""
        return self.tries.get(job.turn[:2], 1) if job.turn else 1


def standing(desk: Desk, book: Book, clock: Callable[[], datetime], dead_after: float) -> Standing:
    """Look at the queue of a desk.  Raises StoreError."""
    with book.reading() as connection:
        at = book.store.moment(connection, clock)
        last = scan_turns.last_of_each(connection)
        return Standing(
            at=at,
            jobs=jobs(connection),
            workers=workers(connection),
            tries={
                (turn.site, turn.due_at): turn.tries
                for turn in scan_turns.listed(connection, finished=False)
            },
            parked=parked_of(desk, last),
            done=sum(turn.state == DONE and at - turn.due_at < _MONTH for turn in last),
            dead_after=dead_after,
        )


def advice(now: Standing) -> Iterator[str]:
    """What is to be done."""
    alive = [one for one in now.workers if not now.dead(one.beat)]
    gone = [job for job in now.running if now.dead(job.beat)]
    if now.jobs and not alive:
        yield "没有 worker 在运行：在一台或几台机器上启动 gongkai worker。"
    elif gone:
        yield f"有 {len(gone)} 个网站的 worker 没有音讯，{now.dead_after:.0f} 秒后自动交给别的 worker。"
    wait = now.oldest_wait
    if alive and wait is not None and wait > _LONG:
        yield "有网站等了一天以上：增加 worker，或调大 --sites-at-once；同一台服务器上的网站总是一个接一个。"
    if now.parked:
        yield "搁置的不会自动重来：看清原因后用 gongkai queue retry 网站编号，或 gongkai queue retry --all-parked。"
    versions = sorted({one.version for one in alive})
    if len(versions) > 1:
        yield f"各 worker 的版本不同（{'、'.join(versions)}）：请升级到同一版本。"


def as_json(now: Standing) -> list[str]:
    """One JSON document."""
    told = {
        "at": now.at.isoformat(),
        "counts": {
            "waiting": len(now.waiting),
            "running": len(now.running),
            "parked": len(now.parked),
            "done_in_a_month": now.done,
        },
        "oldest_wait_seconds": now.oldest_wait.total_seconds() if now.oldest_wait else 0,
        "running": [
            {
                "site": job.args["site"],
                "due": job.args["period"],
                "host": job.host,
                "pid": job.pid,
                "since": job.started_at.isoformat() if job.started_at else None,
                "try": now.tries_of(job),
                "heard_of": job.beat.isoformat() if job.beat else None,
            }
            for job in now.running
        ],
        "waiting": [
            {
                "site": job.args["site"],
                "due": job.args["period"],
                "server": job.lock,
                "queued": job.queued_at.isoformat() if job.queued_at else None,
                "not_before": job.scheduled_at.isoformat() if job.scheduled_at else None,
                "try": now.tries_of(job),
            }
            for job in now.waiting
        ],
        "parked": [
            {
                "site": turn.site,
                "due": turn.due_at.isoformat(),
                "state": turn.state,
                "reason": turn.error,
                "tries": turn.tries,
            }
            for turn in now.parked
        ],
        "other": dict(now.other),
        "workers": [
            {
                "host": one.host,
                "pid": one.pid,
                "queue": one.queue,
                "at_once": one.at_once,
                "running": one.running,
                "version": one.version,
                "since": one.started_at.isoformat(),
                "heard_of": one.beat.isoformat(),
                "alive": not now.dead(one.beat),
            }
            for one in now.workers
        ],
        "advice": list(advice(now)),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).splitlines()


def as_lines(now: Standing, zone: tzinfo) -> Iterator[str]:
    """In words; moments by the clocks of a time zone."""
    wait = now.oldest_wait
    yield (
        f"等待 {len(now.waiting)} 个，正在检查 {len(now.running)} 个，搁置 {len(now.parked)} 个，"
        f"近一个月完成 {now.done} 个" + (f"；最久的等了 {_long(wait)}。" if wait else "。")
    )
    if now.running:
        yield "正在检查："
        yield from _table(
            ("网站", "机器", "开始", "第几次"),
            [
                (
                    str(job.args["site"]),
                    f"{job.host}:{job.pid}" if job.host else "（没有音讯）",
                    _moment(job.started_at, zone),
                    str(now.tries_of(job)),
                )
                for job in now.running
            ],
        )
    if now.waiting:
        yield "等待："
        rows = [
            (
                str(job.args["site"]),
                _moment(datetime.fromisoformat(str(job.args["period"])), zone),
                str(job.lock or ""),
            )
            for job in now.waiting
        ]
        yield from _table(("网站", "计划", "服务器"), rows)
    if now.parked:
        yield "搁置："
        yield from _table(
            ("网站", "计划", "怎样", "原因"),
            [
                (
                    turn.site,
                    _moment(turn.due_at, zone),
                    _STATES.get(turn.state, turn.state),
                    one_line(turn.error),
                )
                for turn in now.parked
            ],
        )
    scanning = [one for one in now.workers if one.queue == SCANS]
    if scanning:
        yield "worker："
        yield from _table(
            ("机器", "进程", "正在检查", "最多", "版本", "最近报到"),
            [
                (
                    one.host,
                    str(one.pid),
                    str(one.running),
                    str(one.at_once),
                    one.version,
                    f"{_moment(one.beat, zone)}{'（没有音讯）' if now.dead(one.beat) else ''}",
                )
                for one in scanning
            ],
        )
    for line in advice(now):
        yield f"建议：{line}"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for line in laid_out([heads, *rows[:_SHOWN]]):
        yield f"  {line}"
    if len(rows) > _SHOWN:
        yield f"  …… 还有 {len(rows) - _SHOWN} 个（--json 列出全部）"


def _moment(at: datetime | None, zone: tzinfo) -> str:
    if at is None:
        return "－"
    return f"{at.astimezone(zone):%m-%d %H:%M:%S}"


def _long(wait: timedelta) -> str:
    minutes = int(wait.total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return f"{minutes} 分钟"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} 小时 {minutes} 分钟"
