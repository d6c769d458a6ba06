"""Limits of one reading, and what is noted about them."""

from checker.facts.attachments import Limits, Seen, State
from checker.facts.attachments.parts import Parts
from checker.facts.attachments.reading import read_here
from checker.facts.attachments.written import table_of
from checker.facts.tables import Written
from tests.checker.facts.attachments import made


def table(rows=2, columns=2):
    return table_of([[Written(f"{r}{c}") for c in range(columns)] for r in range(rows)])


def test_text_beyond_the_limit_is_left_out():
    parts = Parts(Limits(characters=5))
    parts.text("一", "abc")
    parts.text("二", ["def", "ghi"], Seen.COMMENT)
    assert [(one.place, one.lines) for one in parts.passages] == [("一", ("abc",)), ("二", ("de",))]
    assert [note.what for note in parts.notes] == ["二"]
    assert parts.full
    parts.text("三", "x")
    assert len(parts.passages) == 2


def test_tables_beyond_the_limit_are_left_out():
    for limits in (Limits(tables=1), Limits(places=7)):
        parts = Parts(limits)
        for _ in range(3):
            parts.table(table())
        assert len(parts.tables) == 1
        assert [(note.what, note.why) for note in parts.notes] == [
            ("表格", "表格超过读取上限，其余未读")
        ]


def test_what_is_no_table_is_not_kept():
    parts = Parts(Limits())
    parts.table(None)
    parts.table(table_of([]))
    assert parts.empty


def test_a_cut_table_is_kept_and_noted():
    parts = Parts(Limits())
    parts.table(table_of([[Written("甲", 1, 9)], [Written("乙")]], 5))
    assert len(parts.tables) == 1
    assert [note.why for note in parts.notes] == ["表格超过读取上限，只读了前一部分"]


def test_a_hundred_reasons_are_enough():
    parts = Parts(Limits())
    for number in [*range(200), 0]:
        parts.note(f"{number}", "x")
    assert [note.what for note in parts.notes] == [f"{number}" for number in range(100)]


def test_a_file_beyond_the_limit_is_not_read():
    read = read_here(b"a,b\n" * 1_000_000, limits=Limits(body=3_000_000))
    assert read.state is State.TOO_LARGE
    assert read.notes[0].why == "文件超过3MB，未读"


def test_a_document_of_pictures_only():
    pictures = {"word/media/image1.jpeg": b"\xff\xd8\xff"}
    assert read_here(made.docx("<w:p/>", pictures)).state is State.IMAGE_ONLY
    assert read_here(made.docx("<w:p/>")).state is State.EMPTY
