"""Answers read by another process are read as they are here, whatever happens to that process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.fetching.answer import Answer
from crawler.reading.links import Link
from crawler.reading.memory import LinkMemory
from crawler.snapshot.model import Outcome, Role
from crawler.spiders.answers import read_answer
from crawler.spiders.parcels import LENGTH, READY, Receiver, Sender, Task, unwrapped, wrapped
from crawler.spiders.question import Question
from crawler.spiders.reader_apart import ReaderApart, UnreadableError
from crawler.spiders.reader_process import serve
from tests.crawler.loopback import http
from tests.crawler.loopback import page as server_page

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
HTML = ((b"Content-Type", b"text/html; charset=utf-8"),)
NAV = "".join(f"<li><a href=/col/{n}/>栏目{n}</a>" for n in range(60))
PATIENCE = 120.0


def question(number, role=Role.PAGE):
    return Question(f"http://www.x.gov.cn/{number}", role, 1)


def page(number, text="政务公开" * 400):
    html = f"<title>页{number}</title><ul>{NAV}</ul><a href=/art/{number}>文{number}</a><p>{text}"
    return Answer(200, "OK", HTML, html.encode(), "203.0.113.1", 0.1)


ANSWERS = [
    *((question(n), page(n)) for n in range(5)),
    (question(5), Answer(200, "OK", (), ("<html><a href=/x>公开</a>" * 300).encode("gbk"))),
    (question(6), Answer(404, "Not Found", HTML, ("没有" * 2000).encode())),
    (question(7), Answer(302, "Found", ((b"Location", b"/there"),))),
    (question(8, Role.ATTACHMENT), Answer(200, "OK", (), b"%PDF-1.4" * 1000)),
    (question(9, Role.PROBE), page(9)),
    (question(10), page(10, "")),
    (
        question(11),
        Answer(200, "OK", ((b"Content-Type", b"application/json"),), b'{"rows": []}' * 400),
    ),
]


def inside(record):
    found = next(iter(ArchiveIterator(BytesIO(record))))
    return found.rec_headers.headers, found.http_headers.headers, found.content_stream().read()


def read_here(answers):
    memory = LinkMemory()
    return [read_answer(asked, answer, MOMENT, memory) for asked, answer in answers]


async def read_all(reader, answers):
    return await asyncio.gather(
        *(reader.read(asked, answer, MOMENT, keep=True) for asked, answer in answers)
    )


@contextlib.asynccontextmanager
async def apart(*program, hanging=PATIENCE):
    reader = ReaderApart(program, hanging) if program else ReaderApart(hanging=hanging)
    try:
        yield reader
    finally:
        await reader.close()


def test_it_is_read_as_it_is_here():
    async def work():
        async with apart() as reader:
            there = await read_all(reader, ANSWERS * 3)
            assert reader.process is not None
            assert reader.process.pid != os.getpid()
            return there

    there = asyncio.run(work())
    here = read_here(ANSWERS * 3)
    assert [replace(read, record=None) for read in there] == here
    packed = [read.record for read in there if read.record]
    assert len(packed) == len(there)
    headers, http, body = inside(packed[0])
    assert ("WARC-Target-URI", "http://www.x.gov.cn/0") in headers
    assert ("WARC-IP-Address", "203.0.113.1") in headers
    assert ("WARC-Date", "2021-12-31T08:00:00Z") in headers
    assert http[0] == ("Content-Type", "text/html; charset=utf-8")
    assert body == ANSWERS[0][1].body


def test_nothing_is_packed_that_is_not_kept():
    async def work():
        async with apart() as reader:
            return await reader.read(*ANSWERS[0], MOMENT, keep=False)

    assert asyncio.run(work()).record is None


def test_a_process_that_is_killed_costs_nothing():
    async def work():
        async with apart() as reader:
            first = await reader.read(*ANSWERS[0], MOMENT, keep=True)
            reader.process.send_signal(signal.SIGSTOP)
            waiting = asyncio.gather(
                *(reader.read(asked, answer, MOMENT, keep=True) for asked, answer in ANSWERS)
            )
            await asyncio.sleep(0)  # all have been sent
            reader.process.kill()
            return [first, *await waiting]

    there = asyncio.run(work())
    here = read_here([ANSWERS[0], *ANSWERS])
    assert [replace(read, record=None) for read in there] == here


# Reads as the real one does, but a page with this word is its death, or its endless sleep.
FRAGILE = """
import os, signal, socket, sys
from crawler.spiders import reader_process as real
read = real.read_answer
def fragile(question, answer, *rest):
    if b"deadly" in answer.body:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"endless" in answer.body:
        signal.pause()
    if b"broken" in answer.body:
        raise ValueError("broken")
    return read(question, answer, *rest)
