"""A letter that a portal shows: when it came, when it was answered, by whom, under which number.

Only days that the page labels are read.  A letter of which one day is missing is read all the same: what
cannot be seen is None, and no interval is made of it.  A list of letters is no letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from checker.facts.dates import make
from checker.facts.tables import Table, read_blocks

MAX_LINES = 3_000
_LONGEST_LINE = 2_000
_ASKED = r"(?:来信|来件|来电|信件|写信|提交|留言|提问|咨询|投诉|反映|发信|发布留言|诉求|建议)"
_ANSWERED = r"(?:答复|回复|办结|办复|办理完成|办理结果|处理完成|处理结果|回信|反馈|回应)"
_WHEN = r"(?:时间|日期|于|时 间|日 期)"
_DAY = (
    r"(?P<year>(?:19|20)\d\d)\s?(?:[-/.]|年)\s?(?P<month>\d{1,2})\s?(?:[-/.]|月)\s?(?P<day>\d{1,2})\s?日?"
    r"(?:[\sT]{0,3}(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2}))?"
)
_ASKED_DAY = re.compile(rf"{_ASKED}{_WHEN}\s{{0,4}}[:：】\])]?\s{{0,4}}(?:{_DAY})")
_ANSWERED_DAY = re.compile(rf"{_ANSWERED}{_WHEN}\s{{0,4}}[:：】\])]?\s{{0,4}}(?:{_DAY})")
_MARKED = re.compile(
    rf"^[【\[(](?P<what>来信|留言|提问|咨询|问题|网友|诉求|回复|答复|回应|官方回复|官方答复|部门回复)(?:内容)?[】\])][^。\n]{{0,40}}?{_DAY}"
)
_LABEL_ONLY = re.compile(
    rf"^(?:(?P<asked>{_ASKED}{_WHEN})|(?P<answered>{_ANSWERED}{_WHEN})|(?P<who>(?:答复|回复|办理|受理|处理|转办)(?:单位|部门|机构|科室))"
    r"|(?P<number>(?:信件|来信|留言|咨询|受理|办件|问题|流水|查询|诉求)?(?:编号|编码|号码|单号|流水号)))\s?[:：]?$"
)
_NUMBER = re.compile(
    r"(?:信件|来信|留言|咨询|受理|办件|问题|流水|查询|诉求)?(?:编号|编码|号码|单号|流水号)\s?[:：]?\s?(?P<number>[A-Za-z]{0,6}[-\d]{4,30}\d)(?![\d-])"
)
_WHO = re.compile(
    r"(?:答复|回复|办理|受理|处理|转办)(?:单位|部门|机构|科室)\s?[:：]\s?(?P<who>[^\s:：,，。;；|【]{2,30})"
)
_WHO_BEFORE = re.compile(rf"(?P<who>[\u4e00-\u9fff]{{3,30}})\s{{0,3}}(?:于\s?)?{_ANSWERED}于")
_MARKED_WHO = re.compile(r"^[】\])]\s?(?P<who>[\u4e00-\u9fff]{3,30})\s?[(（]")
_DATED = re.compile(_DAY)
# A page without any of these shows no letter; most pages need no further look.
_MAY = re.compile(
    rf"(?:{_ASKED}|{_ANSWERED})(?:\s|&nbsp;|<[^<>]{{0,80}}>){{0,6}}(?:时|日|于)"
    r"|[【\[(（\uff3b](?:来信|留言|提问|咨询|问题|网友|诉求|回复|答复|回应|官方|部门)"
    r"|(?:来信|信件|留言|咨询|提问|诉求|写信)内容"
)
_NEXT_LABEL = re.compile(rf"(?:{_ASKED}|{_ANSWERED}|受理|联系|状态)(?:{_WHEN}|内容|人|电话|情况|$)")
_CONTENT = re.compile(r"(?:来信|信件|留言|咨询|提问|诉求|写信)内容")
_MOST_DAYS = 2


@dataclass(frozen=True, slots=True)
class SaidMoment:
    """A day with the time of day, where the page gives one; `text` is what was read."""

    day: date
    at: time | None
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter.  None is what the page does not show.

    `doubtful` where the page gives several days of one kind: then the first is kept.
    """

    asked: SaidMoment | None
    answered: SaidMoment | None
    number: str | None = None
    department: str | None = None
    doubtful: bool = False

    @property
    def decidable(self) -> bool:
        """Both days are there, once each, in their order."""
        both = self.asked is not None and self.answered is not None
        return both and not self.doubtful and self.asked.day <= self.answered.day  # type: ignore[union-attr]  # both


