from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.failures import FetchFailedError
from crawler.fetching.lenient_head import announced_length, read_head


def test_a_head_without_a_flaw():
    head = read_head(b"HTTP/1.1 404 Not Found\r\nServer: x\r\nX-A: b: c\r\n")
    assert (head.status, head.reason, head.flaws) == (404, "Not Found", ())
    assert head.headers == ((b"Server", b"x"), (b"X-A", b"b: c"))
    assert head.all(b"server") == [b"x"]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("HTTP/1.0 503", 503),
        ("HTTP/1.1 500", 500),
        ("HTTP 404 x", 404),
        ("HTTP/1.1 099 x", 200),
        ("HTTP/1.1", 200),
        ("HTTP/1.1 4040 x", 200),
    ],
)
def test_status(line, status):
    assert read_head(line.encode() + b"\r\n").status == status


@pytest.mark.parametrize(
    ("lengths", "found", "flaws"),
    [
        ((), None, 0),
        (("5",), 5, 0),
        (("5", "5"), 5, 1),
        (("5x",), None, 1),
        (("",), None, 0),
        (("9" * 500,), int("9" * 18), 0),
    ],
)
def test_length(lengths, found, flaws):
    lines = "".join(f"Content-Length: {value}\r\n" for value in lengths).encode()
    noted: list[str] = []
    assert announced_length(read_head(b"HTTP/1.1 200 OK\r\n" + lines), noted) == found
    assert len(noted) == flaws


def test_lengths_that_differ():
    head = read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n")
    with pytest.raises(FetchFailedError, match="differ"):
        announced_length(head, [])


@given(st.binary(max_size=300))
def test_any_bytes_are_a_head_or_refused(raw):
    for candidate in (raw, b"HTTP/1.1 200 OK\r\n" + raw, b"HTTP" + raw):
        try:
            head = read_head(candidate)
        except FetchFailedError:
            continue
        assert 100 <= head.status <= 999
        for name, value in head.headers:
            assert name
            assert b"\n" not in name + value
