"""A host that stops showing its pages in the middle of a crawl accuses none of them."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import pytest

from crawler.fetching.answer import Answer
from crawler.rendering.limits import Ask, NoAnswerError
from crawler.snapshot import Outcome
from crawler.snapshot.model import Fetch, Role
from crawler.spiders.witnesses import doubted
from tests.crawler.conftest import HOME
from tests.crawler.loopback import Loopback, http, page, to

PAGES = [f"/zw/{n}.html" for n in range(40)]
SHOWN = 12


def portal(server: Loopback, wall: bytes) -> None:
    """Serve a portal that shows so many of its pages, and from then on only `wall`."""
    shown = itertools.count()

    def article(path: str):
        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            good = page("/", title=f"文章{path}")
            writer.write(good if next(shown) < SHOWN else wall)
            await writer.drain()
            writer.close()

        return answer

    server.at("/", page(*PAGES), http("", "404 Not Found") if b" 404" in wall else page(*PAGES))
    for path in PAGES:
        server.at(path, article(path))


@pytest.mark.parametrize(
    "wall",
    [http("", "404 Not Found"), to(HOME), to("http://waf.example.org/verify"), b""],
    ids=["gone", "home", "elsewhere", "hung up"],
)
def test_what_a_wall_says_of_a_page_is_not_believed(server, crawled, wall):
    portal(server, wall)
    _, snapshot = crawled()
    own = [f for f in snapshot.fetches() if f.role is Role.PAGE and f.url != HOME]
    outcomes = [fetch.outcome for fetch in own]
    assert len(own) == len(PAGES)
    assert outcomes.count(Outcome.OK) == SHOWN
    assert outcomes.count(Outcome.BLOCKED) == len(PAGES) - SHOWN
    told = {fetch.detail for fetch in own if fetch.outcome is Outcome.BLOCKED}
    assert all(detail and detail.startswith("shut out: ") for detail in told)


def test_pages_that_are_gone_are_gone_where_others_are_still_shown(server, crawled):
    server.at("/", page(*PAGES))
    for path in PAGES[:SHOWN]:
        server.at(path, page("/", title=f"文章{path}"))
    _, snapshot = crawled()
    gone = [f for f in snapshot.fetches() if f.outcome is Outcome.NOT_FOUND and "/zw/" in f.url]
    assert len(gone) == len(PAGES) - SHOWN
    last = PAGES[SHOWN - 1]
    assert server.targets().count(last) == 2, "one page that was shown is asked for again"


def test_few_failures_ask_for_nothing_more(server, crawled):
    server.at("/", page(*PAGES[:9]))
    for path in PAGES[:3]:
        server.at(path, page("/", title=f"文章{path}"))
    crawled()
    assert max(map(server.targets().count, PAGES[:9])) == 1


SEEN = datetime(2026, 6, 30, tzinfo=UTC)
BEFORE = Fetch(HOME + "a/", Role.PAGE, Outcome.OK, sha256="0" * 64, title="公开", fetched_at=SEEN)
GONE = [
    Fetch(f"{HOME}{n}", Role.PAGE, Outcome.NOT_FOUND, status=404, fetched_at=SEEN + timedelta(n))
    for n in range(1, 13)
]


def blocked(came: Answer | str) -> int:
    """How many of twelve pages that were gone are doubted, when this comes of asking for one shown before."""

    async def ask(_: Ask) -> Answer:
        if isinstance(came, str):
            raise NoAnswerError(came)
        return came

    found = list(asyncio.run(doubted(lambda: [BEFORE, *GONE], ask, HOME)))
    assert {fetch.outcome for fetch in found} <= {Outcome.BLOCKED}
    return len(found)


@pytest.mark.parametrize("why", ["robots", "not_reached", "dns_unavailable"])
def test_what_keeps_us_from_asking_is_no_wall(why):
    assert blocked(why) == 0


@pytest.mark.parametrize(
    ("came", "doubt"),
    [
        ("wall", True),
        ("timeout", True),
        (Answer(404, "Not Found"), True),
        (Answer(200, "OK", (), "<title>公开</title>今天".encode()), False),
        (Answer(200, "OK", (), "<title>首页</title>".encode()), True),
    ],
    ids=["wall", "silence", "gone", "as it was", "another page"],
)
def test_whether_a_page_is_shown_that_was_shown_before_tells(came, doubt):
    assert blocked(came) == (len(GONE) if doubt else 0)
