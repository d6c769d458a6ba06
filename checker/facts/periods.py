"""Which part of a year a title or text says it is about: quarters, halves, spans of months.

Read from the words alone.  The day of publication is never asked: a report on the third quarter
that is put up in January is a report on the third quarter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from checker.facts.chinese_numbers import ZEROS, chinese_number

MAX_TEXT = 20_000
_MONTHS = range(1, 13)
_YEAR_SAID = rf"(?:19|20)\d\d|[一二][{ZEROS}一二三四五六七八九]{{3}}"
_YEAR = rf"(?P<year>{_YEAR_SAID})年(?:度)?"
_NAMED_YEAR = re.compile(_YEAR)
_REACH = 60
_SPAN = re.compile(
    rf"(?:{_YEAR})?[^\S\n]?(?:"
    r"第?(?P<quarter>[一二三四1-4])(?:个)?季度"
    r"|(?P<half>[上下])半年"
    r"|(?P<three>前(?:三|3)个?季度)"
    r"|(?P<first>\d{1,2})(?:月份?)?(?:-|—|–|~|至|到)(?P<last>\d{1,2})月(?!龄)"
    rf"|截[至止]到?(?:(?P<of>{_YEAR_SAID})年)?(?P<until>\d{{1,2}})月(?:底|末|份)?(?!\d)"
    r"|(?P<whole>全年|年度总结|年度完成情况)"
    r")"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a year, by its first and last month; `year` None where the text leaves it out.

    `text` is what was read.
    """

    year: int | None
    first: int
    last: int
    text: str

    @property
    def quarters(self) -> tuple[int, ...]:
        """The quarters that are covered to their end."""
        return tuple(q for q in (1, 2, 3, 4) if self.first <= q * 3 - 2 and self.last >= q * 3)

    @property
    def ends(self) -> date | None:
        """The last day, None where no year is given."""
        if self.year is None:
            return None
        following = date(self.year + self.last // 12, self.last % 12 + 1, 1)
        return following - timedelta(days=1)


def spans(text: str) -> tuple[Span, ...]:
    """Return the parts of a year that the text names, in order, each once.

    A span without a year takes the year that was named last before it, as in
    “2024年重点工作第三季度进展”; where none was, its year is None.
    """
    plain = _plain(text)
    found: dict[tuple[int | None, int, int], Span] = {}
    for match in _SPAN.finditer(plain):
        months = _months(match)
        if months is None:
            continue
        said = match["year"] or match["of"]
        year = chinese_number(said) if said else _year_before(plain, match.start())
        found.setdefault((year, *months), Span(year, *months, match.group().strip()))
    return tuple(found.values())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:MAX_TEXT])


def _months(match: re.Match[str]) -> tuple[int, int] | None:
    if match["quarter"]:
        number = chinese_number(match["quarter"]) or 1
        return number * 3 - 2, number * 3
    if match["half"]:
        return (1, 6) if match["half"] == "上" else (7, 12)
    if match["three"]:
        return 1, 9
    if match["whole"]:
        return 1, 12
    first, last = int(match["first"] or 1), int(match["last"] or match["until"])
    whole = first < last or match["until"] is not None
    return (first, last) if whole and first in _MONTHS and last in _MONTHS else None


def _year_before(text: str, position: int) -> int | None:
    named = list(_NAMED_YEAR.finditer(text, max(0, position - _REACH), position))
    return chinese_number(named[-1]["year"]) if named else None
