from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetching.failures import FetchFailedError
from crawler.fetching.unpacking import Unpacked, layers, unpack

LIMIT = 10_000
NAMES = st.sampled_from(["gzip", "x-gzip", "deflate", "gzip, deflate", "none"])


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("gzip", ["gzip"]),
        (" GZip ", ["gzip"]),
        ("deflate, gzip", ["gzip", "deflate"]),
        ("identity", []),
        ("", []),
        (",".join(["gzip"] * 99), ["gzip"] * 3),
    ],
)
def test_layers(header, found):
    assert layers(header) == found


@given(st.binary(max_size=3000))
def test_what_was_packed_is_unpacked(body):
    for name, done in (
        ("gzip", gzip.compress(body)),
        ("x-gzip", gzip.compress(body)),
        ("deflate", zlib.compress(body)),
        ("deflate, gzip", gzip.compress(zlib.compress(body))),
    ):
        assert unpack(done, name, LIMIT) == Unpacked(body)


@given(st.lists(st.binary(max_size=500), min_size=1, max_size=4), st.binary(max_size=20))
def test_members_behind_each_other_and_junk_behind_them(bodies, junk):
    packed = b"".join(map(gzip.compress, bodies))
    assert unpack(packed + b"\0" + junk, "gzip", LIMIT).body == b"".join(bodies)


@given(st.binary(max_size=500), st.binary(max_size=200), NAMES)
def test_any_bytes_are_unpacked_or_refused_and_never_beyond_the_limit(some, more, name):
    for packed in (some, gzip.compress(some)[: len(more)] + more, b"\x1f\x8b\x08" + some):
        try:
            found = unpack(packed, name, 100)
        except FetchFailedError:
            continue
        assert len(found.body) <= 100 or name == "none"


@pytest.mark.parametrize("flags", range(0, 32, 2))
def test_heads_with_all_that_may_stand_in_them(flags):
    extra = b"\x03\x00abc" if flags & 4 else b""
    name = b"name\0" if flags & 8 else b""
    comment = b"comment\0" if flags & 16 else b""
    check = b"xx" if flags & 2 else b""
    head = b"\x1f\x8b\x08" + bytes([flags]) + bytes(6) + extra + name + comment + check
    assert unpack(head + zlib.compress(b"text")[2:-4] + bytes(8), "gzip", LIMIT).body == b"text"


def test_a_flaw_is_told():
    packed = gzip.compress(bytes(range(256)) * 40)
    assert unpack(packed[:60], "gzip", LIMIT).flaw == "packing cut off"


def test_a_layer_that_we_cannot_undo_is_refused():
    with pytest.raises(FetchFailedError, match="br, unasked"):
        unpack(b"x", "gzip, br", LIMIT)
