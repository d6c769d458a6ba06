"""A series of availability measurements, read: what each try came to, day by day, and the week to judge.

Probes of kind `availability` come from a watch (docs/availability.md).  Whether they are good enough for a
portal is the check's question; what counts as a try that tells something of the portal is answered here:
one made while our own network was down does not, one that was walled off says neither yes nor no, and
nor does silence where nothing shows that our own network was up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Any

from checker.judgement import CHINA
from crawler.snapshot import NO_ROUTE, OUR_MACHINE, Outcome, Probe

KIND = "availability"
# We were kept out, so nobody can tell what the public gets.
_KEPT_OUT = frozenset(
    {
        Outcome.BLOCKED,
        Outcome.RATE_LIMITED,
        Outcome.LOGIN,
        Outcome.ROBOTS,
        Outcome.CLIENT_ERROR,
        Outcome.REDIRECT,  # in a circle: so is asked for a cookie
    }
)
# Other 5xx (567 …) are how firewalls answer a visitor that they do not know.
_OUT_OF_ORDER = frozenset({500, 502, 503, 504})
# Said by our own side of the network.
_OURS = frozenset({Outcome.DNS_UNAVAILABLE, Outcome.FORBIDDEN_ADDRESS})
# What a network that is cut looks like as well, where nobody took a connection; "": not told.
_SILENCE = frozenset({Outcome.TIMEOUT, Outcome.DNS, Outcome.CONNECTION, ""})
_SAYS = {
    Outcome.DNS: "域名无法解析",
    Outcome.DNS_UNAVAILABLE: "监测机的域名服务器没有应答",
    Outcome.REFUSED: "拒绝连接或无法到达",
    Outcome.TIMEOUT: "超时",
    Outcome.TLS: "HTTPS 握手或证书失败",
    Outcome.CONNECTION: "连接中途断开",
    Outcome.PROTOCOL: "应答不合 HTTP 规范",
    Outcome.NOT_FOUND: "页面不存在",
    Outcome.CLIENT_ERROR: "拒绝请求",
    Outcome.SERVER_ERROR: "服务器出错",
    Outcome.BLOCKED: "被安全防护拦截",
    Outcome.RATE_LIMITED: "限制访问频率",
    Outcome.LOGIN: "要求登录",
    Outcome.ROBOTS: "robots.txt 不允许访问",
    Outcome.REDIRECT: "来回跳转（可能要求 Cookie）",
    Outcome.FORBIDDEN_ADDRESS: "域名解析到内网地址",
}


class Came(Enum):
    """What a planned try came to."""

    OPENED = auto()
    FAILED = auto()
    BLOCKED = auto()  # walled off, or open to another client
    UNVOUCHED = auto()  # silence, and nothing shows that our own network was up
    OFFLINE = auto()  # our own network was down
    MISSED = auto()  # the machine slept, or the watch did not run


@dataclass(frozen=True, slots=True)
class Try:
    """One planned try; `told` says in Chinese how it ended."""

    at: datetime
    came: Came
    seconds: float | None = None
    told: str = ""
    vouched: bool = True  # known-good targets were reachable, or nothing is said of them

    @property
    def day(self) -> date:
        """The day on Beijing time."""
        return self.at.astimezone(CHINA).date()


@dataclass(frozen=True, slots=True)
class Day:
    """The tries of one day."""

    day: date
    tries: tuple[Try, ...] = ()

    def count(self, *came: Came) -> int:
        """How many came to one of these."""
        return sum(one.came in came for one in self.tries)

    @property
    def valid(self) -> int:
        """How many say something of the portal."""
        return self.count(Came.OPENED, Came.FAILED, Came.BLOCKED, Came.UNVOUCHED)

    @property
    def failed(self) -> int:
        """How many did not open."""
        return self.count(Came.FAILED)

    @property
    def slowest(self) -> float | None:
        """The longest time that one took which says something of the portal."""
        took = [
            one.seconds
            for one in self.tries
            if one.seconds is not None and one.came not in {Came.OFFLINE, Came.MISSED}
        ]
        return max(took, default=None)


@dataclass(frozen=True, slots=True)
class Week:
    """Days in a row, oldest first; `lacking` are those of them with too few valid tries."""

    days: tuple[Day, ...]
    lacking: tuple[Day, ...]

    @property
    def tries(self) -> list[Try]:
        """All tries, oldest first."""
        return [one for day in self.days for one in day.tries]


def tries(probes: Iterable[Probe], host: str, timeout: float) -> list[Try]:
    """Understand the measurements of one host; opened is what did within less than `timeout` seconds."""
    found = [_try(probe, timeout) for probe in probes if probe.subject == host]
    return sorted(found, key=lambda one: one.at)


def by_day(found: Iterable[Try]) -> dict[date, Day]:
    """Sort tries into days."""
    sorted_in: dict[date, list[Try]] = {}
    for one in found:
        sorted_in.setdefault(one.day, []).append(one)
    return {day: Day(day, tuple(of_day)) for day, of_day in sorted(sorted_in.items())}


def week(days: Mapping[date, Day], as_of: date, length: int, per_day: int) -> Week:
    """Return the latest days in a row with enough tries, or those that come nearest to it.

    They end at most `length` days before `as_of`, which may itself not be over yet.
    """
    found = [
        _week(days, as_of - timedelta(days=back), length, per_day) for back in range(length + 1)
    ]
    # The first of the best ones, which is the latest.
    return max(found, key=lambda one: (-len(one.lacking), sum(day.valid for day in one.days)))


def _week(days: Mapping[date, Day], last: date, length: int, per_day: int) -> Week:
    span = [last - timedelta(days=length - 1 - number) for number in range(length)]
    of_span = tuple(days.get(day, Day(day)) for day in span)
    return Week(of_span, tuple(day for day in of_span if day.valid < per_day))


def still_needed(days: Mapping[date, Day], as_of: date, length: int, per_day: int) -> int:
    """Return how many more days with enough tries are needed, in a row with those that there are."""
    run, day = 0, as_of
    if days.get(day, Day(day)).valid < per_day:
        day -= timedelta(days=1)  # today is not over
    while run < length and days.get(day, Day(day)).valid >= per_day:
        run, day = run + 1, day - timedelta(days=1)
    return length - run


def _try(probe: Probe, timeout: float) -> Try:
    data = probe.data
    at = probe.measured_at
    if data.get("missed"):
        return Try(at, Came.MISSED, told="没有监测（监测机关机、休眠或程序没有运行）")
    seconds = _number(data.get("seconds"))
    if data.get("ok") and seconds is not None and seconds < timeout:
        return Try(at, Came.OPENED, seconds)
    told = _told(data, seconds, timeout)
    vouched = data.get("canary") != "none" or data.get("others") == "up"
    came, besides = _unopened(data, vouched=vouched)
    return Try(at, came, seconds, f"{told}{besides}", vouched=vouched)


def _unopened(data: Mapping[str, Any], *, vouched: bool) -> tuple[Came, str]:
    """Say what a try came to that did not open, and what else is to be told of it."""
    if data.get("canary") == "down":
        return Came.OFFLINE, "；对照网址也打不开"
    if data.get("others") == "down":
        return Came.OFFLINE, "；同时监测的其他网站也都打不开"
    outcome = str(data.get("outcome") or "")
    error = str(data.get("error") or "")
    nowhere = error.startswith(NO_ROUTE) and data.get("canary") != "up"
    if outcome in _OURS or nowhere or error.startswith(OUR_MACHINE):
        return Came.OFFLINE, "；是监测机一方的问题"
    odd = outcome == Outcome.SERVER_ERROR and data.get("status") not in _OUT_OF_ORDER
    if data.get("wall") or outcome in _KEPT_OUT or odd:
        return Came.BLOCKED, ""
    if data.get("lenient_ok"):
        return Came.BLOCKED, "；换一种方式能打开"
    also = "；换一种方式也打不开" if data.get("lenient") else ""
    if outcome in _SILENCE and not vouched and not _was_there(data):
        told = "；没有连上任何服务器，也没有对照，分不清是不是监测机断网"
        return Came.UNVOUCHED, f"{also}{told}"
    return Came.FAILED, also


def _was_there(data: Mapping[str, Any]) -> bool:
    """Somebody took a connection, in either way: the network was up, and the fault is not ours."""
    lenient = data.get("lenient")
    ways = [data, lenient] if isinstance(lenient, Mapping) else [data]
    return any(way.get("address") or way.get("status") is not None for way in ways)


def _told(data: Mapping[str, Any], seconds: float | None, timeout: float) -> str:
    outcome, status = str(data.get("outcome") or ""), data.get("status")
    if (seconds is not None and seconds >= timeout) or outcome == Outcome.TIMEOUT:
        return f"{timeout:g} 秒内没有打开"
    says = next((text for known, text in _SAYS.items() if known == outcome), "没有打开")
    return f"{says}（{status}）" if isinstance(status, int) else says


def _number(value: object) -> float | None:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if known else None  # type: ignore[arg-type]  # it is a number


def rows(days: Sequence[Day]) -> list[list[str]]:
    """Lay days out as a table with the headings `COLUMNS`."""
    found = []
    for day in days:
        share = f"{day.failed / day.valid:.1%}" if day.valid else "—"
        slowest = f"{day.slowest:.1f} 秒" if day.slowest is not None else "—"
        counts = (len(day.tries), day.valid, day.failed)
        left = (Came.BLOCKED, Came.UNVOUCHED, Came.OFFLINE, Came.MISSED)
        found.append(
            [
                str(day.day),
                *map(str, counts),
                share,
                slowest,
                *(str(day.count(came)) for came in left),
            ]
        )
    return found


COLUMNS = [
    "日期",
    "计划",
    "有效",
    "打不开",
    "占比",
    "最慢",
    "被拦截",
    "无佐证",
    "本机断网",
    "漏测",
]
