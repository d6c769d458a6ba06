"""Each format's own ways: merged cells, odd numbers, web pages under a document's name …"""

import pytest

from checker.facts.attachments import Kind, Limits, Seen, State
from checker.facts.attachments.reading import read_here as read_attachment
from tests.checker.facts.attachments import made
from tests.checker.facts.attachments.made import grid


def table_of(body, name=""):
    attachment = read_attachment(body, name)
    assert attachment.state is State.READ, attachment
    (table,) = attachment.tables
    return table


def test_values_of_a_workbook():
    sheet = """<sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>内联</t></is></c>
    <c r="C2"><v>1.3800138E10</v></c><c r="D2"><v>0.1</v></c><c r="E2" t="b"><v>1</v></c>
    <c r="F2" t="str"><v>公式</v></c><c r="G2" t="e"><v>#N/A</v></c><c r="H2" s="1"><v>45352</v></c></row>
    <row><c><v>1e400</v></c><c><v>1.10105194912310E+17</v></c><c><v>nan</v></c></row></sheetData>"""
    styles = '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs></styleSheet>'
    strings = "<si><r><t>共</t></r><r><t>享</t></r><rPh><t>gong</t></rPh></si>"
    table = table_of(made.xlsx(sheet, strings=strings, more={"xl/styles.xml": styles}))
    assert grid(table) == [
        ["共享", "内联", "13800138000", "0.1", "TRUE", "公式", "#N/A", "2024-03-01"],
        ["1e400", "110105194912310000", "nan", "", "", "", "", ""],
    ]
    assert [table.row_number(row) for row in (0, 1)] == [2, 3]


def test_merged_areas_and_sheets_without_a_listing():
    sheet = """<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>题</t></is></c></row>
    <row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row></sheetData>
    <mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="ZZZZ:1"/></mergeCells>"""
    body = made.xlsx(sheet)
    assert grid(table_of(body)) == [["题", "题"], ["1", "2"]]
    loose = made.archive(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>",
        }
    )
    assert grid(table_of(loose)) == [["题", "题"], ["1", "2"]]


def test_a_cell_in_the_far_corner_costs_nothing():
    sheet = '<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    attachment = read_attachment(made.xlsx(sheet))
    assert attachment.state is State.PARTIAL
    (table,) = attachment.tables
    assert (grid(table), table.row_number(0), table.cut) == ([["1"]], 1048576, True)


def w(text, properties=""):
    return f"<w:p><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>"


