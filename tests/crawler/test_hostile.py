"""Servers that mean harm: whatever they send without an end, a crawl ends, in bounded time and memory."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.snapshot import DiskSnapshot, Outcome
from tests.crawler.loopback import bomb, http, page, says, says_nothing, zipped

HOME = "http://www.x.gov.cn/"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
MANY = 64 * 1024
BOMB = bomb(300_000_000)
EMPTY = gzip.compress(b"")


def forever(begin: bytes, again: bytes):
    """Send a beginning, and then the same again and again as fast as it is read."""
    piece = again * max(1, MANY // len(again))

    async def answer(_, writer):
        writer.write(begin)
        while True:
            writer.write(piece)
            await writer.drain()

    return answer


OVER = {Outcome.TOO_LARGE}
SLOW = {Outcome.TIMEOUT, Outcome.PROTOCOL}
REFUSED = {Outcome.PROTOCOL}
READ = {Outcome.OK, Outcome.TOO_LARGE}
ENDLESS = {
    "body": (forever(HEAD + b"\r\n", b"x"), OVER),
    "head": (forever(HEAD, b"X-A: b\r\n"), REFUSED),
    "header line": (forever(HEAD, b"X"), REFUSED),
    "cookies": (forever(HEAD, b"Set-Cookie: " + b"y" * 4000 + b"\r\n"), REFUSED),
    "status line": (forever(b"HTTP/1.1 200 ", b"K"), REFUSED),
    "line breaks": (forever(b"", b"\r\n"), SLOW),
    "null bytes": (forever(b"", b"\0"), REFUSED),
    "interim answers": (forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), SLOW),
    "early hints": (forever(b"", b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"), SLOW),
    "tiny chunks": (forever(CHUNKED, b"1\r\nx\r\n"), SLOW | OVER),
    "chunk extension": (forever(CHUNKED + b"1;", b"a"), SLOW),
    "chunk size": (forever(CHUNKED, b"0"), SLOW),
    "trailers": (forever(CHUNKED + b"1\r\nx\r\n0\r\n", b"X-A: b\r\n"), SLOW | READ),
    "gzip bomb": (zipped(BOMB), OVER),
    "gzip bomb in gzip": (
        http(gzip.compress(BOMB), headers={"Content-Encoding": "gzip, gzip"}),
        OVER,
    ),
    "x-gzip bomb": (http(BOMB, headers={"Content-Encoding": "x-gzip"}), OVER),
    "empty gzip members": (
        forever(HEAD + b"Content-Encoding: gzip\r\n\r\n", EMPTY),
        SLOW | OVER,
    ),
    "empty gzip blocks": (
        forever(HEAD + b"Content-Encoding: gzip\r\n\r\n" + EMPTY[:10], b"\0\0\0\xff\xff"),
        SLOW,
    ),
    "nested elements": (http(b"<div>" * 1_000_000), READ),
    "nested tables": (http(b"<table><tr><td>" * 300_000), READ),
    "attributes": (http(b"<a " + b" ".join(b"a%d=b" % n for n in range(500_000)) + b">"), READ),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_ends_in_an_outcome(server, crawled, name):
    answer, outcomes = ENDLESS[name]
    server.at("/", page("/bad", "/good"))
    server.at("/bad", answer)
    server.at("/good", page())
    _, snapshot = crawled(timeout=1.0, attempts=1, page_limit=200_000)
    fetch = snapshot.fetch(HOME + "bad")
    assert fetch is not None
    assert fetch.outcome in outcomes, fetch.detail
    assert (fetch.size or 0) <= 200_000
    good = snapshot.fetch(HOME + "good")
    assert good is not None
    assert good.outcome is Outcome.OK
    assert snapshot.info.finish == "finished"


# What the system says of a child's memory begins with its parent's: so it looks at itself.
CRAWL = """
import resource, sys
from pathlib import Path
from audits.cli import run
code = run(sys.argv[1:])
status = Path("/proc/self/status").read_text().split()
print(status[status.index("VmHWM:") + 1], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells a program's peak")
def test_all_of_it_in_little_memory(server, names, tmp_path):
    """The limits of a real crawl: pages of 8 MB."""
    for number, (answer, _) in enumerate(ENDLESS.values()):
        server.at(f"/{number}", answer)
    server.at("/", page(*(f"/{number}" for number in range(len(ENDLESS)))))
    command = [
        *(sys.executable, "-c", CRAWL, "crawl", HOME, "--out", str(tmp_path / "s")),
        *("--delay", "0", "--timeout", "0.6", "--concurrency", "8", "--dns", str(names.address)),
        *("--connect-to", f"*:80:127.0.0.1:{server.port}", "--max-wait", "0", "--render", "never"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    peaks = [int(kib) // 1024 for kib in done.stderr.split()]
    assert len(peaks) == 2
    assert max(peaks) < 600, "MiB, of the crawl and of the process that reads for it"
    snapshot = DiskSnapshot(tmp_path / "s")
    for number, (_, outcomes) in enumerate(ENDLESS.values()):
        fetch = snapshot.fetch(f"{HOME}{number}")
        assert fetch is not None
        assert fetch.outcome in outcomes | SLOW | READ, list(ENDLESS)[number]
    snapshot.close()


def test_a_server_that_answers_drop_by_drop_costs_one_place_only(server, crawled):
    """Slowloris the other way round: its host waits, and the others do not."""
    server.at("/", page("http://slow.cn/", *(f"/{n}" for n in range(5))))
    server.at("/robots.txt", says_nothing, host="slow.cn")
    _, snapshot = crawled(timeout=1.0, attempts=1)
    last = server.targets("www.x.gov.cn")
    assert len([target for target in last if target != "/"]) == 5
    assert snapshot.info.finish == "finished"


def test_a_body_that_lies_about_its_type_is_recorded_as_it_is(server, crawled):
    server.at("/", page("/a.pdf", "/b.html"))
    server.at("/a.pdf", http(b"<html><title>x</title>", content_type="application/pdf"))
    server.at("/b.html", says(HEAD + b"\r\n" + b"%PDF-1.4" + bytes(range(256)) * 9))
    _, snapshot = crawled()
    pdf, html = snapshot.fetch(HOME + "a.pdf"), snapshot.fetch(HOME + "b.html")
    assert (pdf.outcome, pdf.content_type) == (Outcome.OK, "application/pdf")
    assert (html.outcome, html.content_type) == (Outcome.OK, "text/html")
    assert snapshot.body(HOME + "b.html").startswith(b"%PDF")
