from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.snapshot import CrawlInfo, Fetch, MemorySnapshot, Outcome, Role
from crawler.snapshot.memory import page
from crawler.snapshot.model import MAX_HOPS

INFO = CrawlInfo("http://x.cn/", datetime(2021, 1, 1, tzinfo=UTC))
PLACES = ["http://x.cn/" + str(n) for n in range(MAX_HOPS + 5)]


def moved(url, location):
    return Fetch(url, Role.PAGE, Outcome.REDIRECT, status=302, location=location)


def chain(length):
    hops = [moved(PLACES[n], PLACES[n + 1]) for n in range(length)]
    return MemorySnapshot(INFO, [*hops, page(PLACES[length], "x")])


def test_page_itself():
    resolved = chain(0).resolve(PLACES[0])
    assert resolved.hops == (PLACES[0],)
    assert resolved.last is not None
    assert resolved.last.outcome is Outcome.OK
    assert not resolved.loop


def test_unknown_url():
    resolved = chain(0).resolve("http://y.cn/")
    assert (resolved.hops, resolved.last, resolved.loop) == (("http://y.cn/",), None, False)


@pytest.mark.parametrize("length", [1, 2, MAX_HOPS])
def test_chain_to_its_end(length):
    resolved = chain(length).resolve(PLACES[0])
    assert resolved.hops == tuple(PLACES[: length + 1])
    assert resolved.last is not None
    assert resolved.last.url == PLACES[length]
    assert not resolved.loop


def test_chain_that_is_too_long():
    assert chain(MAX_HOPS + 1).resolve(PLACES[0]).loop


def test_redirect_to_itself():
    resolved = MemorySnapshot(INFO, [moved("a", "a")]).resolve("a")
    assert resolved.loop
    assert resolved.hops == ("a",)


def test_redirects_in_a_circle():
    resolved = MemorySnapshot(INFO, [moved("a", "b"), moved("b", "c"), moved("c", "b")]).resolve(
        "a"
    )
    assert resolved.loop
    assert resolved.hops == ("a", "b", "c")


def test_redirect_to_a_place_nobody_asked_for():
    resolved = MemorySnapshot(INFO, [moved("a", "b")]).resolve("a")
    assert (resolved.hops, resolved.last, resolved.loop) == (("a", "b"), None, False)


def test_referrers_each_once_in_order():
    bodies = {
        "http://x.cn/2": "<a href=/t>1</a>",
        "http://x.cn/1": "<a href=/t>1</a><a href=/t>2</a><a href=/1>ich</a>",
    }
    snapshot = MemorySnapshot(INFO, [page(url, body) for url, body in bodies.items()], bodies)
    assert snapshot.referrers("http://x.cn/t") == ["http://x.cn/1", "http://x.cn/2"]
    assert snapshot.referrers("http://x.cn/1") == ["http://x.cn/1"]
    assert snapshot.referrers("http://x.cn/2") == ()


@pytest.mark.parametrize("outcome", Outcome)
def test_answered_means_that_a_server_spoke_http(outcome):
    spoke = outcome.value in {
        *("ok", "redirect", "not_found", "client_error", "server_error", "login", "blocked"),
        *("rate_limited", "too_large"),
    }
    assert outcome.answered is spoke


@pytest.mark.parametrize(
    ("outcome", "kind", "held"),
    [
        (Outcome.OK, "text/html", True),
        (Outcome.OK, "application/xhtml+xml", True),
        (Outcome.OK, "application/pdf", False),
        (Outcome.OK, None, False),
        (Outcome.BLOCKED, "text/html", False),
    ],
)
def test_is_html(outcome, kind, held):
    assert Fetch("u", Role.PAGE, outcome, content_type=kind).is_html is held
