"""RTF: characters in every writing, cells of several paragraphs, and what is not text."""

import pytest

from checker.facts.attachments import Seen, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments.made import grid


def read(text, head=rb"\ansi\ansicpg936"):
    return read_here(b"{\\rtf1" + head + b" " + text + b"}")


def said(attachment):
    return {part.seen: part.lines for part in attachment.passages}


@pytest.mark.parametrize(
    ("head", "text", "line"),
    [
        (rb"\ansicpg936", rb"\'b9\'ab\'ca\'be", "公示"),
        (rb"\ansicpg936", b"\\'b9\r\n\\'ab\\'ca\r\n\\'be", "公示"),
        (rb"\ansicpg950", rb"\'a4\'bd", "公"),
        (rb"\ansicpg65001", rb"\'e5\'85\'ac", "公"),
        (rb"\ansicpg1251", rb"\'c0", "А"),
        (rb"\ansicpg9999", rb"\'e9", "é"),
        (rb"\ansicpg", rb"\'e9", "é"),
        (
            rb"{\fonttbl{\f1\fcharset134 x;}{\f2\fcharset77 y;}}",
            rb"\f1\'b9\'ab\f2\'e9\f \'e9",
            "公éé",
        ),
        (rb"\uc1", rb"\u20844?\u-26927?", "公雑"),
        (rb"\uc2", rb"\u20844\'b9\'ab.\u20844 abc", "公.公c"),
        (rb"\uc0", rb"\u20844 a\u0 b\u\u99999999 c", "公abc"),
        (rb"\uc1", rb"\u-10175?\u-9216? \u-10175?", "𠐀 \ufffd"),
        (rb"", rb"\{a\}\\\~\emdash\lquote b\rquote\*", "{a}\\ —‘b’"),
    ],
    ids=range(13),
)
def test_characters(head, text, line):
    attachment = read(text, head)
    assert attachment.state is State.READ
    assert attachment.lines == (line.replace("\u00a0", " "),)


def test_what_is_not_the_text_of_the_document():
    attachment = read(
        rb"{\info{\author x}}{\*\generator y}{\pict 0102\'b9}{\header\'d2\'b3}\'b9{\v\'d2\'fe}"
        rb"{\deleted x}{\deleted\v\plain y}{\v0 z}{\*\annotation w}\par}}} tail"
    )
    assert said(attachment)[Seen.HIDDEN] == ("隐",)
    assert said(attachment)[Seen.DELETED] == ("x",)
    assert said(attachment)[Seen.COMMENT] == ("w",)
    assert said(attachment)[Seen.MARGIN] == ("页",)
    assert "tail" in attachment.lines[-1]


def test_a_paragraph_may_end_with_a_backslash_and_a_new_line():
    assert read(b"one\\\r\ntwo\\\nthree").lines == ("one", "two", "three")


ROW = rb"\trowd\pard\intbl %s\cell %s\cell\row "


def test_rows_whose_first_cell_has_several_paragraphs():
    text = rb"before\par " + ROW % (b"a", b"b") + ROW % (rb"c\par\pard\intbl d", b"e")
    attachment = read(text + rb"\pard after\par " + ROW % (b"f", rb"g\par h") + rb"\pard end")
    assert attachment.lines == ("before", "after", "end")
    assert [grid(table) for table in attachment.tables] == [
        [["a", "b"], ["c\nd", "e"]],
        [["f", "g\nh"]],
    ]


def test_rows_that_do_not_say_that_they_are_in_a_table():
    text = rb"before\par\trowd a\cell b\cell\row\row\trowd c\cell d\cell\trowd\row after\par"
    attachment = read(text)
    assert attachment.lines == ("before", "after")
    assert [grid(table) for table in attachment.tables] == [[["a", "b"], ["c", "d"]]]


def test_a_row_that_is_never_ended_is_read():
    attachment = read(rb"\trowd\intbl a\cell b\cell")
    assert [grid(table) for table in attachment.tables] == [[["a", "b"]]]
