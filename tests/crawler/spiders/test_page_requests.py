"""What a page's scripts and the portal's search ask for: redirects, walls and what is no answer."""

from __future__ import annotations

import asyncio

import pytest
from scrapy.exceptions import IgnoreRequest

from crawler.fetching.answer import Answer
from crawler.fetching.failures import FetchFailedError
from crawler.fetching.handler import ANSWER
from crawler.rendering.limits import Ask, NoAnswerError
from crawler.settings import CrawlSettings
from crawler.snapshot import Outcome
from crawler.spiders.page_requests import PageRequests

HOME = "http://www.x.gov.cn/"
OK = Answer(200, "OK", (), b"{}")


def to(target, status=302):
    return Answer(status, "Found", ((b"Location", target.encode()),))


class Portal:
    """Answers by URL, and keeps what it was asked and what walls were told of."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []
        self.walls = []

    async def download(self, request):
        self.asked.append((request.method, request.url, request.body))
        answer = self.answers[request.url.removeprefix(HOME)]
        if isinstance(answer, Exception):
            raise answer
        request.meta[ANSWER] = answer

    def ask(self, path="a", method="GET", body=b""):
        requests = PageRequests(CrawlSettings(HOME), self.download, self.walls.append)
        return asyncio.run(requests(Ask(HOME + path, HOME, method, body, ())))


@pytest.mark.parametrize(
    ("status", "method", "body"), [(302, "GET", b""), (307, "POST", b"q=1")], ids=repr
)
def test_a_redirect_is_followed_as_browsers_do(status, method, body):
    portal = Portal({"a": to("/b", status), "b": OK})
    assert portal.ask(method="POST", body=b"q=1") == OK
    assert portal.asked == [("POST", HOME + "a", b"q=1"), (method, HOME + "b", body)]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (to("/a"), "too many redirects"),
        (to("ftp://www.x.gov.cn/"), "redirect without a target"),
        (Answer(302, "Found"), "redirect without a target"),
        (Answer(200, "OK", (), b"x", truncated=True), "too large"),
        (IgnoreRequest(), "robots"),
        (FetchFailedError(Outcome.DNS, "no such name"), "dns"),
    ],
)
def test_what_is_no_answer_says_why(answer, why):
    portal = Portal({"a": answer})
    with pytest.raises(NoAnswerError, match=why):
        portal.ask()
    assert portal.walls == []
    assert len(portal.asked) < 20


def test_a_bot_wall_is_told_and_no_answer():
    portal = Portal({"a": Answer(412, "Precondition Failed", (), b"<script>")})
    with pytest.raises(NoAnswerError, match="wall"):
        portal.ask()
    (wall,) = portal.walls
    assert (wall.url, wall.outcome) == (HOME + "a", Outcome.BLOCKED)
