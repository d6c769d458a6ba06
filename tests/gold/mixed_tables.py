"""Tables mixed at random: any cells that may span rows and columns, written in many manners of HTML.

Every table comes with its grid: what stands in each place, a spanning cell in every place that it covers.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from tests.gold.annual_report import Cell, Table, expanded

WORDS = (
    "项目名称", "资金来源", "实施单位", "完成情况", "备注", "青石镇", "柳河镇", "双溪街道", "县财政局", "农村公路养护",
    "补助标准", "高标准农田建设", "1", "26", "0", "1,280.50", "3.5%", "2024年", "2024-03-18", "是", "否", "—", "",
    "（一）予以公开", "合计", "万元", "A类", "第1批", "《条例》第十条", "5＜6", "A&B",
)  # fmt: skip


def _spans(cell: Cell, quote: str = '"') -> str:
    said = f" rowspan={quote}{cell.rows}{quote}" if cell.rows > 1 else ""
    return said + (f" colspan={quote}{cell.cols}{quote}" if cell.cols > 1 else "")


def _rows(table: Table, cell: Callable[[Cell], str], row: str = "<tr>{}</tr>") -> str:
    return "".join(row.format("".join(map(cell, one))) for one in table)


def _plain(cell: Cell) -> str:
    return f"<td{_spans(cell)}>{escape(cell.text)}</td>"


def _word(cell: Cell) -> str:
    return (
        f"<td width=86 valign=top{_spans(cell)} style='border:solid 1pt'><p class=MsoNormal><span lang=EN-US>&nbsp;</span>"
        f"<span style='font-size:9pt'>{escape(cell.text)}<o:p></o:p></span></p></td>"
    )


def _halved(cell: Cell) -> str:
    half = len(cell.text) // 2
    return f"<td{_spans(cell, chr(39))}><b>{escape(cell.text[:half])}</b><span>{escape(cell.text[half:])}</span></td>"


def _linked(cell: Cell) -> str:
    return f"<td{_spans(cell)}>\n  <!-- c --><a href='/x'>{escape(cell.text)}</a>\n</td>"


def _grouped(table: Table) -> str:
    alone = all(cell.rows == 1 for row in table for cell in row)
    return _rows(table, _plain, "<tbody><tr>{}</tr></tbody>" if alone else "<tr>{}</tr>")


def _padded(cell: Cell) -> str:
    return f"  <td{_spans(cell)} align=center>\n{escape(cell.text)}&nbsp;</td>\n"


def _headed(table: Table) -> str:
    deep = max(cell.rows for cell in table[0])
    if any(at + cell.rows > deep for at, row in enumerate(table[:deep]) for cell in row):
        deep = 0  # no cell reaches out of its group of rows
    head = _rows(table[:deep], lambda c: f"<th scope=col{_spans(c)}>{escape(c.text)}</th>")
    body = _rows(table[deep:], _plain)
    return (
        f"<table><colgroup><col><col></colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"
    )


MANNERS: tuple[Callable[[Table], str], ...] = (
    lambda t: f"<table border=1>{_rows(t, _plain)}</table>",
    lambda t: f"<TABLE BORDER=1>{_rows(t, lambda c: f'<TD{_spans(c, str()).upper()}>{escape(c.text)}', '<TR>{}')}</TABLE>",
    lambda t: f"<table width=100%><tr><td><table>{_rows(t, _plain)}</table></td></tr></table>",
    _headed,
    lambda t: f"<table class=MsoTableGrid><tbody>{_rows(t, _word)}</tbody></table>",
    lambda t: f"<table>{_rows(t, _halved)}</table>",
    lambda t: f"<table>{_rows(t, _linked)}</table>",
    lambda t: f"<table><caption>附表</caption>{_rows(t, _plain)}</table>",
    lambda t: f"<div class=scroll><table>{_grouped(t)}</table></div>",
    lambda t: f"<form><table><input type=hidden>{_rows(t, _plain)}</form></table>",
    lambda t: f"<table>\n{_rows(t, _padded)}\n</table>",
    lambda t: f"<ul><li><table>{_rows(t, _plain)}</table></li></ul>",
)  # fmt: skip


def made_table(random: Random) -> tuple[str, list[list[str]]]:
    """Return a table as HTML, and its grid."""
    height, width = random.randint(3, 9), random.randint(2, 7)
    taken = [[False] * width for _ in range(height)]
    rows = []
    for top in range(height):
        cells = []
        for left in range(width):
            if taken[top][left]:
                continue
            free = next((x for x in range(left, width) if taken[top][x]), width) - left
            across = random.randint(1, min(3, free)) if random.random() < 0.15 else 1
            down = random.randint(1, min(3, height - top)) if random.random() < 0.12 else 1
            if (
                across == width
            ):  # a row of one cell is a heading between rows, and no manner differs
                down = 1
            for row in taken[top : top + down]:
                row[left : left + across] = [True] * across
            cells.append(Cell(random.choice(WORDS), down, across))
        rows.append(tuple(cells))
    table = tuple(rows)
    return random.choice(MANNERS)(table), expanded(table)
