"""Containers: folders, names, locked and broken parts, and XML that asks for too much."""

import subprocess
import sys
import textwrap

import pytest

from checker.facts.attachments import Kind, Limits, State
from checker.facts.attachments.archive import Archive, attribute, parse_xml, unpacked_once
from checker.facts.attachments.reading import Skipped, read_here
from tests.checker.facts.attachments import made


def locked(body, name):
    """The same archive, in which a part says that it is encrypted."""
    data = bytearray(body)
    for mark, flags, at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        start = data.find(mark)
        while start >= 0:
            if data[start + at : start + at + len(name)] == name.encode():
                data[start + flags] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


TWO = made.archive({"1.txt": "第一个", "2.txt": "第二个"})


def test_folders_are_no_files():
    read = read_here(made.archive({"附件/": b"", "附件/1.txt": "文字"}))
    assert (read.members, read.state) == (("附件/1.txt",), State.READ)


def test_a_locked_file_does_not_cost_the_others():
    read = read_here(locked(TWO, "1.txt"))
    assert read.state is State.PARTIAL
    assert [one.state for one in read.inner] == [State.ENCRYPTED, State.READ]
    assert [(note.what, note.why) for note in read.notes] == [("1.txt", "已加密，打不开")]


def test_an_archive_of_locked_files_is_locked():
    assert read_here(locked(locked(TWO, "1.txt"), "2.txt")).state is State.ENCRYPTED
    assert read_here(made.archive({"附件/": b""})).state is State.READ


def test_a_locked_document_is_locked():
    body = locked(made.docx("<w:p/>"), "word/document.xml")
    assert (read_here(body).kind, read_here(body).state) == (Kind.DOCX, State.ENCRYPTED)


@pytest.mark.parametrize("how", ["bits", "method"])
def test_a_broken_file_does_not_cost_the_others(how):
    body = bytearray(made.archive({"1.txt": "第一个文件的文字" * 9, "2.txt": "第二个"}))
    if how == "bits":
        body[35 + 4 : 35 + 12] = b"\xff" * 8
    else:
        central = body.index(b"PK\x01\x02")
        body[8] = body[central + 10] = 98  # a way to pack that nobody knows
    read = read_here(bytes(body))
    assert [one.state for one in read.inner] == [State.DAMAGED, State.READ]
    assert [note.what for note in read.notes] == ["1.txt"]
    assert read.notes[0].why.startswith("打不开（")


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("名单.txt".encode(), "名单.txt"),
        ("名单a.txt".encode("gb18030"), "名单a.txt"),
        (b"\xff\xff.txt", "\xa0\xa0.txt"),
    ],
    ids=["utf-8", "gbk", "neither"],
)
def test_names_that_do_not_say_how_they_are_written(raw, name):
    plain = "x" * len(raw)
    assert read_here(made.archive({plain: "文"}).replace(plain.encode(), raw)).members == (name,)


def test_a_part_that_is_not_there_is_empty():
    archive = Archive(TWO, Limits())
    assert archive.read("3.txt") == b""
    assert archive.xml("3.txt") is None
    assert archive.broken == set()


def test_more_entries_than_the_limit():
    body = made.archive({f"{n}.txt": "x" for n in range(5)})
    for most, state in ((2, State.TOO_LARGE), (4, State.TOO_LARGE), (5, State.READ)):
        assert read_here(body, limits=Limits(entries=most)).state is state


def test_files_beyond_the_limit_are_only_listed():
    read = read_here(TWO, limits=Limits(inner=1))
    assert (len(read.members), len(read.inner), read.state) == (2, 1, State.PARTIAL)
    assert [(note.what, note.why) for note in read.notes] == [
        ("第2个文件起", "文件数超过读取上限，只列出文件名")
    ]


@pytest.mark.parametrize(
    "data", [b"", b"no XML", b"<?xml version='1.0'?>", b"</a>", b"\0\0"], ids=range(5)
)
def test_what_is_no_xml_gives_nothing(data):
    assert parse_xml(data) is None


def test_an_attribute_counts_by_its_local_name():
    tree = parse_xml(b'<a xmlns:x="x" other="2" x:name="1"/>')
    assert attribute(tree, "name") == "1"
    assert attribute(tree, "none") is None


SMALL = """
    import resource, sys
    from checker.facts.attachments.archive import parse_xml
    xml = b"<a>" + b"<b/>" * 1_000_000
    used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (used + 30_000_000, hard))
    try:
        parse_xml(xml)
    except MemoryError:
        print("too small")
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory so")
def test_a_file_for_which_there_is_no_memory_is_not_called_broken():
    program = [sys.executable, "-c", textwrap.dedent(SMALL)]
    done = subprocess.run(program, capture_output=True, check=True, text=True)
    assert done.stdout == "too small\n"


def test_files_that_are_to_be_left_alone_are():
    told = []
    skipped = Skipped({0: "读取耗时超过上限，未读"}, told.append, told.append)
    read = read_here(TWO, skipped=skipped)
    assert told == [Kind.ZIP, 1]
    assert [one.state for one in read.inner] == [State.TOO_LARGE, State.READ]
    assert [(note.what, note.why) for note in read.notes] == [("1.txt", "读取耗时超过上限，未读")]


def test_unpacking_once_tells_what_did_not_fit():
    body = made.archive({"a.xml": "<a/>", "b.png": b"\x89PNG<!DOCTYPE", "c.txt": "x" * 100})
    assert unpacked_once(body, Limits()).cut == set()
    assert unpacked_once(body, Limits(part=50)).cut == {"c.txt"}
