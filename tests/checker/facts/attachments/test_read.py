"""The other end of the reading process: whatever it does, a file gets an answer, and the right file the blame."""

import sys

import pytest

from checker.facts.attachments import DEFAULT, Kind, State, read_attachment
from checker.facts.attachments.read import Order, Reader
from checker.facts.attachments.reading import read_here
from tests.checker.facts.attachments import made

PICTURE = b"\x89PNG\r\n\x1a\n"
LONG = PICTURE + bytes(200_000)  # more than a pipe holds
ONE_FILE = """
import io, json, sys
from checker.facts.attachments.child import serve
head = sys.stdin.buffer.readline()
serve(io.BytesIO(head + sys.stdin.buffer.read(json.loads(head)["size"])), sys.stdout.buffer)
"""
SERVES = """
import sys
from checker.facts.attachments.child import serve
serve(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]))
sys.exit(7)
"""
# A process of its own in between: Linux begins the highest use of memory with that of who starts it.
IN_BETWEEN = '"$0" -P -c "$1" "$2"; exit $?'
SAYS = """
import sys
sys.stdin.buffer.readline()
print(sys.argv[1] * int(sys.argv[2]), end=sys.argv[3], flush=True)
sys.stdin.buffer.read()
"""


def order(body=b"a,b\n1,2\n", name="a.csv"):
    return Order(body, name, cut=False, limits=DEFAULT)


def reader(program, *said, longest=100_000):
    return Reader((sys.executable, "-P", "-c", program, *said), longest)


def test_a_process_that_ended_between_two_files_costs_neither():
    one = reader(ONE_FILE)
    for body in (b"a,b\n1,2\n", LONG):
        assert one.read(order(body)) == read_here(body, "a.csv")
    one.close()


def test_a_process_that_ends_at_once_is_not_started_for_ever():
    one = reader("raise SystemExit(3)")
    for body in (b"a,b\n", LONG):
        read = one.read(order(body))
        assert (read.kind, read.state, read.name) == (Kind.UNKNOWN, State.TOO_LARGE, "a.csv")
        assert [note.why for note in read.notes] == ["读取程序异常终止，未读"]


def served(most, body):
    """What is read, and how the process ended that is left: 0 where none is."""
    one = Reader(("/bin/sh", "-c", IN_BETWEEN, sys.executable, SERVES, str(most)))
    asked = order(body)
    return one.read(asked), asked, one.close()


def test_a_process_that_grew_is_not_kept():
    body = PICTURE + bytes(40_000_000)
    read, _, left = served(0, body)
    assert (read, left) == (read_here(body, "a.csv"), 0)


def test_an_archive_says_which_of_its_files_comes_now():
    read, asked, left = served(10**12, made.archive({"1.txt": "甲", "2.txt": "乙"}))
    assert [inner.lines for inner in read.inner] == [("甲",), ("乙",)]
    assert (asked.kind, asked.at) == (Kind.ZIP, 1)
    assert left == 7, "it was kept"


@pytest.mark.parametrize(
    ("said", "times", "end"),
    [
        ("no JSON", 1, "\n"),
        ("7", 1, "\n"),
        ("[]", 1, "\n"),
        ('{"kind": "passwd"}', 1, "\n"),
        ('{"at": "first"}', 1, "\n"),
        ('{"read": {}, "last": false}', 1, "\n"),
        ('{"read": null, "last": false}', 1, "\n"),
        ("[", 90_000, "\n"),
        ("x", 100_001, ""),
    ],
    ids=range(9),
)
def test_a_process_that_a_file_has_taken_over_can_end_nothing(said, times, end):
    one = reader(SAYS, said, str(times), end)
    read = one.read(order())
    assert read.state is State.TOO_LARGE
    assert [note.why for note in read.notes] == ["读取程序异常终止，未读"]
    assert one.close() == 0, "it is not running any more"


def test_an_answer_that_breaks_off_is_none():
    one = reader(SAYS.replace("sys.stdin.buffer.read()", ""), '{"at": 1', "1", "")
    assert one.read(order()).state is State.TOO_LARGE


def test_an_endless_number_is_no_number_of_pages():
    good = '{"name": "", "kind": "pdf", "state": "read", "passages": [], "tables": [], "metadata": {}, "pages": %s, "members": [], "inner": [], "notes": []}'
    said = '{"read": ' + good + ', "last": false}'
    two = reader(SAYS, said % "2", "1", "\n")
    assert two.read(order()).pages == 2
    two.close()
    endless = reader(SAYS, said % "Infinity", "1", "\n")
    assert endless.read(order()).state is State.TOO_LARGE


def test_nothing_is_read_of_nothing():
    read = read_attachment(b"", "空.doc")
    assert (read.name, read.kind, read.state) == ("空.doc", Kind.EMPTY, State.EMPTY)
