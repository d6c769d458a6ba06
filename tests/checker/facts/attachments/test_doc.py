"""Binary Word documents: fields, parts of the text, rows, and what does not fit."""

import struct

import pytest

from checker.facts.attachments import Kind, Limits, Seen, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments.made import grid
from tests.checker.facts.attachments.made_ole import (
    DELETED,
    END_OF_ROW,
    HIDDEN,
    IN_TABLE,
    Doc,
    Run,
    ole,
)


def doc(*runs, **how):
    return read_here(Doc([list(runs)], **how).bytes())


def said(attachment):
    return [(part.place, part.lines, part.seen) for part in attachment.passages]


def test_text_stands_in_pieces_narrow_and_wide():
    assert doc(Run("关于公示的通知\r"), Run("第二段\r")).lines == ("关于公示的通知", "第二段")
    narrow = Doc([[Run("Notice\r")], [], [Run("2024\r")]], encoding="cp1252")
    assert read_here(narrow.bytes()).lines == ("Notice", "2024")


def test_of_a_field_the_result_is_text():
    attachment = doc(
        Run('见\x13 HYPERLINK "http://a" \x14附\x13 PAGE \x141\x15件\x15。\r'),
        Run("\x15\x14多余的标记\x01照样是文字\r"),
        Run("\x13没有结果的域\x15\r"),
    )
    assert attachment.state is State.READ
    assert attachment.lines == ("见附1件。", "多余的标记照样是文字")


def test_what_is_hidden_or_deleted_is_marked():
    attachment = doc(Run("公开"), Run("不宜公开", HIDDEN), Run("删掉", DELETED), Run("的\r"))
    assert said(attachment) == [
        ("正文", ("公开的",), Seen.SHOWN),
        ("正文隐藏文字", ("不宜公开",), Seen.HIDDEN),
        ("正文修订中删除的文字", ("删掉",), Seen.DELETED),
    ]


def row(*cells):
    text = "".join(f"{cell}\x07" for cell in cells)
    return [Run(text, IN_TABLE), Run("\x07", IN_TABLE + END_OF_ROW)]


def test_rows_and_cells():
    attachment = doc(
        Run("名单\r"),
        *row("姓名", "金额"),
        *row("甲一\r（东村）", "500"),
        Run("说明\r"),
        *row("乙", "1"),
        Run("\x07", END_OF_ROW),  # ends a row that has no cells
        Run("丙\x07"),  # its row is never ended
    )
    assert attachment.lines == ("名单", "说明")
    assert [grid(table) for table in attachment.tables] == [
        [["姓名", "金额"], ["甲一\n（东村）", "500"]],
        [["乙", "1"], ["丙", ""]],
    ]


def test_a_list_of_properties_that_stands_in_another_stream():
    long = struct.pack("<H", 10) + b"\x08\xd6\x03\x00\x00\x00" + END_OF_ROW + b"\x00"
    for place, rows in ((0, 1), (4, 0)):
        attachment = doc(
            Run("甲\x07乙\x07"), Run("\x07", b"\x46\x66" + struct.pack("<I", place)), data=long
        )
        assert [len(table.rows) for table in attachment.tables] == [1]
        assert len(attachment.tables[0].rows[0]) == (2 if rows else 3)


def test_properties_whose_length_is_said_and_those_that_are_cut_off():
    several = b"\x47\xca\x02\xff\xff" + HIDDEN
    attachment = doc(
        Run("藏", several), Run("不藏", b"\x08\xd6\x02"), Run("也不藏\r", b"\x47\xca\x40")
    )
    assert said(attachment) == [
        ("正文", ("不藏也不藏",), Seen.SHOWN),
        ("正文隐藏文字", ("藏",), Seen.HIDDEN),
    ]


def test_the_parts_of_the_text_stand_one_after_the_other():
    texts = ["正文\r", "脚注\r", "页眉\r", "宏\r", "批注\r", "尾注\r", "框\r", "页眉框\r", "之后"]
    how = {"counts": [len(text) for text in texts[:8]]}
    attachment = doc(Run("".join(texts)), **how)
    assert said(attachment) == [
        ("正文", ("正文",), Seen.SHOWN),
        ("脚注", ("脚注",), Seen.MARGIN),
        ("页眉页脚", ("页眉",), Seen.MARGIN),
        ("批注", ("批注",), Seen.COMMENT),
        ("尾注", ("尾注",), Seen.MARGIN),
        ("文本框", ("框",), Seen.SHOWN),
        ("页眉文本框", ("页眉框",), Seen.MARGIN),
    ]


def test_what_lies_beyond_the_limit_is_noted():
    two = Doc([[Run("第一段\r")], [Run("第二段很长\r")]]).bytes()
    attachment = read_here(two, limits=Limits(characters=6))
    assert (attachment.state, attachment.lines) == (State.PARTIAL, ("第一段",))
    assert [note.why for note in attachment.notes] == ["文字超过读取上限，其余未读"]


def test_half_a_character_is_no_reason_to_stop():
    assert doc(Run("好\ud840\udc00和\ud840\r")).lines == ("好𠀀和\ufffd",)


@pytest.mark.parametrize(
    ("how", "state", "why"),
    [
        ({"magic": 0xA5DC}, State.UNSUPPORTED, "Word 95 或更早的格式"),
        ({"flags": 0x0100}, State.ENCRYPTED, "已加密，打不开"),
        ({"flags": 0x0200}, State.DAMAGED, "打不开（OSError）"),
        ({"before_pieces": b"\x03"}, State.DAMAGED, "打不开（ValueError）"),
        ({"before_pieces": b"\x01\xff\xff"}, State.DAMAGED, "打不开（ValueError）"),
        ({"before_pieces": b"\x02\x04\x00\x00\x00"}, State.DAMAGED, "打不开（ValueError）"),
    ],
)
def test_what_cannot_be_read_is_said(how, state, why):
    attachment = doc(Run("文字\r"), **how)
    assert (attachment.kind, attachment.state) == (Kind.DOC, state)
    assert [note.why for note in attachment.notes] == [why]


def test_properties_that_pieces_share_stand_before_them():
    shared = b"\x01\x04\x00\x02\x02\x02\x02"
    assert doc(Run("文字\r"), before_pieces=shared * 2).lines == ("文字",)


def test_a_stream_without_a_head_is_no_document():
    attachment = read_here(ole({"WordDocument": b""}), limits=Limits(part=100))
    assert (attachment.kind, attachment.state) == (Kind.DOC, State.DAMAGED)


def test_a_page_that_claims_more_than_it_can_hold_is_left_out():
    text = Run("藏\r", HIDDEN)
    for claimed in (30, 101, 255):
        attachment = doc(text, paragraphs=bytes(511) + bytes([claimed]))
        assert said(attachment) == [("正文隐藏文字", ("藏",), Seen.HIDDEN)]


def test_broken_properties_of_the_file_do_not_cost_its_text():
    attachment = doc(Run("文字\r"), more={"\x05SummaryInformation": b"\xff" * 5_000})
    assert attachment.lines == ("文字",)
