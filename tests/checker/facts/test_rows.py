"""Which boxes are rows of a list: what belongs to one row, and what to another list."""

from __future__ import annotations

from datetime import date

import pytest

from checker.facts.page import read_page

URL = "http://www.tx.gov.cn/ghjh/"


def listed(html: str) -> list[tuple[str, date | None]]:
    return [(entry.title, entry.date) for entry in read_page(html, URL).entries]


@pytest.mark.parametrize(
    "row",
    [
        "<ul><li><div>{}</div><div>{}</div></li></ul>",
        "<p><span>{}</span><span>{}</span></p>",
        "<dl><dd><div>{}</div><div>{}</div></dd></dl>",
        "<table><tr><td>{}</td><td>{}</td></tr></table>",
        "<article><div>{}</div><div>{}</div></article>",
    ],
)
def test_a_single_row_ends_with_its_own_box(row: str) -> None:
    link = "<a href=1.html>某县第一号能源规划</a>"
    html = f"<div><div>第一批 2019-01-01</div>{row.format(link, '2021-05-15')}</div>"
    assert listed(html) == [("某县第一号能源规划", date(2021, 5, 15))]


def test_a_short_link_beside_a_title_is_no_row() -> None:
    rows = "".join(
        f"<div class=row><a href={n}.html>某县第{n}号能源规划</a><a href=/jd/{n}.html>解读</a>"
        f"<span>2021-05-1{n}</span></div>"
        for n in (1, 2, 3)
    )
    assert listed(f"<div>{rows}</div>") == [
        (f"某县第{n}号能源规划", date(2021, 5, 10 + n)) for n in (1, 2, 3)
    ]


def test_names_of_columns_in_a_row_are_no_entries_whatever_their_addresses() -> None:
    names = ("农业农村信息", "市场监管信息", "生态环境信息", "住房保障信息")
    rows = "".join(f"<li><a href=/zt/{n}.html>{name}</a></li>" for n, name in enumerate(names))
    assert listed(f"<ul>{rows}</ul>") == []


def test_lists_in_one_box_that_are_built_differently_are_two() -> None:
    dated = "".join(
        f"<p class=item><a href={n}.html>某县第{n}号能源规划</a> 2021-05-1{n}</p>"
        for n in (1, 2, 3)
    )
    bare = "".join(
        f"<div class=more><b><a href=/qt/{n}.html>某县第{n}号办事指南说明</a></b></div>"
        for n in (1, 2)
    )
    assert listed(f"<div>{dated}{bare}</div>") == [
        (f"某县第{n}号能源规划", date(2021, 5, 10 + n)) for n in (1, 2, 3)
    ]


@pytest.mark.parametrize("words", ["考试日期：", "考试时间："])
def test_a_day_in_a_heading_is_that_of_what_it_names(words: str) -> None:
    page = read_page(f"<h1>招考公告</h1><h3><span>{words}2024-03-01</span></h3><p>文。</p>", URL)
    assert page.dates == ()
