"""Read the tables of a page, with merged cells, nested tables and tables drawn with styled boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from checker.facts.block_text import INVISIBLE, block_tree, lines
from checker.facts.tables.grid import MAX_PLACES, Row, Table, Written, lay
from checker.facts.tables.headers import header_columns, header_rows
from checker.facts.tables.styled import styled_rows, styled_tables

MAX_TABLES = 300
_MAX_LINKS = 20
_LONGEST_CAPTION = 120
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Blocks:
    """A page taken apart: the lines outside its tables, its tables, and how many images it shows."""

    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    images: int
    cut: bool = False


def read_tables(html: str) -> tuple[Table, ...]:
    """Read all tables of a page in their order; never raises on any text."""
    return read_blocks(html).tables


def read_blocks(html: str) -> Blocks:
    """Take a page apart; never raises on any text."""
    tree = block_tree(html)
    body = tree.body
    if body is None:
        return Blocks((), (), 0)
    images = len(body.css("img"))
    tables, cut = _all_tables(body)
    return Blocks(lines(body.text(deep=True, separator="")), tables, images, cut)


def _all_tables(body: LexborNode) -> tuple[tuple[Table, ...], bool]:
    """Read inner tables first and take each out, so that no text is in two tables."""
    nodes = body.css("table")
    depths = _depths(nodes)
    found: list[Table] = []
    places, cut = 0, len(nodes) > MAX_TABLES
    for node in reversed(nodes[:MAX_TABLES]):
        if places < MAX_PLACES:
            table = _table(node, depths[node.mem_id], MAX_PLACES - places)
            if table is not None:
                found.append(table)
                places += len(table.rows) * table.width
        else:
            cut = True
        node.decompose()
    found.reverse()
    for box in styled_tables(body):
        table = _finish(*lay([styled_rows(box)], max(MAX_PLACES - places, 1)), marked=0)
        if table is not None:
            found.append(table)
            places += len(table.rows) * table.width
            box.decompose()
    return tuple(found), cut


def _depths(nodes: list[LexborNode]) -> dict[int, int]:
    """How many tables each table stands in."""
    depths: dict[int, int] = {}
    for node in nodes:
        parent = node.parent
        while parent is not None and parent.mem_id not in depths:
            parent = parent.parent
        depths[node.mem_id] = depths[parent.mem_id] + 1 if parent is not None else 0
    return depths


def _table(node: LexborNode, depth: int, most: int) -> Table | None:
    hidden_rows: set[int] = set()
    marked, count = 0, 0
    groups: list[list[list[Written]]] = []
    caption = node.css_first("caption")
    for group in _groups(node):
        written: list[list[Written]] = []
        for row in group.iter():
            if row.tag != "tr":
                continue
            if _unseen(row) or _unseen(group):
                hidden_rows.add(count)
            written.append([_written(cell) for cell in row.iter() if cell.tag in _CELLS])
            count += 1
        if group.tag == "thead" and not groups:
            marked = len(written)
        groups.append(written)
    rows, cut = lay(groups, most)
    said = caption.text(deep=True, separator="") if caption is not None else _line_before(node)
    return _finish(
        rows,
        cut,
        marked=marked,
        caption=" ".join(said.split())[:_LONGEST_CAPTION],
        hidden=_unseen(node),
        hidden_rows=frozenset(hidden_rows),
        depth=depth,
    )


def _finish(
    rows: tuple[Row, ...],
    cut: bool,  # noqa: FBT001 - the second half of what lay() answers
    *,
    marked: int,
    caption: str = "",
    hidden: bool = False,
    hidden_rows: frozenset[int] = frozenset(),
    depth: int = 0,
) -> Table | None:
    if not rows or not rows[0]:
        return None
    head = header_rows(rows, marked)
    return Table(
        rows,
        caption=caption,
        header_rows=head,
        header_columns=header_columns(rows, head),
        hidden=hidden,
        hidden_rows=hidden_rows,
        depth=depth,
        cut=cut,
    )


def _groups(node: LexborNode) -> Iterator[LexborNode]:
    """The row groups in the order of the page; rows without one are in a tbody after parsing."""
    for child in node.iter():
        if child.tag in _GROUPS:
            yield child


def _written(cell: LexborNode) -> Written:
    attributes = cell.attributes
    text = cell.text(deep=True, separator="").translate(INVISIBLE)
    links = tuple(
        href
        for link in cell.css("a[href]")[:_MAX_LINKS]
        if (href := (link.attributes.get("href") or "").strip())
    )
    return Written(
        "\n".join(lines(text)),
        span(attributes.get("rowspan"), least=0),
        span(attributes.get("colspan"), least=1),
        header=cell.tag == "th",
        hidden=_unseen(cell),
        links=links,
    )


_DIGITS = re.compile(r"\s*\+?(\d{1,9})")


def span(text: str | None, least: int) -> int:
    """Read a span as browsers do: leading digits count, nonsense is 1."""
    found = _DIGITS.match(text or "")
    if not found:
        return 1
    value = int(found.group(1))
    return value if value >= least else 1


def _unseen(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_UNSEEN.search(attributes.get("style") or ""))


def _line_before(node: LexborNode) -> str:
    """The short line above a table, which names it."""
    before = node.prev
    for _ in range(6):
        if before is None:
            return ""
        said = lines(before.text(deep=True, separator="")[:2000]) if before.tag != "table" else ()
        if said:
            return said[-1] if len(said[-1]) <= _LONGEST_CAPTION else ""
        before = before.prev
    return ""
