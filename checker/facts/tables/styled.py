"""Find tables that are drawn without table tags: boxes with table styles, roles or class names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from checker.facts.block_text import lines
from checker.facts.tables.grid import Written

MAX_BOXES = 40
_MIN_ROWS = 3
_MIN_CELLS = 2
_LONGEST_CELL = 300
_TABLE = re.compile(r"(?:^|[\s_-])(?:table|tbl|datagrid|grid-table)(?:$|[\s_-])", re.IGNORECASE)
_DISPLAY = re.compile(r"display\s*:\s*(?:inline-)?(?:table|grid)\b(?!-)", re.IGNORECASE)
_GROUP = re.compile(r"display\s*:\s*table-(?:row|header|footer)-group", re.IGNORECASE)
_CANDIDATES = "[role=table],[role=grid],[style*=table],[style*=grid],[class*=table],[class*=tbl]"
_BOXES = frozenset({"div", "ul", "ol", "dl", "section", "li", "p", "span", "dt", "dd"})
_GROUP_NAMES = re.compile(r"(?:^|[\s_-])(?:thead|tbody|tfoot|table-body|table-head)(?:$|[\s_-])")


def styled_tables(body: LexborNode) -> list[LexborNode]:
    """The outermost boxes that are drawn as tables."""
    found: list[LexborNode] = []
    inside: set[int] = set()
    for node in body.css(_CANDIDATES)[: MAX_BOXES * 10]:
        if len(found) >= MAX_BOXES:
            break
        if node.tag in _BOXES and _says_table(node) and not _within(node, inside):
            rows = list(_rows(node))
            if sum(len(list(_children(row))) >= _MIN_CELLS for row in rows) >= _MIN_ROWS:
                found.append(node)
                inside.add(node.mem_id)
    return found


def styled_rows(box: LexborNode) -> Iterator[Sequence[Written]]:
    """The rows of such a box."""
    for row in _rows(box):
        cells = [_written(cell) for cell in _children(row)]
        if cells and all(len(cell.text) <= _LONGEST_CELL for cell in cells):
            yield cells


def _says_table(node: LexborNode) -> bool:
    attributes = node.attributes
    return (
        attributes.get("role") in {"table", "grid"}
        or bool(_DISPLAY.search(attributes.get("style") or ""))
        or bool(_TABLE.search(attributes.get("class") or ""))
    )


def _children(node: LexborNode) -> Iterator[LexborNode]:
    return (child for child in node.iter() if child.tag in _BOXES)


def _rows(node: LexborNode) -> Iterator[LexborNode]:
    for child in _children(node):
        attributes = child.attributes
        grouped = (
            attributes.get("role") == "rowgroup"
            or _GROUP.search(attributes.get("style") or "")
            or _GROUP_NAMES.search(attributes.get("class") or "")
        )
        if grouped:
            yield from _children(child)
        else:
            yield child


def _within(node: LexborNode, ids: set[int]) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id not in ids:
        parent = parent.parent
    return parent is not None


def _span(node: LexborNode, *names: str) -> int:
    for name in names:
        text = node.attributes.get(name) or ""
        if text.isdecimal() and 0 < len(text) < 4:  # noqa: PLR2004 - no table has 1000 columns
            return int(text)
    return 1


def _written(cell: LexborNode) -> Written:
    text = "\n".join(lines(cell.text(deep=True, separator="")))
    return Written(
        text,
        max(1, _span(cell, "aria-rowspan", "data-rowspan", "rowspan")),
        max(1, _span(cell, "aria-colspan", "data-colspan", "colspan")),
        header=cell.attributes.get("role") in {"columnheader", "rowheader"},
    )
