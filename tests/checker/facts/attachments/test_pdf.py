"""PDF files: what they say of themselves, broken pages, text without a code, and limits."""

import pytest

from checker.facts.attachments import Limits, State
from checker.facts.attachments.pdf import paragraphs
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments import made

WORDS = b"BT /F1 10 Tf 40 700 Td (page with some text) Tj ET"


def test_what_a_file_says_of_itself():
    attachment = read_here(made.pdf(WORDS, info=b"/Title (A title) /Author (B C) /Subject ()"))
    assert attachment.metadata == {"标题": "A title", "作者": "B C"}


def test_a_page_that_cannot_be_opened_is_noted_and_the_others_are_read():
    body = made.pdf(WORDS, WORDS, WORDS).replace(b"1002 0 R", b"9999 0 R")
    attachment = read_here(body)
    assert (attachment.state, attachment.pages) == (State.PARTIAL, 3)
    assert [part.place for part in attachment.passages] == ["第1页", "第3页"]
    assert [(note.what, note.why) for note in attachment.notes] == [("第2页", "页面损坏，打不开")]


def test_text_without_a_usable_code_is_not_taken_for_text():
    private = b" ".join(b"<%02X> <E0%02X>" % (code, code) for code in b"pagewithsomtx")
    attachment = read_here(made.pdf(WORDS, to_unicode=private))
    assert attachment.state is State.IMAGE_ONLY
    assert [note.why for note in attachment.notes] == ["文字没有可用的编码表，读不出"]


def test_text_beyond_the_limit_is_left_out_and_said_where_it_begins():
    body = made.pdf(WORDS, WORDS)
    for most, notes in ((19, ["第2页起"]), (30, ["第2页"]), (38, [])):
        attachment = read_here(body, limits=Limits(characters=most))
        assert [note.what for note in attachment.notes] == notes
        assert attachment.lines[0] == "page with some text"


def test_more_streams_than_any_document_has():
    body = made.pdf(WORDS, WORDS)
    assert read_here(body, limits=Limits(streams=2)).state is State.READ
    assert read_here(body, limits=Limits(streams=1)).state is State.TOO_LARGE


def test_a_stream_that_breaks_off_is_no_bomb():
    body = made.pdf(WORDS)
    at = body.index(b"stream\n") + 12
    attachment = read_here(body[:at] + bytes(4) + body[at + 4 :])
    assert attachment.state is not State.TOO_LARGE


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([], []),
        (["一" * 30, "二"], ["一" * 30 + "二"]),
        (["一" * 30 + "。", "二"], ["一" * 30 + "。", "二"]),
        (["一" * 30, "", "二"], ["一" * 30, "二"]),
        (["一" * 30, "（一）二"], ["一" * 30, "（一）二"]),
        (["一" * 10, "二"], ["一" * 10, "二"]),
    ],
    ids=["none", "full", "ended", "blank", "numbered", "short"],
)
def test_only_lines_that_a_full_page_broke_are_joined(lines, joined):
    assert paragraphs(lines) == joined
