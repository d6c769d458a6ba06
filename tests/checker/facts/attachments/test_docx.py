"""Word documents: margins, comments, changes, odd tables, and parts that are broken."""

import pytest

from checker.facts.attachments import Limits, Seen, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments import made
from tests.checker.facts.attachments.made import grid

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def p(text, properties=""):
    return f"<w:p><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>"


def cell(content, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows):
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def part(content, root="x"):
    return f'<w:{root} xmlns:w="{WORD}">{content}</w:{root}>'


def read(body, more=None, limits=None):
    return read_here(made.docx(body, more), limits=limits or Limits())


def said(attachment):
    return [(one.place, one.lines, one.seen) for one in attachment.passages]


def test_margins_and_comments():
    attachment = read(
        p("正文"),
        {
            "word/header1.xml": part(p("页眉") + table(row(cell(p("表"))))),
            "word/footnotes.xml": part(p("脚注")),
            "word/comments.xml": part(p("要核实")),
        },
    )
    assert said(attachment) == [
        ("正文", ("正文",), Seen.SHOWN),
        ("页眉", ("页眉",), Seen.MARGIN),
        ("脚注", ("脚注",), Seen.MARGIN),
        ("批注", ("要核实",), Seen.COMMENT),
    ]
    assert [grid(one) for one in attachment.tables] == [[["表"]]]
    assert attachment.state is State.READ


def test_a_broken_part_is_named_and_the_others_are_read():
    attachment = read(p("正文"), {"word/header1.xml": "no XML", "word/footer1.xml": part(p("脚"))})
    assert attachment.state is State.PARTIAL
    assert attachment.lines == ("正文",)
    assert [(note.what, note.why) for note in attachment.notes] == [
        ("word/header1.xml", "部件损坏，读不出")
    ]


def test_a_part_beyond_the_limit_is_read_in_part():
    attachment = read(p("前文") + p("后文" * 5_000), limits=Limits(part=2_000))
    assert (attachment.state, attachment.lines[0]) == (State.PARTIAL, "前文")
    assert [(note.what, note.why) for note in attachment.notes] == [
        ("word/document.xml", "部件超过读取上限，只读了前一部分")
    ]


def test_a_document_without_text_of_its_own_is_damaged():
    assert read("", {"word/document.xml": "no XML"}).state is State.DAMAGED


def test_the_main_part_is_where_the_file_says():
    more = {
        "word/document.xml": part(p("旧的")),
        "word/document7.xml": part(p("新的")),
        "_rels/.rels": '<R><Relationship Id="1" Target="word/document7.xml"/><Relationship Id="2" '
        'Target="http://a/document" TargetMode="External"/><Relationship/></R>',
    }
    assert read("", more).lines == ("新的",)


def test_breaks_and_tabs_also_outside_runs():
    body = "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r><w:br/><w:r><w:t>四</w:t></w:r></w:p>"
    assert read(body).lines == ("一", "二 三", "四")


def test_struck_out_text_and_comments_in_the_markup():
    body = (
        "<w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del><!-- 注 -->"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>留</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert said(read(body)) == [
        ("正文", ("留",), Seen.SHOWN),
        ("修订中删除的文字", ("删移",), Seen.DELETED),
    ]


def test_what_is_hidden_in_a_cell_is_not_in_its_text():
    hidden = p("身份证号", "<w:rPr><w:vanish/></w:rPr>")
    attachment = read(table(row(cell(p("姓名") + hidden), cell(p("金额")))))
    assert grid(attachment.tables[0]) == [["姓名", "金额"]]
    assert ("表格内隐藏文字", ("身份证号",), Seen.HIDDEN) in said(attachment)


def test_rows_and_cells_within_content_controls_and_changes():
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{row(cell(p('乙')))}</w:sdtContent></w:sdt>"
    inserted = f"<w:tr><w:ins>{cell(p('丙'))}</w:ins></w:tr>"
    attachment = read(table(row(cell(p("甲"))), wrapped, inserted))
    assert grid(attachment.tables[0]) == [["甲"], ["乙"], ["丙"]]


@pytest.mark.parametrize(("value", "heads"), [("", 2), (' w:val="false"', 0)])
def test_rows_that_are_said_to_be_heads(value, heads):
    head = f"<w:cantSplit/><w:tblHeader{value}/>"
    rows = [row(cell(p(f"{n}0")), cell(p(f"{n}1")), properties=head) for n in (1, 2)]
    rows.append(row(cell(p("30")), cell(p("31"))))
    attachment = read(table(*rows))
    assert attachment.tables[0].header_rows == heads


def test_a_row_that_begins_further_right():
    rows = [
        row(cell(p("甲")), cell(p("乙")), cell(p("丙"))),
        row(cell(p("丁")), properties='<w:gridBefore w:val="2"/>'),
        row(cell(p("戊"), '<w:gridSpan w:val="many"/>'), cell(p("己"))),
    ]
    assert grid(read(table(*rows)).tables[0]) == [
        ["甲", "乙", "丙"],
        ["", "", "丁"],
        ["戊", "己", ""],
    ]


def test_a_cell_that_continues_nothing_stands_for_itself():
    follows = '<w:vMerge w:val="continue"/>'
    rows = [
        row(cell(p("一"), follows), cell(p("二"))),
        row(cell(p("三"), '<w:gridSpan w:val="2"/>')),
        row(cell(p("四")), cell(p("五"), follows)),
    ]
    assert grid(read(table(*rows)).tables[0]) == [["一", "二"], ["三", "三"], ["四", "五"]]


def test_a_table_beyond_the_limit_is_read_in_part():
    rows = [row(cell(p(f"{n}")), cell(p("x"))) for n in range(50)]
    attachment = read(p("前") + table(*rows) + p("后"), limits=Limits(places=20))
    assert (attachment.state, attachment.lines) == (State.PARTIAL, ("前", "后"))
    assert len(attachment.tables[0].rows) == 10
    assert "表格超过读取上限，其余未读" in [note.why for note in attachment.notes]


def test_a_long_line_before_a_table_is_no_caption():
    assert read(p("说" * 200) + table(row(cell(p("甲"))))).tables[0].caption == ""


def test_empty_tables_are_none():
    attachment = read(table() + table(row()) + p("文"))
    assert (attachment.tables, attachment.lines) == ((), ("文",))
