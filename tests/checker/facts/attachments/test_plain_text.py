"""Text files: when lines are a table, and limits."""

import pytest

from checker.facts.attachments import Kind, Limits, State
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments.made import grid


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_a_table_by_any_sign(sign):
    read = read_here(f"姓名{sign}金额\n甲一{sign}500\n".encode())
    assert read.kind is Kind.CSV
    assert grid(read.tables[0]) == [["姓名", "金额"], ["甲一", "500"]]


@pytest.mark.parametrize(
    "text",
    [
        "姓名,金额\n",
        "第一行，没有符号\n第二行\n",
        "一,二\n三,四,五\n六\n",
        "," * 200_001 + "\n" + "," * 200_001,
        "a,b\n" * 60 + f'c,"{"d" * 140_000}"\n',
    ],
    ids=["one line", "none", "uneven", "too long to tell", "a field too long"],
)
def test_what_is_no_table_is_text(text):
    read = read_here(text.encode())
    assert (read.kind, read.tables) == (Kind.TXT, ())
    assert read.state is State.READ


def test_a_table_beyond_the_limit_is_read_in_part():
    read = read_here(b"a,b\n" * 50, limits=Limits(places=20))
    assert (read.kind, read.state, len(read.tables[0].rows)) == (Kind.CSV, State.PARTIAL, 10)


def test_a_text_beyond_the_limit_is_read_in_part():
    read = read_here("一行字\n".encode() * 50, limits=Limits(characters=40))
    assert (read.state, read.lines[:2]) == (State.PARTIAL, ("一行字", "一行字"))
    assert {note.why for note in read.notes} >= {"文字超过读取上限，其余未读"}