real.read_answer = fragile
real.main(sys.argv[1])
"""


@pytest.mark.parametrize(("word", "hanging"), [("deadly", PATIENCE), ("endless", 2.0)])
def test_a_page_that_ends_the_process_stays_unread_and_no_other(word, hanging):
    bad = (question("bad"), page("bad", word * 500))
    answers = [*ANSWERS[:3], bad, *ANSWERS[3:6]]

    async def work():
        async with apart(sys.executable, "-c", FRAGILE, hanging=hanging) as reader:
            return await asyncio.gather(
                *(reader.read(asked, answer, MOMENT, keep=False) for asked, answer in answers),
                return_exceptions=True,
            )

    there = asyncio.run(work())
    assert isinstance(there[3], UnreadableError)
    assert "died" in repr(there[3])
    del there[3]
    assert there == read_here(ANSWERS[:6])


@pytest.mark.parametrize(
    "program", [("/nonexistent/python",), (sys.executable, "-c", "raise SystemExit(1)")]
)
def test_where_no_process_can_be_had_it_is_read_here(program):
    async def work():
        async with apart(*program) as reader:
            return [*await read_all(reader, ANSWERS), *await read_all(reader, ANSWERS)]

    assert asyncio.run(work()) == read_here(ANSWERS * 2)


def test_closing_ends_the_process_and_gives_up_what_waits():
    async def work():
        async with apart() as reader:
            await reader.read(*ANSWERS[0], MOMENT, keep=False)
            reader.process.send_signal(signal.SIGSTOP)
            waiting = asyncio.ensure_future(reader.read(*ANSWERS[1], MOMENT, keep=False))
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return reader.process.returncode

    assert asyncio.run(work()) == -signal.SIGKILL


@pytest.mark.parametrize("steps", range(8))
def test_closing_while_the_process_is_being_started_ends_it(steps):
    async def work():
        async with apart() as reader:
            waiting = asyncio.ensure_future(reader.read(*ANSWERS[0], MOMENT, keep=False))
            for _ in range(steps):
                await asyncio.sleep(0)
        with contextlib.suppress(asyncio.CancelledError):
            waiting.cancel()
            await waiting
        return reader.process is None or reader.process.returncode

    assert asyncio.run(work()) in {True, -signal.SIGKILL}


ORPHAN = """
import asyncio, os, signal, sys
from crawler.spiders.reader_apart import ReaderApart
from tests.crawler.loopback import http
from tests.crawler.loopback import page as server_page
from tests.crawler.spiders.test_reader_apart import ANSWERS, MOMENT
async def work():
    reader = ReaderApart()
    await reader.read(*ANSWERS[0], MOMENT, keep=False)
    print(reader.process.pid, flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(work())
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching a stranger's end needs Linux")
def test_it_does_not_outlive_a_crawl_that_is_killed():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    crawl = subprocess.Popen(
        [sys.executable, "-c", ORPHAN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    orphan = os.pidfd_open(int(crawl.stdout.readline()))
    try:
        crawl.communicate(b"\n", timeout=PATIENCE)
        assert crawl.returncode == -signal.SIGKILL
        assert select.select([orphan], [], [], PATIENCE)[0], "it is still there"
    finally:
        os.close(orphan)


# Reads one answer by an expression that takes for ever, and lets no other thread have its turn.
HELD_UP = """
import re, socket, sys
from crawler.spiders import reader_process as real
real.read_answer = lambda *_: re.match("(a+)+b", "a" * 100)
real.serve(socket.socket(fileno=int(sys.argv[1])), hanging=1)
"""


def test_where_nobody_is_left_to_watch_it_the_system_ends_it():
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            reader = subprocess.Popen(
                [sys.executable, "-c", HELD_UP, str(theirs.fileno())], pass_fds=[theirs.fileno()]
            )
        ours.sendall(wrapped(Task(*ANSWERS[0], MOMENT, keep=False)))
        assert reader.wait(PATIENCE) == -signal.SIGALRM


@pytest.mark.parametrize("torn", [0, 4, 100])
def test_the_process_itself_reads_what_came_whole_and_ends_with_the_line(torn):
    """Served here: all but the starting of it."""
    ours, theirs = socket.socketpair()
    unreadable = Task(question(0), None, MOMENT, keep=True)
    orders = [wrapped(Task(*ANSWERS[0], MOMENT, keep=keep)) for keep in (True, False)]
    with ours:
        ours.sendall(b"".join(orders) + wrapped(unreadable) + orders[0][:torn])
        ours.shutdown(socket.SHUT_WR)
        with theirs:
            serve(theirs)
        with ours.makefile("rb") as incoming:
            said = []
            while head := incoming.read(LENGTH.size):
                said.append(unwrapped(incoming.read(*LENGTH.unpack(head))))
    ready, kept, not_kept, failed = said
    assert ready == READY
    assert (bool(kept.record), not_kept.record) == (True, None)
    assert "AttributeError" in failed.why


def test_who_no_longer_waits_for_an_answer_keeps_nobody_from_his():
    async def work():
        async with apart() as reader:
            gone, *others = (
                asyncio.ensure_future(reader.read(*each, MOMENT, keep=False)) for each in ANSWERS
            )
            await asyncio.sleep(0)
            gone.cancel()
            return await asyncio.gather(*others)

    assert asyncio.run(work()) == read_here(ANSWERS)[1:]


def test_what_cannot_be_read_here_either_says_so_and_keeps_nobody_waiting():
    async def work():
        async with apart("/nonexistent/python") as reader:
            there = await asyncio.gather(
                reader.read(question(0), None, MOMENT, keep=False),
                reader.read(*ANSWERS[0], MOMENT, keep=False),
                return_exceptions=True,
            )
            with pytest.raises(AttributeError):
                await reader.read(question(0), None, MOMENT, keep=False)
            return there

    error, read = asyncio.run(work())
    assert isinstance(error, AttributeError)
    assert read == read_here(ANSWERS[:1])[0]


def test_what_raises_there_raises_here():
    async def work():
        async with apart(sys.executable, "-c", FRAGILE) as reader:
            with pytest.raises(UnreadableError) as caught:
                await reader.read(question(0), page(0, "broken" * 500), MOMENT, keep=False)
            await reader.read(*ANSWERS[0], MOMENT, keep=False)
            return caught.value

    assert repr(asyncio.run(work())) == "ValueError('broken')"


def test_a_link_that_stands_on_a_page_twice_goes_once():
    read = read_answer(question(0), page(0, ""), MOMENT)
    link = read.page.links[0]
    twice = replace(read, page=replace(read.page, links=(link, link)))
    done = unwrapped(wrapped(Sender().done(twice, None))[8:])
    assert len(done.links.targets) == 1
    assert Receiver().read(done) == twice


def test_links_that_were_sent_before_go_as_numbers():
    asked, answer = question(0), page(0, "")
    sender, receiver = Sender(), Receiver()
    sizes = []
    for _ in range(3):
        read = read_answer(asked, answer, MOMENT)
        parcel = wrapped(sender.done(read, None))
        sizes.append(len(parcel))
        assert receiver.read(unwrapped(parcel[8:])) == read
    assert sizes[1] == sizes[2] < sizes[0] / 2


def test_numbers_begin_anew_when_there_are_many():
    asked, answer = ANSWERS[0]
    read = read_answer(asked, answer, MOMENT)
    sender, receiver = Sender(), Receiver()
    begins = 0
    for number in range(8):
        links = tuple(Link(f"http://x.cn/{number}/{n}") for n in range(5000)) + read.page.links
        more = replace(read, page=replace(read.page, links=links))
        done = unwrapped(wrapped(sender.done(more, None))[8:])
        begins += done.links.anew
        assert receiver.read(done) == more
    assert begins == 1
    assert read.fetch.outcome is Outcome.OK


def seen(snapshot):
    """All that a snapshot holds of its pages, but when."""
    return [
        (
            replace(fetch, seconds=None, record=None),
            snapshot.links(fetch.url),
            snapshot.body(fetch.url),
        )
        for fetch in snapshot.fetches()
    ]


def test_a_crawl_comes_to_the_same(server, crawled):
    text = "政务公开" * 400
    for number in range(30):
        links = [f"/{n}" for n in range(number, number + 4)] + ["/a.pdf", "http://other.cn/"]
        server.at(f"/{number}" if number else "/", server_page(*links, more=text))
    server.at("/a.pdf", http(b"%PDF-1.4" * 900, content_type="application/pdf"))
    server.at("/7", http(text.encode("gbk"), content_type="text/html"))
    _, here = crawled("here", read_apart=False)
    _, there = crawled("there", read_apart=True)
    assert seen(there) == seen(here)
    assert len(seen(there)) > 30
