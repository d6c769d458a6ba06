"""The server's decisions: look, start what is due, tell what ended; how long to wait until the next look.

It asks no clock and waits for nothing itself.  A clock that is set costs one look at most, because no wait
is longer than half a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from audits.desk.due import due
from audits.desk.holders import Holder
from audits.desk.setup import Desk
from audits.desk.understood import moment_told
from audits.mailing.states import QUEUED, SENDING
from audits.serving.children import Child, mail_command, scan_command
from audits.store import Store, StoreError, outbox

LONGEST = 30.0
_SHORTEST = 1.0
# What stays due although a scan was started for it is tried again later, not at every look.
_AGAIN = timedelta(minutes=10)
_MAIL_EVERY = timedelta(minutes=5)
_TO_SEND = (QUEUED, SENDING)
_SAID = {
    0: "没有不合格",
    1: "有不合格",
    2: "配置或规则有误，没有检查",
    3: "有网站检查不完整或没有检查成",
    130: "被中断，下次接着做",
}

Start = Callable[[Sequence[str]], Child]
Say = Callable[[datetime, str], None]


class Server:
    """Looks after the schedules of one desk.  Several at one desk do no harm: claims are made by scans."""

    def __init__(self, store: Store, holder: Holder, start: Start, say: Say) -> None:
        """Begin with nothing under way."""
        self._store = store
        self._holder = holder
        self._start = start
        self._say = say
        self._scan: Child | None = None
        self._mail: Child | None = None
        self._mailed: datetime | None = None
        self._tried: dict[tuple[str, datetime], datetime] = {}

    def look(self, desk: Desk, now: datetime) -> float:
        """Do what is to be done now; return for how many seconds there is nothing to do."""
        self._reap(now)
        try:
            waiting = due(desk, self._store, now, self._holder)
        except StoreError as error:
            self._say(now, f"数据库现在用不了：{error}")
            return LONGEST
        fresh = [one for one in waiting if self._untried(one, now)]
        if fresh and self._scan is None:
            for site, period in fresh:
                found = desk.site(site)
                name = found.name if found else site
                self._say(
                    now,
                    f"该检查了：{name}（{moment_told(period.astimezone(desk.time_zone))} 的计划）",
                )
            self._tried = dict.fromkeys(waiting, now)
            self._scan = self._run(scan_command(desk.path), "检查", now)
        try:
            self._send(desk, now)
        except StoreError as error:
            self._say(now, f"数据库现在用不了：{error}")
        return self._pause(desk, now)

    def stop(self, now: datetime) -> None:
        """End what is under way in good order, and wait for it: scans are gone on with next time."""
        under_way = [child for child in (self._scan, self._mail) if child is not None]
        if under_way:
            self._say(now, "正在停下：等正在做的收尾，没做完的下次接着做。")
        for child in under_way:
            child.terminate()
        for child in under_way:
            child.wait()
        self._reap(now)

    @property
    def busy(self) -> bool:
        """Say whether a scan is under way."""
        return self._scan is not None

    def _untried(self, one: tuple[str, datetime], now: datetime) -> bool:
        tried = self._tried.get(one)
        return tried is None or abs(now - tried) >= _AGAIN

    def _reap(self, now: datetime) -> None:
        if self._scan is not None and (code := self._scan.poll()) is not None:
            self._scan = None
            what = _SAID.get(code, "意外停掉，稍后再试")
            self._say(now, f"检查结束（退出码 {code}）：{what}。")
        if self._mail is not None and (code := self._mail.poll()) is not None:
            self._mail = None
            if code != 0:
                self._say(
                    now, f"有邮件没有发出（退出码 {code}），稍后再试；用 gongkai mail list 查看。"
                )

    def _send(self, desk: Desk, now: datetime) -> None:
        """Send now and then what waits in the outbox; a scan sends its own."""
        if desk.mail is None or self._mail is not None or self._scan is not None:
            return
        if self._mailed is not None and abs(now - self._mailed) < _MAIL_EVERY:
            return
        self._mailed = now
        with self._store.reading() as connection:
            if not outbox.due(connection, states=_TO_SEND, now=now):
                return
        self._mail = self._run(mail_command(desk.path), "发信", now)

    def _run(self, command: Sequence[str], what: str, now: datetime) -> Child | None:
        try:
            return self._start(command)
        except OSError as error:
            self._say(now, f"不能开始{what}：{error.strerror}。稍后再试。")
            return None

    def _pause(self, desk: Desk, now: datetime) -> float:
        schedules = {site.schedule for site in desk.sites if site.schedule}
        coming = [schedule.next(now, desk.time_zone) for schedule in schedules]
        seconds = [(moment - now).total_seconds() for moment in coming if moment is not None]
        return min(max(min(seconds, default=LONGEST), _SHORTEST), LONGEST)
