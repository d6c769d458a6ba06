from __future__ import annotations

from crawler.snapshot import Fetch, Outcome, Role
from crawler.spiders.tally import Tally


def settled(tally, *fetches):
    return [
        tally.settle(Fetch(url, role, outcome, attempts=attempts))
        for url, role, outcome, attempts in fetches
    ]


def test_problem_that_goes_away_and_one_that_stays():
    tally = Tally()
    seen = settled(
        tally,
        ("a", Role.PAGE, Outcome.TIMEOUT, 1),
        ("b", Role.EXTERNAL, Outcome.DNS, 1),
        ("a", Role.PAGE, Outcome.OK, 2),
        ("b", Role.EXTERNAL, Outcome.DNS, 2),
        ("b", Role.EXTERNAL, Outcome.DNS, 3),
    )
    assert [one.problems for one in seen] == [1, 2, 1, 1, 1]
    assert [(one.pages_done, one.links_done) for one in seen] == [
        (1, 0),
        (1, 1),
        (1, 1),
        (1, 1),
        (1, 1),
    ]


def test_questions_of_our_own_are_neither_pages_nor_problems():
    last = settled(
        Tally(), ("p", Role.PROBE, Outcome.SERVER_ERROR, 1), ("p", Role.PROBE, Outcome.NOT_FOUND, 2)
    )[-1]
    assert (last.pages_done, last.links_done, last.problems, last.last) == (0, 0, 0, "p")


def test_what_is_known():
    tally = Tally()
    for role in (Role.PAGE, Role.PAGE, Role.ATTACHMENT, Role.EXTERNAL):
        tally.know(role)
    assert tally.pages_known == 2
    last = settled(tally, ("a", Role.ATTACHMENT, Outcome.OK, 1))[-1]
    assert (last.pages_known, last.links_known, last.links_done) == (2, 2, 1)
