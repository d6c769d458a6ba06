"""Web pages, web archives and one-file XML under a document's name: limits and odd ones."""

import pytest

from checker.facts.attachments import Kind, Limits, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments.made import grid


def test_a_page_beyond_the_limit_is_read_in_part():
    read = read_here(b"<html><p>one</p>" + b"<p>two</p>" * 100, limits=Limits(part=100))
    assert (read.kind, read.state, read.lines[0]) == (Kind.HTML, State.PARTIAL, "one")
    assert [note.why for note in read.notes] == ["网页超过读取上限，其余未读"]


def archive(*parts):
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    return (head + "".join(f"--x\r\n{part}\r\n" for part in parts) + "--x--\r\n").encode()


PAGE = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>文字</p>"


def test_of_a_web_archive_the_pages_are_read():
    read = read_here(
        archive("Content-Type: image/png\r\n\r\nx", PAGE, "Content-Type: text/css\r\n\r\ny")
    )
    assert (read.kind, read.state, read.lines) == (Kind.MHTML, State.READ, ("文字",))


def test_an_archive_of_more_parts_than_the_limit():
    read = read_here(archive(*[PAGE] * 203))
    assert (read.state, len(read.passages)) == (State.PARTIAL, 200)
    assert [note.why for note in read.notes] == ["部件数超过读取上限"]


@pytest.mark.parametrize("mark", ["<w:wordDocument/>", "<Workbook/>"])
def test_a_mark_in_a_comment_makes_no_document(mark):
    read = read_here(f"<?xml version='1.0'?><!-- {mark} -->".encode())
    assert read.state is State.DAMAGED


def test_odd_sheets_of_excel_2003():
    xml = """<?xml version="1.0"?><Workbook><Worksheet Name="一"><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>
    <Table><Column Index="2" Span="1" Hidden="1"/>
    <Row><Cell MergeDown="1"><Data>甲</Data></Cell><Cell><Data>乙</Data></Cell><Cell Index="x"><Data>丙</Data></Cell></Row>
    <Row><Cell Index="2"><Data>丁</Data></Cell></Row></Table></Worksheet><Worksheet Name="空"><Table/></Worksheet></Workbook>"""
    read = read_here(xml.encode())
    (table,) = read.tables
    assert (read.kind, table.name, table.hidden) == (Kind.EXCEL_XML, "一", True)
    assert grid(table) == [["甲", "乙", "丙"], ["甲", "丁", ""]]
    assert table.hidden_columns == {1, 2}
