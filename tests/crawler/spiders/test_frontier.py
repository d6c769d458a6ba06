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


def asked(frontier, writer=None):
    """Ask for everything, one portion after another; returns the URLs in this order."""
    found = []
    while portion := frontier.due():
        for question in portion:
            found.append(question.url.removeprefix(HOME))
            frontier.came_to(question, Outcome.OK)
            if writer:
                writer.settle(Fetch(question.url, question.role, Outcome.OK))
    return found


def test_a_budget_goes_to_the_best_wherever_they_were_found(writer):
    frontier = frontier_of(writer, max_pages=4)
    frontier.home()
    for number in range(9):
        frontier.discover(f"{HOME}art/2015/1/1/art_{number}00.html", at(1))
    for name in ("zwgk/", "ghjh/"):
        frontier.discover(f"{HOME}{name}", at(1, Tier.HOME))
    frontier.discover(f"{HOME}tz/index_2.html", at(1, turns=True))
    assert asked(frontier, writer) == ["", "zwgk/", "ghjh/", "tz/index_2.html"]
    frontier.close()
    assert frontier.over_budget == 9
    left = [fetch for fetch in writer.known() if fetch.outcome is Outcome.BUDGET]
    assert len(left) == 9


def test_attachments_and_outside_links_have_budgets_of_their_own(writer):
    frontier = frontier_of(writer, max_pages=2, max_attachments=1, max_external=1)
    frontier.home()
    for name in ("1.pdf", "2.pdf"):
        frontier.discover(f"{HOME}{name}", at(1, Tier.COLUMN))
    frontier.discover(f"{HOME}3.pdf", at(1, Tier.HOME))
    frontier.discover("http://other.cn/", at(1))
    frontier.discover("http://third.cn/", at(1))
    frontier.discover(f"{HOME}a/", at(1))
    assert set(asked(frontier)) == {"", "a/", "3.pdf", "http://other.cn/"}
    assert frontier.over_budget == 3


def test_pages_come_before_what_is_only_verified(frontier):
    frontier.home()
    frontier.discover(f"{HOME}1.pdf", at(1, Tier.HOME))
    frontier.sitemap(f"{HOME}sitemap.xml")
    frontier.discover(f"{HOME}art/2015/1/1/art_100.html", at(9))
    assert asked(frontier) == ["", "art/2015/1/1/art_100.html", "1.pdf", "sitemap.xml"]


def test_what_robots_txt_forbids_takes_up_no_budget(writer):
    frontier = frontier_of(writer, max_pages=2)
    frontier.home()
    frontier.discover(f"{HOME}a/", at(1))
    for question in frontier.due():
        frontier.came_to(question, Outcome.ROBOTS)
    frontier.discover(f"{HOME}b/", at(1))
    frontier.discover(f"{HOME}c/", at(1))
    assert asked(frontier) == ["b/", "c/"]


def test_a_page_that_was_too_deep_and_is_found_nearer(writer):
    frontier = frontier_of(writer, max_depth=2)
    frontier.home()
    frontier.discover(f"{HOME}a/", at(3))
    assert (asked(frontier), frontier.over_budget) == ([""], 1)
    frontier.discover(f"{HOME}a/", at(3))
    frontier.discover(f"{HOME}a/", at(2))
    assert (asked(frontier), frontier.over_budget) == (["a/"], 0)


def test_a_page_found_nearer_takes_no_place_where_none_is_left(writer):
    frontier = frontier_of(writer, max_depth=2, max_pages=1)
    frontier.home()
    frontier.discover(f"{HOME}a/", at(3))
    frontier.discover(f"{HOME}a/", at(2))
    assert (asked(frontier), frontier.over_budget) == ([""], 1)


def test_what_is_to_be_looked_at_by_all_means_is_asked_for(writer):
    frontier = frontier_of(writer, only=(f"{HOME}zwgk/", f"{HOME}tz/"))
    frontier.home()
    assert asked(frontier) == ["", "zwgk/", "tz/"]


def test_what_an_earlier_run_found_in_a_sitemap_is_asked_after_what_pages_lead_to(frontier, writer):
    for name, depth in (("far/", None), ("near/", 1)):
        left = Fetch(f"{HOME}{name}", Role.PAGE, Outcome.NOT_REACHED, depth)
        writer.know(left.url, left.role, left.depth)
        frontier.take_over(left)
    assert asked(frontier) == ["near/", "far/"]


def test_a_sitemap_whose_answer_is_believed_no_longer_is_asked_anew(frontier):
    frontier.sitemap(f"{HOME}sitemap.xml")
    assert asked(frontier) == ["sitemap.xml"]
    frontier.ask_anew(Fetch(f"{HOME}sitemap.xml", Role.SITEMAP, Outcome.OK))
    assert asked(frontier) == ["sitemap.xml"]


def test_a_slow_host_s_columns_keep_half_of_the_budget(writer):
    frontier = frontier_of(writer, max_pages=20)
    slow = "http://slow.x.gov.cn/"
    frontier.home()
    for number in range(12):
        frontier.discover(f"{slow}{'abcdefghijkl'[number]}/", at(1, Tier.HOME))
        frontier.discover(f"{HOME}art/2015/1/1/art_{number}00.html", at(1))
    quick = []
    while portion := [one for one in frontier.due() if not one.url.startswith(slow)]:
        for question in portion:
            quick.append(question.url)
            frontier.came_to(question, Outcome.OK)
    assert len(quick) == 8  # the home page, and what is left when each column has its place


def test_sitemaps_of_others_are_not_read(frontier):
    frontier.sitemap("http://other.cn/sitemap.xml")
    frontier.sitemap("http://10.0.0.1/sitemap.xml")
    frontier.listed("http://other.cn/a")
    assert asked(frontier) == []
