"""Clock, time zones, and the published holidays that limits in working days are counted by."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings
from checker.facts.calendar import CalendarMissing, is_working_day

_BEGAN, _ENDS = 2026, 2100  # of the years in which this program can have been started
_NOTICE_MONTH = 12  # the State Council publishes the next year's holidays in November at the latest


def clock(around: Surroundings) -> Iterable[Seen]:
    """The year can be right."""
    shown = f"{around.now:%Y-%m-%d %H:%M}（北京时间）"
    if _BEGAN <= around.now.year < _ENDS:
        yield Seen("clock", "时钟", State.OK, shown)
        return
    yield Seen(
        "clock",
        "时钟",
        State.BROKEN,
        f"{shown}，年份不对",
        "期限、计划、证书是否有效都按时钟判断，会误判",
        "校准时钟并打开自动对时：timedatectl set-ntp true",
    )


def time_zones(around: Surroundings) -> Iterable[Seen]:
    """The table of time zones can be read."""
    name = str(around.desk.time_zone) if around.desk else "Asia/Shanghai"
    try:
        ZoneInfo.no_cache(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        yield Seen(
            "time-zones",
            "时区数据",
            State.BROKEN,
            f"读不到 {name}（{error}）",
            "计划不知道什么时候到点",
            "重装 tzdata：pip install --force-reinstall tzdata",
        )
        return
    yield Seen("time-zones", "时区数据", State.OK, f"有，计划按 {name}")


def holidays(around: Surroundings) -> Iterable[Seen]:
    """The holidays of this year, and towards its end of the next, are known."""
    id_, title = "holidays", "放假调休安排"
    year = around.now.year
    this, following = (_known(around, wanted) for wanted in (year, year + 1))
    if not this or (not following and around.now.month >= _NOTICE_MONTH):
        missing = year if not this else year + 1
        yield Seen(
            id_,
            title,
            State.ATTENTION,
            f"还没有收录 {missing} 年的",
            "要按工作日计算的期限会判为待人工核查，台账的整改期限无法推算",
            "pip install -U chinesecalendar，或升级 gongkai（pipx upgrade gongkai）",
        )
        return
    later = "" if following else f"；{year + 1} 年的还没有收录，国务院公布后请升级 chinesecalendar"
    yield Seen(id_, title, State.OK, f"收录到 {year + 1 if following else year} 年{later}")


def _known(around: Surroundings, year: int) -> bool:
    day = around.now.date().replace(year=year, month=1, day=1)
    return not isinstance(is_working_day(day), CalendarMissing)
