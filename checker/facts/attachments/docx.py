"""Read Word documents: text, tables, notes, comments, tracked changes, hidden text, text boxes.

Works on local names, so the strict and transitional formats and Word 2003 XML are read alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from checker.facts.attachments.archive import Archive, attribute, children, tag
from checker.facts.attachments.model import Seen
from checker.facts.attachments.ooxml import read_properties, relations
from checker.facts.attachments.parts import Parts
from checker.facts.attachments.written import cell_text, table_of
from checker.facts.tables import Table, Written
from checker.facts.tables.grid import MAX_COLUMNS

_OFF = frozenset({"0", "false", "off", "none"})
_TEXTS = frozenset({"t", "delText"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What no reader of the document sees, or sees a second time.
_SKIPPED = frozenset(
    {
        "instrText",
        "delInstrText",
        "Fallback",
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sectPr",
        "proofErr",
    }
)
_DELETED = frozenset({"del", "moveFrom"})
_MAIN = ("word/document.xml", "word/document2.xml")
_MARGINS = (
    ("word/header", "页眉"),
    ("word/footer", "页脚"),
    ("word/footnotes", "脚注"),
    ("word/endnotes", "尾注"),
)
_LONGEST_CAPTION = 120


@dataclass(slots=True)
class _Flow:
    """Text as it is met, by how a reader comes across it."""

    shown: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    tables: list[Table | None] = field(default_factory=list)

    def add(self, text: str, *, hidden: bool, deleted: bool) -> None:
        target = self.deleted if deleted else self.hidden if hidden else self.shown
        target.append(text)

    def end_paragraph(self) -> None:
        for target in (self.shown, self.hidden, self.deleted):
            if target and target[-1] != "\n":
                target.append("\n")


def read_docx(archive: Archive, parts: Parts) -> None:
    """Read a document into `parts`."""
    main = next((name for name in _main_parts(archive) if archive.has(name)), _MAIN[0])
    tree = archive.xml(main)
    if tree is None:
        raise ValueError("no main part")
    read_word_tree(tree, parts)
    for start, name in _MARGINS:
        for part in archive.matching(start, ".xml"):
            margin = archive.xml(part)
            if margin is not None:
                flow = _flow_of(margin, parts)
                parts.text(name, "".join(flow.shown), Seen.MARGIN)
                for table in flow.tables:
                    parts.table(table)
    comments = archive.xml("word/comments.xml")
    if comments is not None:
        parts.text("批注", "".join(_flow_of(comments, parts).shown), Seen.COMMENT)
    read_properties(archive, parts)


def _main_parts(archive: Archive) -> Iterator[str]:
    for target in relations(archive, "/").values():
        if "document" in target.lower():
            yield target
    yield from _MAIN


def read_word_tree(tree: etree._Element, parts: Parts) -> None:
    """Read the body of a document (OOXML, or Word 2003 XML)."""
    flow = _flow_of(tree, parts)
    parts.text("正文", "".join(flow.shown))
    parts.text("隐藏文字", "".join(flow.hidden), Seen.HIDDEN)
    parts.text("修订中删除的文字", "".join(flow.deleted), Seen.DELETED)
    for table in flow.tables:
        parts.table(table)


def _flow_of(tree: etree._Element, parts: Parts) -> _Flow:
    flow = _Flow()
    _walk(tree, flow, parts, deleted=False)
    return flow


def _walk(
    element: etree._Element, flow: _Flow, parts: Parts, *, deleted: bool, hidden: bool = False
) -> None:
    for child in element:
        name = tag(child)
        if name in _SKIPPED or not name:
            continue
        if name in _TEXTS:
            flow.add(child.text or "", hidden=hidden, deleted=deleted or name == "delText")
        elif name in _BREAKS:
            flow.add(_BREAKS[name], hidden=hidden, deleted=deleted)
        elif name == "tbl":
            flow.end_paragraph()
            _table(child, flow, parts, deleted=deleted)
        else:
            within = _vanishes(child) if name == "r" else hidden
            _walk(child, flow, parts, deleted=deleted or name in _DELETED, hidden=within)
        if name == "p":
            flow.end_paragraph()


def _vanishes(run: etree._Element) -> bool:
    properties = next(children(run, "rPr"), None)
    if properties is None:
        return False
    mark = next((one for one in properties if tag(one) in {"vanish", "webHidden"}), None)
    return mark is not None and (attribute(mark, "val") or "1").lower() not in _OFF


@dataclass(frozen=True, slots=True)
class _Box:
    """A cell before its place is known: `follows` says that it continues the one above."""

    written: Written
    column: int
    follows: bool


def _table(element: etree._Element, flow: _Flow, parts: Parts, *, deleted: bool) -> None:
    rows: list[list[_Box]] = []
    caption = _last_line(flow.shown)
    left = parts.places_left
    marked = 0
    inner: list[Table | None] = []
    for row in _members(element, "tr"):
        boxes, repeats = _row(row, inner, parts, deleted=deleted)
        if repeats and marked == len(rows):
            marked += 1
        rows.append(boxes)
        left -= len(boxes)
        if left <= 0:
            parts.note("表格", "表格超过读取上限，其余未读")
            break
    spread = [_spread(rows, number) for number in range(len(rows))]
    flow.tables += [table_of(spread, parts.places_left, caption=caption, marked=marked), *inner]


def _members(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also within content controls and changes."""
    for child in element:
        if tag(child) == name:
            yield child
        elif tag(child) in {"sdt", "sdtContent", "ins", "customXml", "smartTag"}:
            yield from _members(child, name)


