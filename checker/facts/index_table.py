"""The index table of a document (索引号, 发文机关, 成文日期, 文号, 有效性 …): its fields as they stand.

Read from tables, definition lists, grids of boxes and lines “label：value”.  What a value means is
not asked here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise

from checker.facts.index_labels import LONGEST, NAMES, TELLING
from checker.facts.markup import Markup
from checker.facts.outline import Element
from checker.facts.stamps import narrow

_MOST_LINES = 3_000
_MOST_FIELDS = 40
_GAP = 400
_LONGEST_VALUE = 500
_LEAST_FIELDS = 2
_INLINE = re.compile(r"(?:^|[\s;|])([\u4e00-\u9fff][\u4e00-\u9fff /()]{1,14}?) ?:")
_FIRST = frozenset(label[0] for label in NAMES)
_BRACKETS = "【】[]〔〕"
_CLIMB = 6


@dataclass(frozen=True, slots=True)
class IndexField:
    """One field: the label as it stands (without gaps), the name it goes by here, and the value."""

    label: str
    name: str
    value: str
    path: str


@dataclass(frozen=True, slots=True)
class IndexTable:
    """The fields in their order."""

    fields: tuple[IndexField, ...] = ()

    def get(self, name: str) -> str:
        """Return the value of the first field of that name that has one, "" where none has."""
        return next((one.value for one in self.fields if one.name == name and one.value), "")


@dataclass(slots=True)
class _Found:
    """A label where it stands, and its value where that follows in the same line."""

    label: str
    start: int
    end: int
    value: str | None


def read_index_table(markup: Markup) -> IndexTable:
    """Return the page's index table, an empty one where it has none."""
    clusters: list[list[_Found]] = []
    for found in _labels(markup):
        if clusters and found.start - clusters[-1][-1].end <= _GAP:
            clusters[-1].append(found)
        else:
            clusters.append([found])
    best = max(filter(_is_index, clusters), key=len, default=None)
    if best is None:
        return IndexTable()
    box = _around(markup, [one for one in best if NAMES[one.label] in TELLING])
    fields: dict[tuple[str, str], IndexField] = {}
    for one in best:
        if box is not None and box.start <= one.start < box.end and len(fields) < _MOST_FIELDS:
            value = _value(markup, one, box)[:_LONGEST_VALUE]
            name = NAMES[one.label]
            # A portal may keep the table twice, for wide and for narrow screens.
            fields.setdefault(
                (one.label, value), IndexField(one.label, name, value, _path(markup, one))
            )
    # Labels without any value are the head of a list.
    said = any(field.value for field in fields.values())
    return IndexTable(tuple(fields.values())) if said else IndexTable()


def _is_index(cluster: list[_Found]) -> bool:
    names = {NAMES[one.label] for one in cluster}
    telling = names & TELLING
    return "索引号" in names or (len(telling) >= _LEAST_FIELDS and len(names) > _LEAST_FIELDS)


def _labels(markup: Markup) -> Iterator[_Found]:
    plain = markup.plain
    for start, end in markup.lines[:_MOST_LINES]:
        if markup.template.has_text(start):
            continue
        line = plain[start:end]
        label = _label(line) if end - start <= LONGEST * 2 else None
        if label:
            yield _Found(label, start, end, None)
        elif line[:1] in _FIRST and (runs := _runs(markup, start, end)):
            yield from runs
        elif ":" in line or "】" in line:
            yield from _inline(line, start)


def _runs(markup: Markup, start: int, end: int) -> list[_Found]:
    """Return the labels that fill runs of text of their own in a line, each with the runs behind it.

    So stand labels and values in inline boxes that only a style sheet parts.
    """
    joints, plain = markup.outline.joints, markup.plain
    first, after = bisect_right(joints, start), bisect_left(joints, end)
    if not 0 < after - first <= _MOST_FIELDS * 2 or not _label(plain[start : joints[first]]):
        return []
    places = [start, *joints[first:after], end]
    found: list[_Found] = []
    for one, two in pairwise(places):
        label = _label(plain[one:two])
        if label:
            found.append(_Found(label, one, two, None))
        else:
            found[-1].value = plain[found[-1].end : two].strip(" :")
    return found


def _label(text: str) -> str | None:
    """Return the label that a text is, without its gaps, None where it is none."""
    squeezed = "".join(text.split()).strip(_BRACKETS + ":")
    return squeezed if squeezed in NAMES else None


def _inline(line: str, start: int) -> Iterator[_Found]:
    """Yield the labels of a line of pairs, each with what stands behind it."""
    if line.startswith("【"):
        head, _, rest = line.partition("】")
        label = _label(head)
        if label:
            yield _Found(label, start, start + len(head) + 1, rest.strip(" :"))
        return
    marks = [
        (match, label)
        for match in _INLINE.finditer(line)
        if (label := _label(match[1]) or _label(match[1].split(" ")[-1]))
    ]
    for at, (match, label) in enumerate(marks):
        end = marks[at + 1][0].start() if at + 1 < len(marks) else len(line)
        value = line[match.end() : end].strip(" ;|,，")
        yield _Found(label, start + match.start(1), start + match.end(), value)


def _around(markup: Markup, cluster: list[_Found]) -> Element | None:
    """Return the smallest box that holds all labels."""
    outline = markup.outline
    element = outline.at(cluster[0].start)
    last = cluster[-1].start
    while element is not None and not element.start <= last < element.end:
        element = outline.elements[element.parent] if element.parent >= 0 else None
    return element


def _value(markup: Markup, found: _Found, box: Element | None) -> str:
    if found.value:
        at = markup.plain.find(found.value, found.end)
        return markup.outline.text[at : at + len(found.value)].strip() if at >= 0 else found.value
    outline = markup.outline
    cell = outline.at(found.start)
    if cell is None:
        return ""
    for element in islice(chain((cell,), outline.above(cell)), _CLIMB):
        if element is box or _label(markup.plain[element.start : element.end]) != found.label:
            break
        cell = element
        following = _after(markup, cell)
        if following is not None:
            text = " ".join(outline.text_of(following).split())
            return "" if _label(text) or _label(narrow(text).partition(":")[0]) else text
    return ""


def _after(markup: Markup, cell: Element) -> Element | None:
    """Return the element that follows a label's cell in the same box; below it in a row of labels."""
    outline = markup.outline
    if cell.parent < 0:
        return None
    row = outline.elements[cell.parent]
    cells = list(outline.children(row))
    at = next(number for number, one in enumerate(cells) if one is cell)
    if row.tag == "tr" and len(cells) > 1 and all(_label(outline.text_of(c)) for c in cells):
        return _below(markup, row, at, len(cells))
    return cells[at + 1] if at + 1 < len(cells) else None


def _below(markup: Markup, row: Element, column: int, width: int) -> Element | None:
    outline = markup.outline
    rows = [one for one in outline.children(outline.elements[row.parent]) if one.tag == "tr"]
    after = next((two for one, two in pairwise(rows) if one is row), None)
    cells = list(outline.children(after)) if after is not None else []
    return cells[column] if len(cells) == width else None


def _path(markup: Markup, found: _Found) -> str:
    element = markup.outline.at(found.start)
    return markup.outline.path(element) if element is not None else ""
