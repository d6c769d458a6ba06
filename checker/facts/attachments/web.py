"""Read what offices save as web pages and XML under a document's name: HTML, MHTML, Excel 2003 XML."""

from __future__ import annotations

from email import message_from_bytes
from typing import cast

from lxml import etree

from checker.facts.attachments.archive import attribute, children, parse_xml, tag
from checker.facts.attachments.docx import read_word_tree
from checker.facts.attachments.parts import Parts
from checker.facts.tables import read_blocks
from checker.facts.tables.sheet import Sheet
from crawler.reading.charset import decode

_MOST_PARTS = 200
_TRUE = frozenset({"1", "true"})
_HIDDEN_SHEETS = frozenset({"SheetHidden", "SheetVeryHidden"})


def read_html(body: bytes, parts: Parts, content_type: str | None = None) -> None:
    """Read a page."""
    most = parts.limits.part
    if len(body) > most:
        parts.note("正文", "网页超过读取上限，其余未读")
    blocks = read_blocks(decode(body[:most], content_type).text)
    parts.text("正文", "\n".join(blocks.lines))
    for table in blocks.tables:
        parts.table(table)


def read_mhtml(body: bytes, parts: Parts) -> None:
    """Read the pages of a web archive."""
    message = message_from_bytes(body)
    for count, part in enumerate(message.walk()):
        if count > _MOST_PARTS:
            parts.note("网页归档", "部件数超过读取上限")
            break
        if part.get_content_type() == "text/html":
            content = cast("bytes", part.get_payload(decode=True))
            read_html(content, parts, part.get("Content-Type"))


def read_word_xml(body: bytes, parts: Parts) -> None:
    """Read a document saved as one XML file."""
    tree = parse_xml(body[: parts.limits.part])
    if tree is None:
        raise ValueError("no XML")
    read_word_tree(tree, parts)


def read_excel_xml(body: bytes, parts: Parts) -> None:
    """Read a workbook saved as one XML file."""
    tree = parse_xml(body[: parts.limits.part])
    if tree is None:
        raise ValueError("no XML")
    for sheet in children(tree, "Worksheet"):
        made = Sheet(attribute(sheet, "Name") or "")
        made.hidden = any(
            tag(one) == "Visible" and (one.text or "").strip() in _HIDDEN_SHEETS
            for one in sheet.iter()
        )
        for table in children(sheet, "Table"):
            _rows(table, made)
        parts.table(made.table(parts.places_left))


def _rows(table: etree._Element, made: Sheet) -> None:
    column = 0
    for one in children(table, "Column"):
        column = _index(one, column)
        count = 1 + _integer(one, "Span")
        if attribute(one, "Hidden") in _TRUE:
            made.hidden_columns.update(range(column, column + count))
        column += count
    number = 0
    for row in children(table, "Row"):
        number = _index(row, number)
        if attribute(row, "Hidden") in _TRUE:
            made.hidden_rows.add(number)
        place = 0
        for cell in children(row, "Cell"):
            place = _index(cell, place)
            text = "".join(
                "".join(str(t) for t in data.itertext()) for data in children(cell, "Data")
            )
            made.put(number, place, text.strip())
            across, down = _integer(cell, "MergeAcross"), _integer(cell, "MergeDown")
            if across or down:
                made.areas.append((number, place, number + down, place + across))
            place += 1 + across
        number += 1


def _index(element: etree._Element, otherwise: int) -> int:
    return _integer(element, "Index") - 1 if _integer(element, "Index") else otherwise


def _integer(element: etree._Element, name: str) -> int:
    text = attribute(element, name) or ""
    return int(text) if text.isdecimal() and len(text) < 7 else 0  # noqa: PLR2004 - no sheet is larger