def read_letter(html: str) -> Letter | None:
    """Return the letter that a page shows, None where it shows none or many."""
    if not _MAY.search(html):
        return None
    blocks = read_blocks(html)
    said = list(blocks.lines) + [line for table in blocks.tables for line in _of_table(table)]
    return read_lines([_plain(line) for line in said[:MAX_LINES]])


def read_lines(said: list[str]) -> Letter | None:
    """Return the letter that lines of text show."""
    joined = list(_joined(said))
    asked = _each(
        _moments(joined, _ASKED_DAY, {"来信", "留言", "提问", "咨询", "问题", "网友", "诉求"})
    )
    answered = _each(
        _moments(
            joined, _ANSWERED_DAY, {"回复", "答复", "回应", "官方回复", "官方答复", "部门回复"}
        )
    )
    if not asked and not answered:
        shown = any(_CONTENT.search(line) for line in joined)
        return Letter(None, None, _first(joined, _NUMBER, "number")) if shown else None
    if len(asked) > _MOST_DAYS or len(answered) > _MOST_DAYS:
        return None
    return Letter(
        asked[0] if asked else None,
        answered[0] if answered else None,
        _first(joined, _NUMBER, "number"),
        _department(joined),
        doubtful=len(asked) > 1 or len(answered) > 1,
    )


def _joined(said: list[str]) -> Iterator[str]:
    """Put a label that stands alone before the line that follows it."""
    waiting = ""
    for line in said:
        if _LABEL_ONLY.match("".join(line.split())):
            waiting = "".join(line.split()).rstrip(":") + ":"
            continue
        yield waiting + line
        waiting = ""


def _of_table(table: Table) -> Iterator[str]:
    """Yield the cells of a table in order; where its labels stand over their values, each with its own.

    Labels over several rows of values are the head of a list of letters: nothing is read of that.
    """
    labels = _labels(table)
    if any(_DATED.search(_plain(table.text(1, column))) for column, _ in labels):
        for column, label in labels if len(table.rows) == 2 else ():  # noqa: PLR2004 - labels, values
            yield f"{label.rstrip(':')}:{table.text(1, column)}"
        return
    for row in range(len(table.rows)):
        for text in _texts(table, row):
            yield from text.split("\n")


def _labels(table: Table) -> list[tuple[int, str]]:
    """Return the labels of the first row by their columns, where no day stands beside them."""
    texts = ["".join(_plain(table.text(0, column)).split()) for column in range(table.width)]
    if any(_DATED.search(text) for text in texts):
        return []
    return [(column, text) for column, text in enumerate(texts) if _LABEL_ONLY.match(text)]


def _texts(table: Table, row: int) -> list[str]:
    return [cell.text for cell in table.row_cells(row) if cell.row == row]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_LONGEST_LINE])


def _moments(said: list[str], pattern: re.Pattern[str], marks: set[str]) -> Iterator[SaidMoment]:
    for line in said:
        for match in pattern.finditer(line):
            moment = _moment(match)
            if moment:
                yield moment
        marked = _MARKED.match(line)
        if marked and marked["what"] in marks and (moment := _moment(marked)):
            yield moment


def _moment(match: re.Match[str]) -> SaidMoment | None:
    day = make(match["year"], match["month"], match["day"])
    if day is None:
        return None
    hour, minute = match["hour"], match["minute"]
    at = time(int(hour), int(minute)) if hour and int(hour) < 24 and int(minute) < 60 else None  # noqa: PLR2004 - a clock's
    return SaidMoment(day, at, " ".join(match.group().split())[:60])


def _each(moments: Iterator[SaidMoment]) -> list[SaidMoment]:
    found: dict[date, SaidMoment] = {}
    for moment in moments:
        known = found.get(moment.day)
        if known is None or (known.at is None and moment.at is not None):
            found[moment.day] = moment
    return list(found.values())


def _first(said: list[str], pattern: re.Pattern[str], group: str) -> str | None:
    for line in said:
        match = pattern.search(line)
        if match:
            return match[group]
    return None


def _department(said: list[str]) -> str | None:
    labelled = _first(said, _WHO, "who")
    if labelled:
        after = _NEXT_LABEL.search(labelled)  # labels that run on in one line
        return (labelled[: after.start()] if after else labelled) or None
    before = _first(said, _WHO_BEFORE, "who")
    if before:
        return before
    for line in said:
        marked = _MARKED.match(line)
        if marked and marked["what"].endswith(("复", "应")):
            who = _MARKED_WHO.search(line[marked.end("what") :])
            return who["who"] if who else None
    return None
