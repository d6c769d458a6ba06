"""Until when opinions may be given, as the text of a consultation says it.

至5月20日, 截止, 于5月20日前, 自发布之日起30日, 10个工作日; in figures or Chinese numerals; a year that is left out
is that of the beginning, or of publication.  What is not said is None: no end is ever guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from checker.facts.calendar import PUBLISHED, CalendarMissing, WorkCalendar, add_working_days
from checker.facts.chinese_numbers import NUMERALS, chinese_number
from checker.facts.pairs.said_days import SaidDay, plain, said_days

MAX_TEXT = 30_000
LONGEST = 400
_CLAUSE = re.compile(r"[^。；;！!？?\n]+")
_LONGEST_CLAUSE = 300
_ABOUT = re.compile(r"征求|征集|征询|意见|建议|反馈|公示|截[止至]|期限|书面|来信|来函|提出|报名")
_NOT_ABOUT = re.compile(r"施行|实施之日|生效|废止|印发|出生|会议|召开|成立")
# What was taken is not given back (`*+`): five runs of white space in a row could be divided in no end of ways.
_CLOCK = r"(?:[上下]午|晚上?)?\s*+(?:\d{1,2}(?:[::时点]\d{0,2}分?))?"
_JOIN = re.compile(rf"^\s*+{_CLOCK}\s*+(?:起|日|开始)?\s*+[((]?\s*+(?:至|到|-|—|–|~|―|─|－)+\s*")
_UNTIL = re.compile(r"(?:截[止至]|止于|至|到|结束)[^,，、]{0,8}$")
_BEFORE = re.compile(rf"^\s*+{_CLOCK}\s*+(?:以?前|之前|止|截[止至]|结束|为止)")
_FROM = re.compile(r"\s?(?:起|开始)")
_LENGTH = re.compile(
    rf"(?:自|从|于)?[^,，。]{{0,14}}?(?:发布|公布|公告|公示|刊登|刊发|发出|印发|挂网|上网|即)?(?:之)?日(?:起|开始)[^,，。]{{0,6}}?"
    rf"(?P<count>\d{{1,3}}|[{NUMERALS}]{{1,4}})\s?个?(?P<unit>工作日|自然日|日历日|日|天|个?月|周)"
    rf"|(?:期限|时间|公示期|征集期|征求意见期)[^,，。\d]{{0,8}}?(?P<count2>\d{{1,3}}|[{NUMERALS}]{{1,4}})\s?个?(?P<unit2>工作日|自然日|日|天|个?月|周)(?![前起至])"
)


@dataclass(frozen=True, slots=True)
class Closing:
    """The last day for opinions.  `text` is the sentence; `how` says in Chinese how it was read.

    `day` is None where the text gives a length whose end cannot be counted (no day of publication, no
    calendar).  `doubtful` where the text names more than one last day.
    """

    day: date | None
    text: str
    how: str
    doubtful: bool = False


def closing_date(
    text: str, published: date | None, calendar: WorkCalendar = PUBLISHED
) -> Closing | None:
    """Return until when the text asks for opinions, None where it does not say."""
    found: list[tuple[int, Closing]] = []
    for clause in _CLAUSE.finditer(plain(text[:MAX_TEXT])):
        said = clause.group()[:_LONGEST_CLAUSE]
        if _ABOUT.search(said):
            found += [one for one in _read(said, published, calendar) if _sound(one[1], published)]
    if not found:
        return None
    best = min(rank for rank, _ in found)
    top = [closing for rank, closing in found if rank == best]
    days = {closing.day for closing in top}
    first = top[0]
    return Closing(first.day, first.text, first.how, doubtful=len(days) > 1)


def _sound(closing: Closing, published: date | None) -> bool:
    if closing.day is None or published is None:
        return True
    return -1 <= (closing.day - published).days <= LONGEST


def _read(said: str, published: date | None, calendar: WorkCalendar) -> list[tuple[int, Closing]]:
    days = list(said_days(said))
    shown = said.strip()[:120]
    found: list[tuple[int, Closing]] = []
    for place, one in enumerate(days):
        after = days[place + 1] if place + 1 < len(days) else None
        joined = after is not None and bool(_JOIN.fullmatch(said[one.end : after.start]))
        if after is not None and joined:
            day = _ending(one, after, published)
            if day:
                found.append((1, Closing(day, shown, "征求意见的起止时间")))
        elif one.month and not (place and _JOIN.fullmatch(said[days[place - 1].end : one.start])):
            found += _alone(said, one, shown, published)
    if not found:
        length = _length(said, shown, published, calendar)
        if length:
            found.append((3, length))
    return found


def _alone(
    said: str, one: SaidDay, shown: str, published: date | None
) -> list[tuple[int, Closing]]:
    rest = said[one.end :]
    before = said[max(0, one.start - 16) : one.start]
    if not (_UNTIL.search(before) or _BEFORE.match(rest)) or _NOT_ABOUT.search(said):
        return []
    day = _after(one, published)
    return [(2, Closing(day, shown, "写明的截止日期"))] if day else []


def _ending(first: SaidDay, last: SaidDay, published: date | None) -> date | None:
    """The second day of a span; it takes month and year from the first, over New Year too."""
    year = first.year or (published.year if published else None)
    if year is None and last.year is None:
        return None
    if last.year is not None:
        return last.on(last.year, first.month)
    begins = first.on(year or 0)
    ends = last.on(year or 0, first.month)
    if begins and ends and ends < begins:
        return last.on(begins.year + 1, first.month)
    return ends


def _after(one: SaidDay, published: date | None) -> date | None:
    """A day by itself; without a year it is the next such day from publication on."""
    if one.year is not None:
        return one.on(one.year)
    if published is None:
        return None
    day = one.on(published.year)
    return (
        day if day is None or day >= published - timedelta(days=1) else one.on(published.year + 1)
    )


def _length(
    said: str, shown: str, published: date | None, calendar: WorkCalendar
) -> Closing | None:
    match = _LENGTH.search(said)
    if match is None or _NOT_ABOUT.search(said):
        return None
    count = chinese_number(match["count"] or match["count2"])
    unit = match["unit"] or match["unit2"]
    if not count:
        return None
    stated = _stated_start(said, match, published)
    if stated is not None:
        published = stated
    if published is None:
        return Closing(None, shown, "从发布之日起算，但没有发布日期")
    since = "写明的起始日" if stated else "发布之日"
    if unit == "工作日":
        day = add_working_days(published, count, calendar)
        if isinstance(day, CalendarMissing):
            return Closing(None, shown, day.message)
        return Closing(day, shown, f"{since}起按工作日推算")
    if unit.endswith("月"):
        return Closing(_months_on(published, count), shown, f"{since}起按月推算")
    days = count * 7 if unit == "周" else count
    return Closing(published + timedelta(days=days), shown, f"{since}起按日推算")


def _stated_start(said: str, match: re.Match[str], published: date | None) -> date | None:
    """The day that the length is counted from, where the sentence names one: 自3月1日起30日."""
    for one in said_days(said):
        if one.month and match.start() <= one.end <= match.end() and _FROM.match(said, one.end):
            year = one.year or (published.year if published else None)
            return one.on(year) if year else None
    return None


def _months_on(day: date, count: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    return None
