"""XLSX workbooks: sheets and their limits, comments, days and times, odd references."""

import pytest

from checker.facts.attachments import Limits, Seen, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments import made
from tests.checker.facts.attachments.made import grid

RELATION = '<Relationship Id="{}" Target="{}"/>'


def relations(**targets):
    listed = "".join(RELATION.format(key, target) for key, target in targets.items())
    return f"<Relationships>{listed}</Relationships>"


def rows(*lines):
    return (
        "<sheetData>"
        + "".join(
            "<row>" + "".join(f'<c t="str"><v>{text}</v></c>' for text in line) + "</row>"
            for line in lines
        )
        + "</sheetData>"
    )


def book(*sheets, state="visible", limits=None, **properties):
    """A workbook of sheets, of which the last has this state."""
    listed = "".join(
        f'<sheet name="{name}" id="r{n}" state="{state if n == len(sheets) - 1 else "visible"}"/>'
        for n, (name, _) in enumerate(sheets)
    )
    said = "".join(f'<workbookPr {key}="{value}"/>' for key, value in properties.items())
    more = {
        "xl/workbook.xml": f"<workbook>{said}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(
            **{f"r{n}": f"worksheets/s{n}.xml" for n in range(len(sheets))}
        ),
        **{
            f"xl/worksheets/s{n}.xml": f"<worksheet>{content}</worksheet>"
            for n, (_, content) in enumerate(sheets)
        },
    }
    return read_here(made.xlsx("", more=more), limits=limits or Limits())


A, B = ("甲", rows(["姓名", "金额"], ["张三", "5"])), ("乙", rows(["序号"], ["1"]))


def test_sheets_in_their_order_and_by_their_names():
    attachment = book(A, B, state="veryHidden")
    assert [(one.name, one.hidden) for one in attachment.tables] == [("甲", False), ("乙", True)]
    assert attachment.state is State.READ


@pytest.mark.parametrize(
    ("limits", "note"),
    [
        (Limits(sheets=1), ("第2个工作表起", "工作表数超过读取上限")),
        (Limits(places=4), ("乙", "表格超过读取上限，其余未读")),
    ],
    ids=["sheets", "places"],
)
def test_sheets_beyond_a_limit_are_noted(limits, note):
    attachment = book(A, B, limits=limits)
    assert attachment.state is State.PARTIAL
    assert [one.name for one in attachment.tables] == ["甲"]
    assert [(one.what, one.why) for one in attachment.notes] == [note]


def test_a_listed_sheet_that_is_not_there_is_left_out():
    body = made.xlsx(rows(["甲"]), more={"xl/_rels/workbook.xml.rels": relations(rId1="x.xml")})
    assert [one.name for one in read_here(body).tables] == ["sheet1.xml"]
    body = made.xlsx(
        rows(["甲"]),
        more={"xl/workbook.xml": "no XML", "xl/worksheets/_rels/sheet1.xml": "<worksheet/>"},
    )
    attachment = read_here(body)
    assert [grid(one) for one in attachment.tables] == [[["甲"]]]
    assert [one.what for one in attachment.notes] == ["xl/workbook.xml"]


def test_rows_and_strings_beyond_a_limit_are_noted():
    attachment = book(("甲", rows(*[["一", "二"]] * 9)), limits=Limits(places=8))
    assert (attachment.state, len(attachment.tables[0].rows)) == (State.PARTIAL, 4)
    assert attachment.tables[0].cut
    strings = "<si><t>有</t></si><si><t>无</t></si>"
    sheet = '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row></sheetData>'
    attachment = read_here(made.xlsx(sheet, strings=strings), limits=Limits(strings=1))
    assert grid(attachment.tables[0]) == [["有"]]
    assert [note.what for note in attachment.notes] == ["共享字符串"]


