"""The date of each row of a list: in its box, beside it, or in the link's own date box.

A row that leaves the year out keeps it out; `row_years` gives it one where there can be no other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from checker.facts.date_labels import label_before
from checker.facts.dates import DateKind, first_date
from checker.facts.markup import Markup
from checker.facts.outline import Element
from checker.facts.rows import ROW_TAGS, Row
from checker.facts.stamps import Stamp, month_days, narrow, split_date

_ROOM = 80
_ROOM_ALONE = 24
_FAR = 40
_LONGEST_CELL = 30
_LONGEST_LABEL = 14
# What else a row may tell beside its date.
_SAID = re.compile(
    r"(?:来 ?源|作者|编辑|发布(?:机构|单位|部门)|(?:浏览|阅读|点击)(?:次数|量|数)?) ?: ?\S{0,24}"
)
_SENTENCE = re.compile("[。，；、…]")
# A day in numbers that ends a line, with a time of day or without.
_AFTER_ALL = re.compile(r"[ \]】)]*(?:\d{1,2}:\d\d(?::\d\d)?)?[ \]】)]*")
_APART = frozenset(" [【(")
_BRACKETS = frozenset("[【(")
_LONGEST_SOURCE = 30
_HEADER_CELLS = frozenset({"th", "td"})
_BETTER = (DateKind.PUBLISHED, None, DateKind.CHANGED, DateKind.WRITTEN, DateKind.PRINTED)


@dataclass(frozen=True, slots=True)
class RowDate:
    """`stamp` is the date as far as it stands: 2021-05-15, 05-15 without a year, "" without any.

    `year_from` says where a year was taken from that does not stand in the row; `beside` is the
    stretch of text beside the row that it was read from.
    """

    value: date | None = None
    stamp: str = ""
    year_from: str = ""
    beside: tuple[int, int] | None = None


class RowDates:
    """Reads the dates of a page's rows."""

    def __init__(self, markup: Markup, rows: Sequence[Row]) -> None:
        """Note where the dates of the page stand."""
        self._markup = markup
        self._starts = [stamp.start for stamp in markup.stamps]
        self._rows = rows

    def read(self) -> list[RowDate]:
        """Return the date of each row."""
        found = [self._in_row(row) for row in self._rows]
        if any(not date.stamp for date in found):
            self._beside(found)
        return found

    def _stamps(self, start: int, end: int) -> list[Stamp]:
        first, after = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._markup.stamps[first:after]

    def _in_row(self, row: Row) -> RowDate:
        link = row.link.element
        stamps = [
            stamp
            for stamp in self._stamps(row.start, row.end)
            if not link.start <= stamp.start < link.end and not self._far_before(stamp, link)
        ]
        if len(stamps) > 1:
            stamps = [self._telling(row, stamps)]
        if stamps and not self._in_sentence(stamps[0]):
            return _full(stamps[0].value)
        outline, plain = self._markup.outline, self._markup.plain
        found = RowDate()
        if row.end - row.start - (link.end - link.start) <= _ROOM * 5:
            before = outline.spaced(row.start, max(link.start, row.start), plain)
            after = outline.spaced(link.end, max(row.end, link.end), plain)
            found = _short(before, after)
        if not found.stamp and row.link.own:
            start = row.link.own_start
            own = outline.spaced(start, start + len(row.link.own), plain)
            value = first_date(own) or split_date(own)
            found = _full(value) if value else _short(own)
        if not found.stamp:
            found = self._ending(row)
        return found if found.stamp or not stamps else _full(stamps[0].value)

    def _in_sentence(self, stamp: Stamp) -> bool:
        """The date stands in what a summary tells; the row's own may stand beside it."""
        plain = self._markup.plain
        start = plain.rfind("\n", 0, stamp.start) + 1
        end = plain.find("\n", stamp.end)
        line = plain[start : end if end >= 0 else len(plain)]
        return len(line) - (stamp.end - stamp.start) > _LONGEST_LABEL and "。" in line

    def _far_before(self, stamp: Stamp, link: Element) -> bool:
        """Other lines stand between the date and the link: it is the date of what they tell."""
        return link.start - stamp.end > _FAR and "\n" in self._markup.plain[stamp.end : link.start]

    def _ending(self, row: Row) -> RowDate:
        """Return the date that the link's text ends with, apart from its title."""
        link = row.link.element
        stamps = self._stamps(link.start, link.end)
        plain = self._markup.plain
        if stamps:
            last = stamps[-1]
            tail = plain[last.end : link.end].strip(" ])】\n")
            apart = last.start == link.start or self._markup.outline.joint(last.start)
            if not tail and (apart or plain[last.start - 1] in " \n[(【"):
                return _full(last.value)
        return RowDate()

    def _telling(self, row: Row, stamps: Sequence[Stamp]) -> Stamp:
        """Choose among several dates of a row: by its label, or by the head of its column."""
        plain = self._markup.plain
        labels = [label_before(plain, stamp.start, self._markup.outline.joint) for stamp in stamps]
        kinds = [
            label.kind if label.text else self._column_kind(row, stamp)
            for label, stamp in zip(labels, stamps, strict=True)
        ]
        for kind in _BETTER:
            chosen = [s for s, k in zip(stamps, kinds, strict=True) if k is kind]
            if chosen:
                return self._nearest(row, chosen)
        return stamps[0]

    def _nearest(self, row: Row, stamps: Sequence[Stamp]) -> Stamp:
        """Where the row holds further links, each may have its date: take the one behind the title."""
        behind = (stamp for stamp in stamps if stamp.start >= row.link.element.end)
        return next(behind, stamps[0]) if row.others else stamps[0]

    def _column_kind(self, row: Row, stamp: Stamp) -> DateKind | None:
        """Return what the head of a table's column says of the dates in it."""
        outline = self._markup.outline
        if row.box.tag != "tr":
            return None
        cells = [cell for cell in outline.children(row.box) if cell.tag in _HEADER_CELLS]
        number = next(
            (n for n, cell in enumerate(cells) if cell.start <= stamp.start < cell.end), None
        )
        rows = (
            one
            for table in outline.above(row.box)
            if table.tag == "table"
            for one in outline.inside(table)
            if one.tag == "tr"
        )
        head = next(rows, row.box)
        names = [cell for cell in outline.children(head) if cell.tag in _HEADER_CELLS]
        if number is None or len(names) != len(cells):
            return None
        says = narrow(outline.text_of(names[number]))[:_LONGEST_CELL] + ":"
        return label_before(says, len(says)).kind

    def _beside(self, found: list[RowDate]) -> None:
        """Give rows without a date the one that stands after, or before, them in their list."""
        groups: dict[tuple[int, str], list[int]] = {}
        for at, row in enumerate(self._rows):
            groups.setdefault(row.key, []).append(at)
        for positions in groups.values():
            bare = [at for at in positions if not found[at].stamp]
            if not bare or len(bare) < len(positions) / 2:
                continue
            if all(self._rows[at].box.tag not in ROW_TAGS for at in bare) and len(bare) == 1:
                continue  # a lone link: what stands beside it may be anything
            room = _ROOM if len(positions) > 1 else _ROOM_ALONE
            after = {at: self._between(at, room, after=True) for at in bare}
            before = {at: self._between(at, room, after=False) for at in bare}
            first, last = positions[0], positions[-1]
            leading = before.get(first, RowDate()).stamp and not after.get(last, RowDate()).stamp
            for at in bare:
                found[at] = before[at] if leading else after[at]

    def _between(self, at: int, room: int, *, after: bool) -> RowDate:
        """Return the date right behind a row or before it, in the row's own list."""
        rows, row = self._rows, self._rows[at]
        if row.box.parent < 0:
            return RowDate()
        box = self._markup.outline.elements[row.box.parent]
        if after:
            start = row.end
            end = min(start + room, box.end)
            if at + 1 < len(rows) and rows[at + 1].start >= start:
                end = min(end, rows[at + 1].start)
        else:
            end = row.start
            start = max(end - room, box.start)
            if at > 0 and rows[at - 1].end <= end:
                start = max(start, rows[at - 1].end)
        if start >= end:
            return RowDate()
        stamps = self._stamps(start, end)
        if stamps:
            found = _full(stamps[0].value)
        else:
            found = _short(self._markup.outline.spaced(start, end, self._markup.plain))
        return replace(found, beside=(start, end)) if found.stamp else found


def _full(value: date) -> RowDate:
    return RowDate(value, value.isoformat())


def _short(*texts: str) -> RowDate:
    """Read a date in parts, or one without a year, out of what is beside a title."""
    texts = tuple(text for text in texts if any(char.isdigit() for char in text))
    for text in texts:
        value = split_date(text)
        if value:
            return _full(value)
    for line in (line for text in texts for line in text.split("\n")):
        for month, day, start, end in month_days(line):
            if _is_the_row_s(line, start, end):
                return RowDate(None, f"{month:02}-{day:02}")
    return RowDate()


def _is_the_row_s(line: str, start: int, end: int) -> bool:
    """The day without a year is the row's own: in a longer line it is one that the summary speaks of."""
    before, after = line[:start], line[end:]
    rest = f"{_SAID.sub('', before)}{_SAID.sub('', after)}".strip()
    at_an_end = not (before.strip("[【( ") and after.strip("]】) "))
    aside = at_an_end and not _SENTENCE.search(rest)
    apart = _APART if "月" not in line[start:end] else _BRACKETS
    last = bool(_AFTER_ALL.fullmatch(after)) and before[-1:] in apart
    return len(rest) <= (_LONGEST_SOURCE if aside else _LONGEST_LABEL) or last
