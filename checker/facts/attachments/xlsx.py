"""Read XLSX workbooks part by part: values, merged areas, hidden rows, columns and sheets, comments.

Streamed with lxml, because a reader that builds all cell objects cannot stop at a limit, and the
streaming mode of openpyxl does not tell hidden rows and columns.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from checker.facts.attachments.archive import Archive, attribute, check_xml, children, tag
from checker.facts.attachments.cell_values import Styles, number_text
from checker.facts.attachments.model import Seen
from checker.facts.attachments.ooxml import read_properties, relations
from checker.facts.attachments.parts import Parts
from checker.facts.tables.grid import MAX_COLUMNS
from checker.facts.tables.sheet import Area, Sheet

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.IGNORECASE)
_TRUE = frozenset({"1", "true", "on"})


def read_xlsx(archive: Archive, parts: Parts) -> None:
    """Read all sheets into `parts`."""
    book = archive.xml("xl/workbook.xml")
    targets = relations(archive, "xl/workbook.xml")
    strings = _shared_strings(archive, parts)
    styles = Styles.read(archive.xml("xl/styles.xml"), _from_1904(book))
    read_properties(archive, parts)
    sheets = list(_sheets(book, targets, archive))
    if len(sheets) > parts.limits.sheets:
        parts.note(f"第{parts.limits.sheets + 1}个工作表起", "工作表数超过读取上限")
    for name, hidden, part in sheets[: parts.limits.sheets]:
        if not parts.places_left:
            parts.note(name, "表格超过读取上限，其余未读")
            break
        sheet = Sheet(name, hidden=hidden)
        _read_sheet(archive.read(part), sheet, strings, styles, parts.places_left)
        sheet.cut = sheet.cut or part.lower() in archive.cut
        parts.table(sheet.table(parts.places_left))
        _comments(archive, part, name, parts)


def _from_1904(book: etree._Element | None) -> bool:
    if book is None:
        return False
    properties = next(children(book, "workbookPr"), None)
    return properties is not None and (attribute(properties, "date1904") or "") in _TRUE


def _sheets(
    book: etree._Element | None, targets: dict[str, str], archive: Archive
) -> Iterator[tuple[str, bool, str]]:
    """Name, hidden, part of each sheet; where the workbook does not tell, the parts themselves."""
    listed = 0
    if book is not None:
        for sheets in children(book, "sheets"):
            for sheet in children(sheets, "sheet"):
                part = targets.get(attribute(sheet, "id") or "")
                if part and archive.has(part):
                    listed += 1
                    name = attribute(sheet, "name") or f"工作表{listed}"
                    yield name, (attribute(sheet, "state") or "visible") != "visible", part
    if not listed:
        for part in archive.matching("xl/worksheets/", ".xml"):
            if "/_rels/" not in part:
                yield posixpath.basename(part), False, part


def _shared_strings(archive: Archive, parts: Parts) -> list[str]:
    found: list[str] = []
    data = archive.read("xl/sharedStrings.xml")
    for item in _stream(data, "si"):
        if len(found) >= parts.limits.strings:
            parts.note("共享字符串", "超过读取上限")
            break
        found.append(string_of(item))
    return found


def string_of(item: etree._Element) -> str:
    """The text of a string item, without its reading aids."""
    pieces = []
    for child in item:
        name = tag(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces += [part.text or "" for part in children(child, "t")]
    return "".join(pieces)


def _stream(data: bytes, *wanted: str) -> Iterator[etree._Element]:
    """Yield the elements of these names as they end, and forget them."""
    if not data:
        return
    check_xml(data)
    steps = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        tag=[f"{{*}}{name}" for name in wanted],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    try:
        for _, element in steps:
            yield element
            element.clear()
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError):
        return


def _read_sheet(data: bytes, sheet: Sheet, strings: list[str], styles: Styles, most: int) -> None:
    seen = 0
    row_number = -1
    for element in _stream(data, "row", "col", "mergeCell"):
        kind = tag(element)
        if kind == "col":
            _column(element, sheet)
        elif kind == "mergeCell":
            area = _area(attribute(element, "ref") or "")
            if area:
                sheet.areas.append(area)
        elif seen > most:
            sheet.cut = True
        else:
            stated = attribute(element, "r") or ""
            row_number = (
                int(stated) - 1 if stated.isdecimal() and int(stated) > 0 else row_number + 1
            )
            if _is_hidden_row(element):
                sheet.hidden_rows.add(row_number)
            seen += _read_row(element, row_number, sheet, strings, styles)


def _is_hidden_row(element: etree._Element) -> bool:
    height = attribute(element, "ht")
    return (attribute(element, "hidden") or "") in _TRUE or height in {"0", "0.0"}


def _column(element: etree._Element, sheet: Sheet) -> None:
    if (attribute(element, "hidden") or "") in _TRUE or attribute(element, "width") in {"0", "0.0"}:
        first, last = attribute(element, "min") or "", attribute(element, "max") or ""
        if first.isdecimal() and last.isdecimal():
            sheet.hidden_columns.update(range(int(first) - 1, min(int(last), MAX_COLUMNS)))


def _read_row(
    element: etree._Element, number: int, sheet: Sheet, strings: list[str], styles: Styles
) -> int:
    column = -1
    count = 0
    for cell in children(element, "c"):
        place = _place(attribute(cell, "r") or "")
        column = place[1] if place else column + 1
        text = _value(cell, strings, styles)
        if text:
            count += 1
            sheet.put(number, column, text)
    return count


def _value(cell: etree._Element, strings: list[str], styles: Styles) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = next(children(cell, "is"), None)
        return string_of(inline).strip() if inline is not None else ""
    raw = next((child.text or "" for child in children(cell, "v")), "").strip()
    if kind == "s":
        index = int(raw) if raw.isdecimal() and len(raw) < 10 else -1  # noqa: PLR2004 - no such index
        return strings[index].strip() if 0 <= index < len(strings) else ""
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE" if raw else ""
    return number_text(raw, styles.is_date(cell.get("s")), styles.from_1904) if kind == "n" else raw


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last or first)
    return (*start, *end) if start and end else None


def _comments(archive: Archive, part: str, name: str, parts: Parts) -> None:
    for target in relations(archive, part).values():
        if "comment" not in target.lower() or not target.lower().endswith(".xml"):
            continue
        tree = archive.xml(target)
        texts = [
            "".join(t.text or "" for t in item.iter() if tag(t) in {"t", "text"})
            for item in (tree.iter() if tree is not None else ())
            if tag(item) in {"comment", "threadedComment"}
        ]
        if texts:
            parts.text(f"{name} 批注", texts, Seen.COMMENT)