def _row(
    row: etree._Element, inner: list[Table | None], parts: Parts, *, deleted: bool
) -> tuple[list[_Box], bool]:
    properties = next(children(row, "trPr"), None)
    before = repeats = 0
    for one in properties if properties is not None else ():
        if tag(one) == "gridBefore":
            before = _integer(one)
        elif tag(one) == "tblHeader":
            repeats = (attribute(one, "val") or "1").lower() not in _OFF
    boxes = [_Box(Written("", column_span=before), 0, follows=False)] if before else []
    column = before
    for cell in islice(_members(row, "tc"), MAX_COLUMNS):
        flow = _Flow()
        _walk(cell, flow, parts, deleted=deleted)
        inner += flow.tables
        parts.text("表格内隐藏文字", "".join(flow.hidden), Seen.HIDDEN)
        parts.text("表格内修订删除的文字", "".join(flow.deleted), Seen.DELETED)
        span, follows = _cell_shape(cell)
        text = cell_text("".join(flow.shown))
        boxes.append(_Box(Written(text, column_span=span), column, follows))
        column += span
    return boxes, bool(repeats)


def _cell_shape(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it continues the one above."""
    properties = next(children(cell, "tcPr"), None)
    span, follows = 1, False
    for one in properties if properties is not None else ():
        if tag(one) == "gridSpan":
            span = _integer(one)
        elif tag(one).lower() == "vmerge":
            follows = (attribute(one, "val") or "continue") == "continue"
    return span, follows


def _integer(element: etree._Element) -> int:
    text = attribute(element, "val") or ""
    return int(text) if text.isdecimal() and 0 < len(text) < 4 else 1  # noqa: PLR2004 - no table is wider


def _spread(rows: list[list[_Box]], number: int) -> list[Written]:
    """The cells that begin in a row, each with how far it reaches down."""
    written: list[Written] = []
    for box in rows[number]:
        if box.follows and number and _at(rows[number - 1], box.column):
            continue
        deep = 1
        while (
            number + deep < len(rows)
            and (below := _at(rows[number + deep], box.column))
            and below.follows
        ):
            deep += 1
        one = box.written
        written.append(Written(one.text, deep, one.column_span))
    return written


def _at(row: list[_Box], column: int) -> _Box | None:
    return next((box for box in row if box.column == column), None)


def _last_line(shown: list[str]) -> str:
    said = "".join(shown[-40:]).strip().rpartition("\n")[2].strip()
    return said if len(said) <= _LONGEST_CAPTION else ""
