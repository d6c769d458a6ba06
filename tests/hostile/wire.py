"""Behaviours of the connection: packed bodies, bodies and heads without an end, resets, TLS."""

from __future__ import annotations

import gzip

import brotli

from tests.crawler.loopback import bomb, http, says, says_nothing, zipped
from tests.hostile.portal import TEXT, Behaviour
from tests.hostile.telling import (
    ANY,
    CHUNKED,
    LINKS,
    ODD,
    OK,
    OVER,
    READ,
    SLOW,
    fixed,
    forever,
    prose,
    reset,
    reset_after,
    scaled,
    silent_after,
)
from tests.network.certificates import Certificate

WIRE = [
    # Packed bodies
    Behaviour("gzip bomb", "unpacks a thousandfold", scaled(lambda s: zipped(bomb(s.bomb))), OVER),
    Behaviour(
        "gzip in gzip",
        "a bomb packed twice",
        scaled(
            lambda s: http(gzip.compress(bomb(s.bomb)), headers={"Content-Encoding": "gzip, gzip"})
        ),
        OVER,
    ),
    Behaviour(
        "gzip members",
        "a hundred thousand empty members",
        fixed(zipped(gzip.compress(b"") * 100_000)),
        SLOW | READ,
    ),
    Behaviour(
        "brotli bomb",
        "brotli, unasked",
        scaled(
            lambda s: http(
                brotli.compress(bytes(min(s.bomb, 200_000_000)), quality=1),
                headers={"Content-Encoding": "br"},
            )
        ),
        SLOW | READ,
    ),
    Behaviour(
        "zstd",
        "says zstd and is noise",
        fixed(http(b"\x28\xb5\x2f\xfd" + bytes(5000), headers={"Content-Encoding": "zstd"})),
        SLOW | READ,
    ),
    Behaviour(
        "lying encoding",
        "says gzip and is plain",
        fixed(http(TEXT, headers={"Content-Encoding": "gzip"})),
        SLOW | READ,
    ),
    # Bodies
    Behaviour(
        "endless body", "a body without an end", fixed(forever(OK + b"\r\n", b"x")), OVER | ODD
    ),
    Behaviour(
        "endless chunks", "chunks without an end", fixed(forever(CHUNKED, b"1\r\nx\r\n")), SLOW
    ),
    Behaviour(
        "endless chunk extension", "one chunk's head", fixed(forever(CHUNKED + b"1;", b"a")), SLOW
    ),
    Behaviour(
        "endless trailers",
        "trailers without an end",
        fixed(forever(CHUNKED + b"1\r\nx\r\n0\r\n", b"X-A: b\r\n")),
        SLOW | READ,
    ),
    Behaviour(
        "slow body",
        "a body that stops",
        fixed(silent_after(OK + b"Content-Length: 99\r\n\r\n<p>")),
        ODD,
    ),
    Behaviour(
        "slow head",
        "a head that stops",
        fixed(silent_after(b"HTTP/1.1 200 OK\r\nX: ")),
        ODD,
        accused=LINKS,
    ),
    Behaviour(
        "silence", "takes connections, says nothing", fixed(says_nothing), ODD, accused=LINKS
    ),
    Behaviour(
        "too short",
        "announces more than it sends",
        fixed(says(OK + b"Content-Length: 9999\r\n\r\n<p>x")),
        ODD | READ,
    ),
    Behaviour(
        "huge length",
        "announces 9 exabytes",
        fixed(says(OK + b"Content-Length: 9999999999999999999\r\n\r\n" + TEXT.encode())),
        ODD | READ,
    ),
    Behaviour(
        "negative length",
        "announces -1",
        fixed(says(OK + b"Content-Length: -1\r\n\r\n" + TEXT.encode())),
        ODD | READ,
    ),
    # Heads
    Behaviour("endless head", "headers without an end", fixed(forever(OK, b"X-A: b\r\n")), ODD),
    Behaviour("endless header line", "one header without an end", fixed(forever(OK, b"X")), ODD),
    Behaviour(
        "cookie flood",
        "cookies without an end",
        fixed(forever(OK, b"Set-Cookie: " + b"y" * 4000 + b"\r\n")),
        ODD,
    ),
    Behaviour(
        "interim flood",
        "100 Continue for ever",
        fixed(forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n")),
        ODD,
    ),
    Behaviour(
        "early hints flood",
        "103 for ever",
        fixed(forever(b"", b"HTTP/1.1 103 E\r\nLink: <a>\r\n\r\n")),
        ODD,
    ),
    Behaviour("NUL bytes", "zeros in the place of an answer", fixed(forever(b"", b"\0")), ODD),
    Behaviour(
        "HTTP/0.9",
        "a page without a head",
        fixed(says(f"<html>{TEXT}</html>".encode())),
        ODD | READ,
    ),
    Behaviour(
        "split head",
        "line breaks and bare CR in headers",
        fixed(says(OK + b"X: a\rSet-Cookie: b\r\n\tc\r\nContent-Length: 3\r\n\r\n<p>")),
        ODD | READ,
    ),
    Behaviour("reset at once", "a reset for an answer", fixed(reset), ODD),
    Behaviour("reset in the head", "a reset", fixed(reset_after(b"HTTP/1.1 200")), ODD),
    Behaviour(
        "reset in the body",
        "a reset",
        fixed(reset_after(OK + b"Content-Length: 99\r\n\r\n<p>")),
        ODD | READ,  # what ends at the same byte each time is all that visitors see
    ),
    Behaviour("304 unasked", "not modified", fixed(http(b"", "304 Not Modified")), ANY),
    Behaviour(
        "206 unasked",
        "a part of 2 GB",
        fixed(http(TEXT, "206 Partial Content", headers={"Content-Range": "bytes 0-9/2147483648"})),
        ANY,
    ),
    Behaviour("status 999", "a made-up status", fixed(http(TEXT, "999 X")), ANY),
    # TLS
    Behaviour(
        "broken certificate",
        "self-signed, for somebody else",
        fixed(prose()),
        READ,
        secure=Certificate.SELF_SIGNED,
    ),
]
