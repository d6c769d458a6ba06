"""Findings stand by the number of pages they are on, with their places and what was observed."""

from checker.results import Evidence
from reports.finding_view import evidence_view, findings_view
from reports.language import CHINESE
from tests.reports.sample import dead_link


def test_most_widespread_first_and_equal_ones_as_listed() -> None:
    found = [
        dead_link(1, "http://a.example/", "404"),
        dead_link(2, "http://b.example/", "404", 1842),
        dead_link(3, "http://c.example/", "dns"),
    ]
    view = findings_view(found, CHINESE)
    assert [each.target.text for each in view.shown if each.target] == [
        "http://b.example/",
        "http://a.example/",
        "http://c.example/",
    ]
    assert [(seen.code, number) for seen, number in view.tallies] == [("404", 2), ("dns", 1)]


def test_the_page_itself_is_not_repeated_among_its_places() -> None:
    view = findings_view([dead_link(0, "http://a.example/", "404", 5)], CHINESE).shown[0]
    assert view.place_count == 5
    assert view.page not in (*view.places, *view.more_places)
    assert len(view.places) + len(view.more_places) == 4


def test_places_beyond_the_listed_ones_are_counted() -> None:
    finding = dead_link(0, "http://a.example/", "404", 1842).model_copy(
        update={"found_on": [f"http://x.example/{n}" for n in range(100)]}
    )
    view = findings_view([finding], CHINESE).shown[0]
    assert len(view.places) + len(view.more_places) == 20
    assert view.place_count == 1842


def test_one_kind_of_observation_needs_no_tally() -> None:
    assert findings_view([dead_link(0, "http://a.example/", "404")], CHINESE).tallies == ()


def test_a_page_as_a_browser_drew_it_is_said_to_be_so() -> None:
    evidence = Evidence(
        url="http://a.example/", what="栏目", rendered="Chromium/130.0 2026-06-30T12:00:00+08:00"
    )
    (view,) = evidence_view([evidence], CHINESE)
    assert view.proof.rendered == "Chromium/130.0 2026-06-30 12:00:00"
    assert (
        evidence_view([Evidence(url="http://a.example/", what="栏目")], CHINESE)[0].proof.rendered
        == ""
    )
