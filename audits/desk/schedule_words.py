"""Schedules as people write them, `每月1日 02:00`, and as cron does, `0 2 1 * *`."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from audits.desk.cron_lines import CronError, cron
from audits.desk.when import Pattern, Schedule
from rules.problems import shown

EXAMPLES = (
    "每月1日 02:00",
    "每月最后一天 03:00",
    "每周一 06:30",
    "每天 01:00",
    "每季度第一个月5日 02:00",
    "工作日 08:00",
    "每年1月5日 02:00",
    "0 2 1 * *（cron）",
)
_MAX = 100
_ALWAYS = 28  # every month has that many days
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "sun")
_WEEKDAYS = dict(zip("一二三四五六日天", _ENGLISH, strict=True))
_DAYS_IN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # each year
_NUMBERS = dict(zip("一二三首末", (1, 2, 3, 1, 3), strict=True))

_TIME = re.compile(r"(?:(\d{1,2}):(\d{2})|(\d{1,2})点(?:(半)|(\d{1,2})分?)?)")
_DAY = r"\d{1,2}[日号]?"
_DAYS = rf"(?P<days>{_DAY}(?:[、,和]{_DAY})*|最后一天|最后一日|月末)"
_EVERY_DAY = re.compile("每天|每日")
_WORKDAY = re.compile("(?:每个?)?工作日")
_WEEKLY = re.compile(
    r"每(?:周|星期|个星期)(?P<weekdays>[一二三四五六日天](?:[、,和]?[一二三四五六日天])*)"
)
_MONTHLY = re.compile(rf"每个?月(?:的)?{_DAYS}")
_QUARTERLY = re.compile(
    rf"每个?季度?(?:的)?(?:(?:第(?P<nth>[一二三123])个月|(?P<edge>[首末])月)(?:的)?{_DAYS}|(?P<last>最后一天|最后一日|末))"
)
_YEARLY = re.compile(rf"每年(?:的)?(?P<month>\d{{1,2}})月{_DAYS}")


class ScheduleError(ValueError):
    """A schedule that cannot be understood; the message (Chinese) gives examples."""

    def __init__(self, text: str, why: str) -> None:
        """Say what is wrong with a text."""
        self.why = f"看不懂计划“{shown(text)}”：{why}"
        self.remedy = f"写成这样：{'、'.join(EXAMPLES)}"
        super().__init__(f"{self.why}；{self.remedy}")


class _NonsenseError(ValueError):
    """Why a text is no schedule."""


def parse(text: str) -> Schedule:
    """Understand a schedule.  Raises ScheduleError."""
    if len(text) > _MAX:
        raise ScheduleError(text, f"超过 {_MAX} 个字")
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    try:
        schedule = _parsed(plain)
    except (_NonsenseError, CronError) as error:
        raise ScheduleError(text, str(error)) from None
    # APScheduler looks a century ahead for what never comes, and our calendar starts here.
    if schedule.next(datetime(2024, 1, 1, tzinfo=UTC), ZoneInfo("UTC")) is None:
        raise ScheduleError(text, "这样的日子不存在")
    return schedule


def _parsed(text: str) -> Schedule:
    if not text:
        raise _NonsenseError("没有内容")
    if re.match(r"[\d*@]", text):
        return Schedule(text, cron(text))
    times = list(_TIME.finditer(text))
    if not times or times[-1].end() != len(text):
        raise _NonsenseError("末尾要写几点几分，如 02:00")
    hour, minute = _clock(times[-1])
    days = text[: times[-1].start()].replace(" ", "")
    if not days:
        raise _NonsenseError("没有写哪一天")
    pattern = Pattern(minute=str(minute), hour=str(hour), **_on(days))
    return Schedule(text, (pattern,), workdays=_WORKDAY.fullmatch(days) is not None)


def _on(days: str) -> dict[str, str]:
    """The fields that say on which days."""
    if _EVERY_DAY.fullmatch(days) or _WORKDAY.fullmatch(days):
        return {}
    if found := _WEEKLY.fullmatch(days):
        names = [_WEEKDAYS[letter] for letter in found["weekdays"] if letter in _WEEKDAYS]
        return {"weekday": ",".join(dict.fromkeys(names))}
    if found := _MONTHLY.fullmatch(days):
        return {"day": _days(found["days"], _ALWAYS)}
    if found := _QUARTERLY.fullmatch(days):
        return _quarter(found)
    if found := _YEARLY.fullmatch(days):
        month = int(found["month"])
        if not 1 <= month <= len(_DAYS_IN):
            raise _NonsenseError(f"没有{month}月")
        return {"month": str(month), "day": _days(found["days"], _DAYS_IN[month - 1])}
    raise _NonsenseError(f"“{shown(days, 20)}”不是能认的日子")


def _clock(found: re.Match[str]) -> tuple[int, int]:
    hour = int(found[1] or found[3])
    minute = int(found[2] or found[5] or (30 if found[4] else 0))
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the hours and minutes of a clock
        raise _NonsenseError(f"没有 {found[0]} 这个时刻")
    return hour, minute


def _days(text: str, most: int) -> str:
    if not text[0].isdigit():
        return "last"
    days = sorted({int(day) for day in re.findall(r"\d+", text)})
    for day in days:
        if not 1 <= day <= 31:  # noqa: PLR2004 - the days of a month
            raise _NonsenseError(f"没有{day}日")
        if day > most:
            raise _NonsenseError(f"不是每次都有{day}日；月末请写“最后一天”")
    return ",".join(map(str, days))


def _quarter(found: re.Match[str]) -> dict[str, str]:
    if found["last"]:
        return {"month": "3,6,9,12", "day": "last"}
    nth = found["nth"] or found["edge"]
    number = int(nth) if nth.isdigit() else _NUMBERS[nth]
    months = ",".join(str(month) for month in range(number, 13, 3))
    return {"month": months, "day": _days(found["days"], _ALWAYS)}
