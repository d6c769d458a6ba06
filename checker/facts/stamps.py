"""Find the dates in a text: the day, the time of day if one follows, and where they stand.

Works on texts of one width (`narrow`).  Which date means what is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

# 0x2236 is the ratio sign, the others are dashes.
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    "\u3000": " ",
    "\u2236": ":",
    "\ufe55": ":",
    **dict.fromkeys("\u2010\u2011\u2013\u2014\u2212", "-"),
}
_IS_WIDE = re.compile("[\uff01-\uff5e\u3000\u2236\ufe55\u2010\u2011\u2013\u2014\u2212]")
_CLOCK = r"(?: ?T?\n?((?:[01]?\d|2[0-4])(?:[:时] ?[0-5]\d)(?:[:分] ?[0-5]\d)?[分秒]?(?!\d)))?"
_FULL = re.compile(
    r"((?:19|20)\d\d) ?(?:年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日?|([-/.]) ?(\d{1,2}) ?\4 ?(\d{1,2}))"
    + _CLOCK
)
# Days and months in boxes of their own: 15 / 2021-05, 2021.05 / 15, 05-15 / 2021.
_SPLIT = (
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2}) ?日?\s+(?P<y>(?:19|20)\d\d) ?[-/.年] ?(?P<m>\d{1,2})月?(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d\d) ?[-/.年] ?(?P<m>\d{1,2})月?\s+(?P<d>\d{1,2})日?(?![\d年月])"
    ),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?\s+(?P<y>(?:19|20)\d\d)年?(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)年?\s+(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?!\d)"),
)
_YEARLESS = re.compile(
    r"(?<![\d\-/.年])(?:(0?[1-9]|1[0-2])[-/](0[1-9]|[12]\d|3[01])(?![\d\-/.])|(\d{1,2}) ?月 ?(\d{1,2}) ?日)"
)
# Zero is typed as U+3007, as one of two circles, as a letter O, or written out.
_NUMERALS = "\u3007\u25cb零一二三四五六七八九"
_CHINESE = re.compile(
    rf"([一二][{_NUMERALS}Oo0]{{3}})年([正元一二三四五六七八九十]{{1,2}})月([一二三四五六七八九十廿卅]{{1,3}})日"
)
_LEAP_YEAR = 2000
# Nov 20, 2024; 20 November 2024; 20 / Nov 2024 in two boxes.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPELLED = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"(?P<m>{_SPELLED})(?![a-z])\.?"
_ENGLISH = (
    re.compile(
        rf"(?<![a-z]){_MONTH}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s*[,\s]\s*(?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s]*{_MONTH}[-,\s]*(?P<y>(?:19|20)\d\d)(?!\d)",
        re.IGNORECASE,
    ),
)
_WORD = re.compile(r"[A-Za-z]{3,}")
_SAYS_MONTH = re.compile(rf"(?<![a-z])(?:{_SPELLED})(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day in a text, from `start` to `end` of it; `clock` is the time of day as it stands."""

    value: date
    start: int
    end: int
    clock: str = ""


def narrow(text: str) -> str:
    """Write full-width characters as plain ones; every character keeps its place."""
    return _IS_WIDE.sub(lambda char: _WIDE[char[0]], text)


def make(year: str | int, month: str | int, day: str | int) -> date | None:
    """Return the date, or None where there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _no_joint(place: int) -> bool:  # noqa: ARG001 - the default: a text of one piece
    return False


def find_stamps(text: str, joint: Callable[[int], bool] = _no_joint) -> list[Stamp]:
    """Return the full dates of a narrow text, in order.

    A date may touch other digits only where `joint` says that two runs of text meet.
    """
    found = []
    for match in _FULL.finditer(text):
        start = match.start()
        if start and text[start - 1].isdigit() and not joint(start):
            continue
        year, month, day, mark, month2, day2, clock = match.groups()
        end = match.end(6) if mark else match.end()
        after = text[end : end + 1]
        goes_on = after.isdigit() or (after == "." and text[end + 1 : end + 2].isdigit())
        if mark and goes_on and not joint(end):
            continue
        value = make(year, month or month2, day or day2)
        if value:
            found.append(Stamp(value, start, match.end(), clock or ""))
    english = list(_english(text)) if _says_month(text) else []
    return sorted([*found, *english], key=lambda stamp: stamp.start) if english else found


def _says_month(text: str) -> bool:
    """The text names a month in English; most pages have few words in such letters to look at."""
    may = any(word[:3].lower() in _MONTHS for word in _WORD.findall(text))
    return may and _SAYS_MONTH.search(text) is not None


def _english(text: str) -> Iterator[Stamp]:
    for shape in _ENGLISH:
        for match in shape.finditer(text):
            month = _MONTHS.index(match["m"][:3].lower()) + 1
            value = make(match["y"], month, match["d"])
            if value:
                yield Stamp(value, match.start(), match.end())


def chinese_stamps(text: str) -> Iterator[Stamp]:
    """Yield dates in Chinese numerals, as under a document: 二〇二一年五月十五日."""
    for match in _CHINESE.finditer(text):
        year = "".join(str(_digit(char)) for char in match[1])
        value = make(year, _number(match[2]), _number(match[3]))
        if value:
            yield Stamp(value, match.start(), match.end())


def split_date(text: str) -> date | None:
    """Return the date of a narrow text in which day and month stand in separate boxes."""
    for shape in _SPLIT:
        match = shape.search(text)
        if match and (value := make(match["y"], match["m"], match["d"])):
            return value
    return None


def month_day(text: str) -> tuple[int, int, int, int] | None:
    """Return (month, day, start, end) of the first date without a year in a narrow text."""
    return next(month_days(text), None)


def month_days(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield (month, day, start, end) of the dates without a year in a narrow text."""
    for match in _YEARLESS.finditer(text):
        month, day, month2, day2 = match.groups()
        if make(_LEAP_YEAR, month or month2, day or day2):  # any day that can be
            yield int(month or month2), int(day or day2), match.start(), match.end()


def without_stamps(text: str) -> str:
    """Return a narrow text without its full dates."""
    return _FULL.sub(" ", text)


def _digit(char: str) -> int:
    at = _NUMERALS.find(char)
    return max(at - 2, 0)  # the three zeros, and letters that stand for one


def _number(text: str) -> int:
    """Read a number below 40 in Chinese numerals; 0 where it is none."""
    text = text.replace("廿", "二十").replace("卅", "三十").replace("正", "一").replace("元", "一")
    tens, ten, ones = text.partition("十")
    if not ten:
        return _digit(text) if len(text) == 1 else 0
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)
