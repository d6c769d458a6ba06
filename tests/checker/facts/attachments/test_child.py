"""Files are read by a process that may die of them: within limits, and with nothing in reach but the file."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.attachments import Attachment, Kind, Limits, Seen, State, read_attachment
from checker.facts.attachments.as_json import from_values, to_values
from checker.facts.attachments.reading import read_here
from checker.facts.surroundings import surroundings
from checker.facts.tables import Cell, Table
from tests.checker.facts.attachments import made

FILES = sorted(made.EXAMPLES.glob("[a-z]*"))
SHORT = Limits(cpu_seconds=1)
ENDLESS = made.pdf(b"/X0 Do", forms={"X0": b"/X0 Do " * 3})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_the_process_reads_is_what_is_read_here(path):
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    assert read_attachment(body, path.name) == read_here(body, path.name)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "big5", "cp936"])
def test_encodings_are_there_though_nothing_can_be_opened(encoding):
    body = f"<meta charset={encoding}><p>中文文件</p>".encode(encoding)
    assert read_attachment(body, "a.html") == read_here(body, "a.html")


def test_an_attachment_crosses_as_it_is():
    inner = read_here((made.EXAMPLES / "hidden.xlsx").read_bytes(), "内\ud800.xlsx")
    outer = replace(read_here(made.archive({"a.txt": "一行\n"})), inner=(inner,), pages=3)
    assert crossed(outer) == outer
    assert any(part.seen is not Seen.SHOWN for part in inner.passages) or inner.tables


def crossed(attachment):
    return from_values(json.loads(json.dumps(to_values(attachment))))


TEXT = st.text(max_size=5)
NUMBER = st.integers(0, 9)
CELL = st.builds(
    Cell, TEXT, NUMBER, NUMBER, NUMBER, NUMBER, st.booleans(), st.booleans(), st.tuples(TEXT)
) | st.builds(Cell, TEXT, NUMBER, NUMBER)
NUMBERS = st.frozensets(NUMBER, max_size=3)
TABLE = st.builds(
    Table,
    st.lists(st.lists(st.none() | CELL, max_size=4).map(tuple), max_size=4).map(tuple),
    TEXT,
    TEXT,
    NUMBER,
    NUMBER,
    st.booleans(),
    NUMBERS,
    NUMBERS,
    NUMBER,
    st.booleans(),
    st.lists(NUMBER, max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=25)
@given(st.lists(TABLE, max_size=3))
def test_a_table_crosses_as_it_is(tables):
    attachment = Attachment("a", Kind.XLSX, State.READ, tables=tuple(tables))
    assert crossed(attachment) == attachment


def test_a_file_that_kills_its_reader_within_an_archive_costs_only_itself():
    body = made.archive({"1.txt": "第一个文件\n", "2.pdf": ENDLESS, "3.txt": "第三个文件\n"})
    read = read_attachment(body, "附件.zip", limits=SHORT)
    assert read.kind is Kind.ZIP
    assert read.state is State.PARTIAL
    assert [one.state for one in read.inner] == [State.READ, State.TOO_LARGE, State.READ]
    assert [(note.what, note.why) for note in read.notes] == [("2.pdf", "读取耗时超过上限，未读")]


@pytest.mark.soak
def test_an_archive_of_nothing_but_killers_is_given_up():
    read = read_attachment(made.archive({f"{n}.pdf": ENDLESS for n in range(9)}), limits=SHORT)
    assert read.state is State.TOO_LARGE
    assert read_attachment("一行\n".encode()).state is State.READ


@pytest.mark.soak
def test_a_file_that_fills_the_memory_is_too_large_and_the_next_is_read():
    """64 MB of XML make some twenty million nodes, of which each takes more than a hundred bytes."""
    xml = '<x:document xmlns:x="x"><x:body>' + "<a/>" * 15_900_000
    read = read_attachment(made.docx("", {"word/document.xml": xml}), limits=Limits(cpu_seconds=60))
    assert read.state is State.TOO_LARGE
    assert read.notes[0].why == "占用内存超过上限，未读"
    assert read_attachment("一行\n".encode()).state is State.READ


CONFINED = """
    import socket, sys, os, json
    from pathlib import Path
    from checker.facts.attachments.child import confine
    before = {}
    confine()
    for name, what in {
        "read": lambda: open(sys.argv[1]).read(),
        "write": lambda: open(sys.argv[1], "w"),
        "connect": lambda: socket.socket(),
        "pipe": lambda: os.pipe(),
        "memory": lambda: bytearray(3_000_000_000),
    }.items():
        try:
            what()
        except (OSError, MemoryError) as error:
            before[name] = type(error).__name__
    print(json.dumps(before))
"""


def test_the_process_opens_nothing_and_holds_little(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")
    program = [sys.executable, "-c", textwrap.dedent(CONFINED), str(secret)]
    done = subprocess.run(program, capture_output=True, check=True, text=True)
    refused = json.loads(done.stdout)
    assert {"read", "write", "connect", "pipe"} <= set(refused)
    if sys.platform == "linux":
        assert refused["memory"] == "MemoryError"
    assert secret.read_text() == "x"


BOUNDED = """
    import json, resource
    from checker.facts.attachments.child import confine, load
    load()
    resource.setrlimit(resource.RLIMIT_CORE, (3, 3))
    confine({resource.RLIMIT_CORE: 5, resource.RLIMIT_STACK: 2**23, resource.RLIMIT_NOFILE: 64, 99: 0})
    kept = [resource.RLIMIT_CORE, resource.RLIMIT_STACK, resource.RLIMIT_NOFILE]
    print(json.dumps([resource.getrlimit(what) for what in kept]))
"""


def test_no_limit_is_raised_that_a_system_has_set_lower():
    program = [sys.executable, "-c", textwrap.dedent(BOUNDED)]
    done = subprocess.run(program, capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == [[3, 3], [2**23, 2**23], [64, 64]]


def test_the_process_knows_none_of_our_secrets(monkeypatch):
    monkeypatch.setenv("GONGKAI_SMTP_PASSWORD", "geheim")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "geheim")
    monkeypatch.setenv("PGPASSWORD", "geheim")
    assert "geheim" not in str(surroundings())
    assert "PYTHONPATH" in surroundings()


LARGE = """
from checker.facts.attachments import read
ballast = b"x" * 700_000_000
read.read_attachment(b"a,b", "t.csv")
first = read._READER._child
read.read_attachment(b"a,b", "t.csv")
assert first is not None and read._READER._child is first
"""


def test_a_large_parent_does_not_cost_a_new_reader_for_every_file():
    """Linux counts the memory of who starts a process as that process's own highest use."""
    subprocess.run([sys.executable, "-c", LARGE], check=True, cwd=Path(__file__).parents[4])