def test_comments_old_and_new():
    body = made.xlsx(
        rows(["甲"]),
        more={
            "xl/worksheets/_rels/sheet1.xml.rels": relations(
                a="../comments1.xml",
                b="../threadedComments/threadedComment1.xml",
                c="../drawings/vmlDrawing1.vml",
                d="../comments9.xml",
            ),
            "xl/comments1.xml": "<x><comment><text><r><t>要核</t></r><r><t>实</t></r></text></comment></x>",
            "xl/threadedComments/threadedComment1.xml": "<x><threadedComment><text>已核</text></threadedComment></x>",
        },
    )
    attachment = read_here(body)
    assert [(one.place, one.lines, one.seen) for one in attachment.passages] == [
        ("表 批注", ("要核实",), Seen.COMMENT),
        ("表 批注", ("已核",), Seen.COMMENT),
    ]


STYLES = """<styleSheet><numFmts><numFmt numFmtId="170" formatCode="h:mm"/><numFmt numFmtId="171"/>
<numFmt numFmtId="172" formatCode="General"/></numFmts>
<cellXfs><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="22"/><xf numFmtId="171"/><xf numFmtId="172"/><xf/></cellXfs></styleSheet>"""


def number(value, style="", styles=STYLES, **how):
    sheet = f'<sheetData><row><c s="{style}"><v>{value}</v></c></row></sheetData>'
    attachment = read_here(made.xlsx(sheet, more={"xl/styles.xml": styles, **how}))
    return attachment.tables[0].text(0, 0)


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        ("45352", "0", "2024-03-01"),
        ("0.5", "1", "12:00:00"),
        ("45352.75", "2", "2024-03-01 18:00:00"),
        ("45352", "3", "45352"),
        ("45352", "4", "45352"),
        ("45352", "5", "45352"),
        ("45352", "6", "45352"),
        ("45352", "1234567", "45352"),
        ("45352", "x", "45352"),
        ("9999999", "0", "9999999"),
        ("-3", "0", "-3"),
        ("1.50", "", "1.5"),
        ("3.0", "", "3"),
        ("0.1000000000000000055", "", "0.1"),
        ("约五百", "", "约五百"),
        ("1" * 41, "", "1" * 41),
        ("1e-300", "", "1e-300"),
    ],
)
def test_numbers_as_a_reader_sees_them(value, style, text):
    assert number(value, style) == text


def test_days_of_workbooks_that_count_from_1904():
    early = '<workbook><workbookPr date1904="1"/></workbook>'
    how = {"xl/workbook.xml": early, "xl/_rels/workbook.xml.rels": relations()}
    assert number("43890", "0", **how) == "2024-03-01"
    assert number("2958400", "0", **how) == "2958400", "a day after the year 9999"


def test_styles_without_formats():
    assert number("45352", "0", "<styleSheet/>") == "45352"


def test_values_that_are_not_there():
    sheet = """<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>7</v></c><c t="s"><v>x</v></c><c t="inlineStr"/>
    <c t="b"><v>0</v></c><c t="b"/><c r="??"><v>5</v></c><c/></row></sheetData>"""
    strings = "<si><t>有</t><phoneticPr/></si>"
    table = read_here(made.xlsx(sheet, strings=strings)).tables[0]
    assert grid(table) == [["有", "", "", "", "FALSE", "", "5"]]


def test_rows_and_columns_that_are_hidden():
    sheet = """<cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/><col min="x" max="4" width="0"/></cols>
    <sheetData><row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c><c><v>4</v></c></row>
    <row ht="0"><c><v>5</v></c></row><row r="9" hidden="true"><c><v>6</v></c></row></sheetData>"""
    table = read_here(made.xlsx(sheet)).tables[0]
    assert (table.hidden_rows, table.hidden_columns) == ({1, 2}, {1, 2})
    assert table.row_number(2) == 9


def test_a_sheet_that_breaks_off_gives_what_came_before():
    whole = "<worksheet>" + rows(["甲", "1"], ["乙", "2"])
    more = {"xl/worksheets/sheet1.xml": whole[: whole.index("乙") + 1]}
    assert grid(read_here(made.xlsx("", more=more)).tables[0])[0] == ["甲", "1"]


def test_a_sheet_without_a_word_is_no_table():
    for content in ("", "no XML"):
        attachment = read_here(made.xlsx("", more={"xl/worksheets/sheet1.xml": content}))
        assert (attachment.tables, attachment.state) == ((), State.EMPTY)