def test_tables_in_tables_and_merged_cells_of_word():
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    inner = f"<w:tbl><w:tr>{cell.format('', w('内'))}</w:tr></w:tbl>"
    rows = [
        cell.format('<w:vMerge w:val="restart"/>', w("上"))
        + cell.format('<w:gridSpan w:val="2"/>', w("宽")),
        cell.format("<w:vMerge/>", "<w:p/>")
        + cell.format("", w("左") + inner)
        + cell.format("", w("右")),
    ]
    body = made.docx(
        w("前文") + "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    )
    attachment = read_attachment(body)
    outer, nested = attachment.tables
    assert grid(outer) == [["上", "宽", "宽"], ["上", "左", "右"]]
    assert outer.caption == "前文"
    assert grid(nested) == [["内"]]


def test_text_boxes_are_read_once():
    box = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:drawing><w:txbxContent>"
        + w("框内")
        + "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        + w("框内")
        + "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read_attachment(made.docx(box)).lines == ("框内",)


@pytest.mark.parametrize("value", ["0", "false", "off", "none"])
def test_switched_off_properties(value):
    off = w("看得见", f'<w:rPr><w:vanish w:val="{value}"/></w:rPr>')
    assert read_attachment(made.docx(off)).lines == ("看得见",)


def test_breaks_in_a_paragraph_of_word_keep_words_apart():
    parts = ("甲</w:t><w:br/><w:t>乙", "</w:t><w:cr/><w:t>丙", "</w:t><w:tab/><w:t>丁")
    body = made.docx(w("".join(parts) + "</w:t><w:noBreakHyphen/><w:t>1"))
    lines = read_attachment(body).lines
    assert [" ".join(line.split()) for line in lines] == ["甲", "乙", "丙 丁-1"]


def test_an_ofd_page_with_a_ruled_table():
    lines = [made.ofd_line(10, y, 110, y) for y in (50, 60, 70)]
    lines += [made.ofd_line(x, 50, x, 70) for x in (10, 60, 110)]
    texts = [
        made.ofd_text(10, 20, "公示名单说明文字"),
        made.ofd_text(12, 53, "姓名"),
        made.ofd_text(62, 53, "金额"),
        made.ofd_text(12, 63, "甲一"),
        made.ofd_text(62, 63, "500"),
    ]
    attachment = read_attachment(made.ofd(["".join([*lines, *texts])]))
    assert (attachment.kind, attachment.state, attachment.pages) == (Kind.OFD, State.READ, 1)
    assert attachment.lines == ("公示名单说明文字",)
    assert grid(attachment.tables[0]) == [["姓名", "金额"], ["甲一", "500"]]
    assert attachment.tables[0].name == "第1页"
    assert attachment.metadata == {"作者": "制作人"}


def test_an_ofd_page_that_is_a_picture():
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="1"/>'
    attachment = read_attachment(made.ofd([picture]))
    assert attachment.state is State.IMAGE_ONLY
    assert [(note.what, note.why) for note in attachment.notes] == [("第1页", "是图片，没有文字层")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_as_csv(encoding):
    text = '姓名,金额\r\n甲一,"1,000"\r\n乙二,\r\n'
    attachment = read_attachment(text.encode(encoding), "名单.csv")
    assert attachment.kind is Kind.CSV
    assert grid(attachment.tables[0]) == [["姓名", "金额"], ["甲一", "1,000"], ["乙二", ""]]
    assert attachment.lines == ()


def test_plain_text():
    attachment = read_attachment("第一行，有逗号\n第二行\n".encode("gb18030"))
    assert (attachment.kind, attachment.lines) == (Kind.TXT, ("第一行，有逗号", "第二行"))


HTML = "<html><head><meta charset=gb2312></head><body><p>题</p><table><tr><td>姓名</td><td>1</td></tr></table></body></html>"


def test_a_web_page_under_a_document_s_name():
    attachment = read_attachment(HTML.encode("gb18030"), "名单.xls")
    assert (attachment.kind, attachment.lines) == (Kind.HTML, ("题",))
    assert grid(attachment.tables[0]) == [["姓名", "1"]]


def test_a_web_archive():
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    body = head.encode() + HTML.encode("gb18030") + b"\r\n--x--\r\n"
    attachment = read_attachment(body, "公示.doc")
    assert (attachment.kind, attachment.lines) == (Kind.MHTML, ("题",))


def test_excel_2003_xml():
    xml = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Worksheet ss:Name="名单"><Table><Column/><Column ss:Hidden="1"/>
    <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">题</Data></Cell></Row>
    <Row ss:Index="3" ss:Hidden="1"><Cell><Data ss:Type="String">甲</Data></Cell><Cell ss:Index="2"><Data ss:Type="Number">5</Data></Cell></Row>
    </Table></Worksheet></Workbook>"""
    table = table_of(xml.encode())
    assert grid(table) == [["题", "题"], ["甲", "5"]]
    assert (table.row_number(1), table.hidden_rows, table.hidden_columns) == (3, {1}, {1})


def test_word_2003_xml():
    xml = f'<?xml version="1.0"?><w:wordDocument xmlns:w="x"><w:body>{w("正文")}</w:body></w:wordDocument>'
    attachment = read_attachment(xml.encode())
    assert (attachment.kind, attachment.lines) == (Kind.WORD_XML, ("正文",))


def test_rtf_in_chinese():
    body = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 \'cb\'ce\'cc\'e5;}}\f0 \'b9\'ab\'ca\'be\par \u21517?\u21333?{\v \'d2\'fe}\par}"
    attachment = read_attachment(body)
    assert attachment.lines == ("公示", "名单")
    assert [p.lines for p in attachment.passages if p.seen is Seen.HIDDEN] == [("隐",)]


def test_an_archive_lists_its_files_and_reads_them():
    inner = made.docx(w("内文"))
    body = made.archive(
        {"a/通知.docx": inner, "说明.txt": "文字".encode(), "x.zip": made.archive({"y.txt": "z"})}
    )
    attachment = read_attachment(body, "附件.zip")
    assert attachment.members == ("a/通知.docx", "说明.txt", "x.zip")
    assert [(one.name, one.state, one.lines) for one in attachment.inner[:2]] == [
        ("a/通知.docx", State.READ, ("内文",)),
        ("说明.txt", State.READ, ("文字",)),
    ]
    assert attachment.state is State.PARTIAL
    assert [note.what for note in attachment.notes] == ["x.zip"]
    assert attachment.inner[2].members == ("y.txt",)


def test_names_in_old_archives():
    name = "名单.txt".encode("gb18030")
    body = made.archive({"aaaaaaaa": "文"}).replace(b"aaaaaaaa", name)
    assert len(name) == 8
    assert read_attachment(body).members == ("名单.txt",)


@pytest.mark.parametrize(
    ("body", "kind", "state"),
    [
        (b"", Kind.EMPTY, State.EMPTY),
        (b" \r\n\x00", Kind.EMPTY, State.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, Kind.IMAGE, State.IMAGE_ONLY),
        (b"Rar!\x1a\x07\x00" + b"x" * 50, Kind.RAR, State.UNSUPPORTED),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, Kind.SEVEN_ZIP, State.UNSUPPORTED),
        (bytes(range(1, 256)) * 9, Kind.UNKNOWN, State.UNSUPPORTED),
        (b"%PDF-1.4\nnothing", Kind.PDF, State.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, Kind.OFFICE, State.UNSUPPORTED),
        (b"PK\x03\x04 word/document.xml", Kind.DOCX, State.DAMAGED),
    ],
    ids=str,
)
def test_what_is_no_document_is_called_by_its_name(body, kind, state):
    attachment = read_attachment(body)
    assert (attachment.kind, attachment.state) == (kind, state)


def test_a_file_of_which_we_hold_the_beginning_is_not_called_damaged():
    body = (made.EXAMPLES / "annual.docx").read_bytes()[:4000]
    assert read_attachment(body).state is State.DAMAGED
    assert read_attachment(body, cut=True).state is State.CUT
    text = read_attachment("一行\n".encode(), cut=True)
    assert (text.state, text.lines) == (State.PARTIAL, ("一行",))


def test_the_lines_of_a_full_page_are_joined():
    content = b"BT /F1 10 Tf 40 700 Td 12 TL (The first line of this paragraph is as long as the page) Tj T* (and goes on below.) Tj ET"
    attachment = read_attachment(made.pdf(content))
    assert attachment.lines == (
        "The first line of this paragraph is as long as the pageand goes on below.",
    )


def test_more_pages_than_the_limit():
    body = made.pdf(*[b"BT /F1 10 Tf 40 700 Td (page with some text) Tj ET"] * 5)
    attachment = read_attachment(body, limits=Limits(pages=2))
    assert (attachment.state, attachment.pages, len(attachment.passages)) == (State.PARTIAL, 5, 2)
    assert attachment.notes[0].why == "共5页，超过读取上限"


def test_signs_of_rtf_are_the_signs_that_a_reader_sees():
    body = rb"{\rtf1\ansi \bullet A\emdash B\endash C\\D\{E\}\tab F\par G\line H\~I\_J}"
    lines = read_attachment(body).lines
    assert [" ".join(line.split()) for line in lines] == [
        "\u2022A\u2014B\u2013C\\D{E} F",
        "G",
        "H I-J",
    ]
