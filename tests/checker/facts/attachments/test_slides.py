"""Slides, new and old: order, hidden ones, notes, limits, broken parts."""

import struct

from checker.facts.attachments import Kind, Limits, Seen, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments import made
from tests.checker.facts.attachments.made_ole import ole


def slide(text, attributes=""):
    return f"<p:sld xmlns:p='p' xmlns:a='a' {attributes}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"


def read(more, limits=None):
    body = made.archive({"[Content_Types].xml": "<Types/>", **more})
    return read_here(body, limits=limits or Limits())


def said(attachment):
    return [(part.place, part.lines[0], part.seen) for part in attachment.passages]


SLIDES = {
    "ppt/slides/slide10.xml": slide("第十"),
    "ppt/slides/slide2.xml": slide("第二", "show='0'"),
    "ppt/slides/slide1.xml": slide("第一"),
    "ppt/slides/slideMaster.xml": slide("母版"),
    "ppt/notesSlides/notesSlide2.xml": slide("讲稿"),
}


def test_slides_in_the_order_of_their_numbers():
    attachment = read(SLIDES)
    assert (attachment.kind, attachment.pages) == (Kind.PPTX, 4)
    assert said(attachment)[1:] == [
        ("第1页", "第一", Seen.SHOWN),
        ("第2页", "第二", Seen.HIDDEN),
        ("第10页", "第十", Seen.SHOWN),
        ("第2页备注", "讲稿", Seen.COMMENT),
    ]


def test_slides_beyond_the_limit_are_noted():
    attachment = read(SLIDES, Limits(pages=2))
    assert attachment.state is State.PARTIAL
    assert [(note.what, note.why) for note in attachment.notes] == [("第3页起", "页数超过读取上限")]


def test_broken_slides_are_named_and_the_others_read():
    broken = {"ppt/slides/slide2.xml": "no XML", "ppt/notesSlides/notesSlide2.xml": ""}
    attachment = read(SLIDES | broken)
    assert [place for place, _, _ in said(attachment)][1:] == ["第1页", "第10页"]
    assert [note.what for note in attachment.notes] == [
        "ppt/notesslides/notesslide2.xml",
        "ppt/slides/slide2.xml",
    ]


def atom(kind, data, version=0):
    return struct.pack("<HHI", version, kind, len(data)) + data


def test_old_slides():
    records = atom(0x0FA0, "标题\r第二行".encode("utf-16-le")) + atom(0x0FA8, b"Caf\xe9")
    inner = struct.pack("<HHI", 0xF, 0x03E8, len(records)) + records + atom(0x1234, b"skip")
    attachment = read_here(ole({"PowerPoint Document": inner + atom(0x0FA8, b"end")}))
    assert (attachment.kind, attachment.state) == (Kind.PPT, State.READ)
    assert attachment.lines == ("标题", "第二行", "Café", "end")


def test_old_slides_that_break_off():
    whole = atom(0x0FA8, b"x" * 4_080) + struct.pack("<HHI", 0, 0x0FA8, 900)
    attachment = read_here(ole({"PowerPoint Document": whole}))
    assert attachment.lines == ("x" * 4_080,)
