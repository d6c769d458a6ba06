"""Tables of pages become grids in which every place knows its cell."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.tables import read_blocks, read_tables
from checker.facts.tables.grid import MAX_COLUMNS, MAX_PLACES, MAX_ROWS


def grid(html):
    (table,) = read_tables(html)
    return [[table.text(r, c) for c in range(table.width)] for r in range(len(table.rows))]


def test_merged_cells_cover_their_places():
    html = """<table>
    <tr><td rowspan=2>a</td><td colspan=2>b</td></tr>
    <tr><td>c</td><td>d</td></tr></table>"""
    assert grid(html) == [["a", "b", "b"], ["a", "c", "d"]]
    (table,) = read_tables(html)
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells()] == [
        ("a", 0, 0, 2, 1),
        ("b", 0, 1, 1, 2),
        ("c", 1, 1, 1, 1),
        ("d", 1, 2, 1, 1),
    ]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ("rowspan=0", [["a", "b"], ["a", "c"], ["a", "d"]]),
        ("rowspan=65535", [["a", "b"], ["a", "c"], ["a", "d"]]),
        ("rowspan=-3", [["a", "b"], ["c", ""], ["d", ""]]),
        ("rowspan=2.9", [["a", "b"], ["a", "c"], ["d", ""]]),
        ("rowspan='2 x'", [["a", "b"], ["a", "c"], ["d", ""]]),
        ("rowspan=abc", [["a", "b"], ["c", ""], ["d", ""]]),
        ("colspan=0", [["a", "b"], ["c", ""], ["d", ""]]),
    ],
)
def test_spans_are_read_as_browsers_read_them(spans, expected):
    html = f"<table><tr><td {spans}>a<td>b<tr><td>c<tr><td>d</table>"
    assert grid(html) == expected


def test_a_cell_does_not_reach_out_of_its_group():
    html = "<table><thead><tr><td rowspan=9>a<td>b</thead><tbody><tr><td>c<td>d</tbody></table>"
    assert grid(html) == [["a", "b"], ["c", "d"]]


def test_a_claimed_width_makes_no_columns():
    (table,) = read_tables(
        "<table><tr><td colspan=1000>题</td></tr>" + "<tr><td>1<td>2<td>3</tr>" * 3 + "</table>"
    )
    assert table.width == 3


def test_text_of_cells():
    html = """<table><tr>
      <td><p>张三</p><p>李四</p></td><td>1<span>3</span><b>8</b></td><td>a<br>b</td>
      <td><script>no()</script>\u200b&nbsp;x&nbsp; y</td></tr></table>"""
    assert grid(html) == [["张三\n李四", "138", "a\nb", "x y"]]


def test_inner_tables_stand_by_themselves():
    outer, inner = read_tables(
        "<table><tr><td>外<table><tr><td>内</td><td>2</td></tr></table></td></tr></table>"
    )
    assert (outer.text(0, 0), outer.depth) == ("外", 0)
    assert (inner.text(0, 0), inner.depth) == ("内", 1)


def test_hidden_parts_are_read_and_marked():
    (table,) = read_tables(
        """<table><tr><td>a<td style="display: none">b</tr>
        <tr style="DISPLAY:NONE"><td>c<td>d</tr><tr><td>e<td hidden>f</tr></table>"""
    )
    hidden = {
        table.text(r, c) for r in range(3) for c in range(table.width) if table.is_hidden(r, c)
    }
    assert hidden == {"b", "c", "d", "f"}


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        ("<table><caption>补贴名单</caption><tr><td>1</table>", "补贴名单"),
        ("<p>长文</p><p>2024年低保公示</p> <table><tr><td>1</table>", "2024年低保公示"),
        ("<p>" + "很长的一段话" * 50 + "</p><table><tr><td>1</table>", ""),
    ],
)
def test_what_a_table_is_called(html, caption):
    assert read_tables(html)[0].caption == caption


@pytest.mark.parametrize(
    ("html", "rows", "columns"),
    [
        ("<thead><tr><td>a<td>b</thead><tr><td>1<td>2", 1, 0),
        ("<tr><th>姓名<th>金额<tr><td>张三<td>100", 1, 1),
        ("<tr><td>姓名<td>金额<tr><td>张三<td>100<tr><td>李四<td>200", 1, 1),
        ("<tr><td colspan=2>公示表<tr><td>姓名<td>金额<tr><td>张三<td>100", 2, 1),
        (
            "<tr><td rowspan=2>姓名<td colspan=2>金额<tr><td>一月<td>二月<tr><td>张三<td>1<td>2",
            2,
            1,
        ),
        ("<tr><td>索引号<td>0143/2024-2<td>分类<td>年报<tr><td>名称<td colspan=3>报告", 0, 0),
        ("<tr><td>1<td>2<tr><td>3<td>4", 0, 0),
    ],
)
def test_rows_and_columns_that_name_the_others(html, rows, columns):
    (table,) = read_tables(f"<table>{html}</table>")
    assert (table.header_rows, table.header_columns) == (rows, columns)


def test_the_names_over_a_column():
    (table,) = read_tables(
        "<table><tr><th rowspan=2>姓名<th colspan=2>金额<tr><th>一月<th>二月<tr><td>张三<td>1<td>2</table>"
    )
    assert [table.label(column) for column in range(3)] == ["姓名", "金额 一月", "金额 二月"]


@pytest.mark.parametrize(
    "html",
    [
        '<div style="display:table">{}</div>',
        '<div class="table">{}</div>',
        '<div role="table"><div role="rowgroup">{}</div></div>',
        '<ul class="xx_table">{}</ul>',
    ],
)
def test_boxes_drawn_as_a_table(html):
    rows = "".join(
        f"<div>{''.join(f'<span>{c}</span>' for c in row)}</div>"
        for row in (["姓名", "金额"], ["张三", "1"], ["李四", ""])
    )
    assert grid(html.format(rows)) == [["姓名", "金额"], ["张三", "1"], ["李四", ""]]


def test_lines_stand_outside_tables():
    blocks = read_blocks("<h1>题</h1><p>一<b>二</b></p><table><tr><td>三</table><img src=x>四")
    assert blocks.lines == ("题", "一二", "四")
    assert blocks.images == 1


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "<table><tr><td>" * 5_000,
        "<table>" + "<tr><td colspan=65535 rowspan=65535>" * 2_000,
        "<table>" + "<tr>" + "<td colspan=1000>x" * 3_000,
        "<table>" + "<tr><td>1<td>2<td>3" * (MAX_ROWS + 100),
        "<div class=table>" * 3_000 + "<div><b>x</b></div>" * 3_000,
    ],
    ids=lambda html: html[:40],
)
def test_what_a_page_claims_does_not_decide_what_it_costs(html):
    started = time.process_time()
    tables = read_tables(html)
    assert time.process_time() - started < 20
    assert sum(len(t.rows) * t.width for t in tables) <= MAX_PLACES * 2
    assert all(t.width <= MAX_COLUMNS and len(t.rows) <= MAX_ROWS for t in tables)


def test_a_table_beyond_the_limit_says_so():
    (table,) = read_tables("<table>" + "<tr><td>1" * (MAX_ROWS + 1) + "</table>")
    assert (len(table.rows), table.cut) == (MAX_ROWS, True)


TAGS = st.sampled_from(
    [
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th>",
        "<thead>",
        "<tbody>",
        "<caption>",
        "<td rowspan=3>",
        "<td colspan=2>",
        "<td rowspan=0>",
        "<td colspan=99999>",
        "<div class=table>",
        "<div>",
        "</div>",
        "<br>",
        "<p>",
        "1",
        "文",
    ]
)


@settings(max_examples=300)
@given(st.lists(TAGS, max_size=60).map("".join))
def test_every_place_lies_in_the_cell_that_covers_it(html):
    for table in read_tables(html):
        assert {len(row) for row in table.rows} == {table.width}
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    assert cell.row <= r < cell.row + cell.row_span
                    assert cell.column <= c < cell.column + cell.column_span


@given(st.text())
def test_never_raises_on_any_text(html):
    read_blocks(html)
    read_blocks(f"<table><tr><td {html}>{html}")


def test_outside_a_table_there_is_no_text():
    (table,) = read_tables("<table><tr><td>1<td>2<tr><td>3</table>")
    places = [(0, 0), (1, 0), (1, 1), (0, 2), (2, 0), (-1, 0), (0, -1)]
    assert [table.text(*place) for place in places] == ["1", "3", "", "", "", "", ""]
