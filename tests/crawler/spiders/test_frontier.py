from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from crawler.reading.worth import Standing, Tier, level
from crawler.settings import CrawlSettings
from crawler.snapshot import Outcome, Role
from crawler.snapshot.model import Fetch
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.frontier import Frontier
from crawler.spiders.tally import Tally

HOME = "http://www.x.gov.cn/"


@pytest.fixture
def writer(tmp_path):
    with SnapshotWriter.create(tmp_path, "gongkai/1", datetime(2021, 12, 31, tzinfo=UTC)) as made:
        yield made


@pytest.fixture
def frontier(writer):
    return frontier_of(writer)


def frontier_of(writer, **plan):
    return Frontier(CrawlSettings(HOME, concurrency=1, **plan), writer, Tally(), date(2021, 12, 31))


def at(depth, tier=Tier.COLUMN, **more):
    return Standing(level(tier), depth, **more)


def test_only_so_many_are_asked_at_a_time(frontier):
    frontier.home()
    (home,) = frontier.due()
    for number in range(9):
        frontier.discover(f"{HOME}{number}", at(1), found_on=HOME)
    frontier.came_to(home, Outcome.OK)
    first = frontier.due()
    assert [question.url for question in first] == [f"{HOME}{number}" for number in range(4)]
    assert frontier.due() == []
    frontier.came_to(first[2], Outcome.OK)
    assert [question.url for question in frontier.due()] == [f"{HOME}4"]


def test_a_question_knows_where_it_comes_from(frontier, writer):
    frontier.home()
    frontier.discover(f"{HOME}a.pdf", at(3), hops=7, found_on=HOME)
    writer.commit()  # written away or not, it is the same
    frontier.discover(f"{HOME}b", at(2))
    home, b, a = frontier.due()
    assert (home.role, home.depth, home.hops, home.found_on) == (Role.PAGE, 0, 0, None)
    assert (a.role, a.depth, a.hops, a.found_on) == (Role.ATTACHMENT, 3, 7, HOME)
    assert (b.url, b.found_on, b.priority > a.priority) == (f"{HOME}b", None, True)


def test_what_failed_comes_again_when_all_else_is_done(frontier):
    frontier.home()
    frontier.discover(f"{HOME}a", at(1), found_on=HOME)
    home, page = frontier.due()
    frontier.came_to(home, Outcome.TIMEOUT)
    assert frontier.due() == []
    frontier.came_to(page, Outcome.TIMEOUT)
    again = frontier.due()
    assert [(one.url, one.attempt, one.found_on) for one in again] == [
        (HOME, 2, None),
        (f"{HOME}a", 2, HOME),
    ]
    for one in again:
        frontier.came_to(one, Outcome.TIMEOUT)
    assert frontier.due() == []


def test_the_budget_counts_what_an_earlier_run_asked_for(writer):
    frontier = frontier_of(writer, max_pages=2)
    for url in (HOME, f"{HOME}a", f"{HOME}b"):
        writer.know(url, Role.PAGE, 1)
    writer.settle(Fetch(HOME, Role.PAGE, Outcome.OK, 0))
    for fetch in writer.known():
        frontier.take_over(fetch)
    assert [question.url for question in frontier.due()] == [f"{HOME}a"]
    assert frontier.over_budget == 1
