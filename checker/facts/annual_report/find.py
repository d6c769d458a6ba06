"""Find an annual report on openness on a page or in a file, and read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from checker.facts.annual_report.disclosure import read_disclosure
from checker.facts.annual_report.disputes import read_disputes
from checker.facts.annual_report.form import (
    COLUMNS,
    COURSES,
    DISCLOSED,
    ENDS,
    FIRST_YEAR_OF_2021,
    ITEMS,
    ROWS,
    Form,
    plain,
)
from checker.facts.annual_report.model import (
    Disclosure,
    Disputes,
    Fault,
    Material,
    Problem,
    Report,
    Requests,
    Section,
    State,
)
from checker.facts.annual_report.requests import RequestsReader
from checker.facts.annual_report.sections import split_sections
from checker.facts.attachments import Attachment
from checker.facts.attachments import State as FileState
from checker.facts.radicals import fold_radicals
from checker.facts.tables import read_blocks

_TITLE = re.compile(
    r"(?P<issuer>[^。，,；;：:《]{0,60}?)(?P<year>20\d\d)\s?年?度?(?P<between>[^。，；]{0,40}?)"
    r"政府信息公开(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_CHINESE_YEAR = re.compile(r"二[〇零○0Oo]([一二三四五六七八九〇零○])([一二三四五六七八九〇零○])年")
_DIGITS = {digit: str(value) for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": "0",
    "○": "0",
}
_ANOTHER = re.compile(r"网站|法治政府|报表|格式|关于(?:做好|印发|报送|开展|编制)|通知|征集")
_PERIOD = re.compile(r"统计(?:期限|时限|周期|时间)[^。]{0,10}?(20\d\d)年")
_LONGEST_TITLE = 120
_MOST_LINES = 5_000
_TITLE_REACH = 40


def report_on_page(html: str, title: str = "") -> Report | None:
    """Read the report that stands on a page; None where the page is none."""
    blocks = read_blocks(html)
    return find_report(Material(blocks.lines, blocks.tables, blocks.images, title))


def report_in_file(attachment: Attachment, title: str = "") -> Report | None:
    """Read the report that stands in a file; None where the file is none.

    `title` is what a page calls the file; with it, a file of pictures is known for what it is.
    """
    found = find_report(Material(attachment.lines, attachment.tables, title=title))
    pictures = attachment.state is FileState.IMAGE_ONLY
    return replace(found, state=State.IMAGE_ONLY) if found and pictures else found


def find_report(material: Material) -> Report | None:
    """Read a report; None where nothing says that this is one.  Never raises."""
    lines = tuple(_folded(line) for line in _spoken(material)[:_MOST_LINES])
    # A title may be broken into two lines.
    pairs = [one + two for one, two in pairwise(lines[:_TITLE_REACH]) if "信息公开" in one + two]
    named = _title([_folded(material.title), *lines]) or _title(pairs)
    if named is None and not _fingerprint(material):
        return None
    title, issuer, year = named or ("", "", None)
    year = year or _period(lines)
    reader = RequestsReader(material.tables)
    disclosure, more = read_disclosure(material.tables)
    disputes, still_more = read_disputes(material.tables)
    form = _form({measure for _, measure in disclosure}, {row for row, _ in reader.figures}, year)
    sections = split_sections(lines)
    if reader.figures or disclosure or disputes:
        problems = [*reader.problems, *more, *still_more]
        problems += _missing(form or Form.Y2021, disclosure, reader.figures, disputes)
        state = State.PARTIAL if problems else State.READ
    else:
        problems = []
        state = State.IMAGE_ONLY if material.images and _promised(sections) else State.NO_TABLES
    return Report(
        title,
        issuer,
        year,
        form,
        state,
        sections,
        disclosure,
        reader.figures,
        disputes,
        tuple(problems),
    )


def _promised(sections: Sequence[Section]) -> bool:
    """The headings of the tables stand here, so something stands below them."""
    return len({section.number for section in sections} & {2, 3, 4}) > 1


def _spoken(material: Material) -> tuple[str, ...]:
    """The lines of a page; where all is in one grid (a workbook), the rows that hold one cell."""
    if material.lines:
        return material.lines
    said: list[str] = []
    for table in material.tables:
        for number in range(len(table.rows)):
            texts = [cell.text for cell in table.row_cells(number) if cell.text]
            if len(texts) == 1:
                said.append(texts[0])
    return tuple(said)


def _folded(line: str) -> str:
    return fold_radicals(unicodedata.normalize("NFKC", line))


def _title(lines: Sequence[str]) -> tuple[str, str, int | None] | None:
    """The report's title, who reports, and the year it is about (never the year it came out)."""
    for line in lines:
        packed = "".join(line.split())
        if len(packed) > _LONGEST_TITLE or "政府信息公开" not in packed:
            continue
        packed = _CHINESE_YEAR.sub(lambda m: f"20{_DIGITS[m[1]]}{_DIGITS[m[2]]}年", packed)
        found = _TITLE.search(packed)
        if found and not _ANOTHER.search(packed):
            issuer = found["issuer"].strip("-_|") or found["between"].strip("度的年")
            return found.group(), issuer, int(found["year"])
    return None


def _period(lines: Sequence[str]) -> int | None:
    for line in lines:
        found = _PERIOD.search("".join(line.split()))
        if found:
            return int(found[1])
    return None


def _fingerprint(material: Material) -> bool:
    """Table 3 stands here, whatever the page is called."""
    words = {plain(cell.text) for table in material.tables for cell in table.cells() if cell.text}
    return any("本年新收" in word for word in words) and any("结转下年" in word for word in words)


def _form(measures: set[str], rows: set[str], year: int | None) -> Form | None:
    if measures & {"issued", "repealed", "in_force"} or rows & {"other_1", "other_2"}:
        return Form.Y2021
    if measures & {"made", "published", "public_total"} or "other" in rows:
        return Form.Y2019
    if year is None:
        return None
    return Form.Y2021 if year >= FIRST_YEAR_OF_2021 else Form.Y2019


def _missing(
    form: Form, disclosure: Disclosure, requests: Requests, disputes: Disputes
) -> list[Problem]:
    """What the form asks for and was not found, a whole table as one problem."""
    problems: list[Problem] = []
    if not disclosure:
        problems.append(Problem(Fault.TABLE, "没有读到表二（主动公开政府信息情况）"))
    else:
        for item in ITEMS:
            asked = [measure for one, measure in DISCLOSED[form] if one == item.key]
            if asked and not any((item.key, measure) in disclosure for measure in asked):
                problems.append(Problem(Fault.ROW, f"表二没有读到“{item.name}”一行"))
    if not requests:
        problems.append(Problem(Fault.TABLE, "没有读到表三（收到和处理政府信息公开申请情况）"))
    else:
        problems += [
            Problem(Fault.ROW, f"表三没有读到“{row.name}”一行")
            for row in ROWS[form]
            if (row.key, COLUMNS[0].key) not in requests
        ]
    if not disputes:
        problems.append(Problem(Fault.TABLE, "没有读到表四（行政复议、行政诉讼情况）"))
    else:
        problems += [
            Problem(Fault.ROW, f"表四没有读到“{course.name}”各格")
            for course in COURSES
            if (course.key, ENDS[0].key) not in disputes
        ]
    return problems
