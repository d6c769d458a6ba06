"""Findings stand by the number of pages they are on, with their places and what was observed."""

from checker.results import Evidence, Finding
from reports.allowance import Share
from reports.change_view import Mark
from reports.finding_view import FindingsView, evidence_view, findings_view
from reports.language import CHINESE
from tests.reports.sample import dead_link


def view_of(found: list[Finding], share: Share = Share(9, 0)) -> FindingsView:  # noqa: B008 -- frozen
    return findings_view(found, share, {}, CHINESE)


def test_most_widespread_first_and_equal_ones_as_listed() -> None:
    found = [
        dead_link(1, "http://a.example/", "404"),
        dead_link(2, "http://b.example/", "404", 1842),
        dead_link(3, "http://c.example/", "dns"),
    ]
    view = view_of(found)
    assert [each.target.text for each in view.shown if each.target] == [
        "http://b.example/",
        "http://a.example/",
        "http://c.example/",
    ]
    assert [(seen.code, number) for seen, number in view.tallies] == [("404", 2), ("dns", 1)]


def test_the_page_itself_is_not_repeated_among_its_places() -> None:
    view = view_of([dead_link(0, "http://a.example/", "404", 5)]).shown[0]
    assert view.place_count == 5
    assert view.page not in (*view.places, *view.more_places)
    assert len(view.places) + len(view.more_places) == 4


def test_places_beyond_the_listed_ones_are_counted() -> None:
    finding = dead_link(0, "http://a.example/", "404", 1842).model_copy(
        update={"found_on": [f"http://x.example/{n}" for n in range(100)]}
    )
    view = view_of([finding]).shown[0]
    assert len(view.places) + len(view.more_places) == 20
    assert view.place_count == 1842


def test_one_kind_of_observation_needs_no_tally() -> None:
    assert view_of([dead_link(0, "http://a.example/", "404")]).tallies == ()


def test_what_has_no_room_is_told_on_a_line_or_counted() -> None:
    found = [dead_link(n, f"http://a.example/{n}", "404", 9 - n) for n in range(6)]
    view = view_of(found, Share(2, 3))
    assert [each.number for each in view.shown] == [1, 2]
    assert [(line.number, line.target) for line in view.lines] == [
        (3, "http://a.example/2"),
        (4, "http://a.example/3"),
        (5, "http://a.example/4"),
    ]
    assert view.lines[0].observed == "404"
    assert "7" in view.lines[0].places
    assert view.count == 6
    assert view.hidden == 1


def test_what_all_suggest_alike_is_said_once() -> None:
    found = [dead_link(n, f"http://a.example/{n}", "404", 200) for n in range(2)]
    view = view_of(found)
    assert view.advice == found[0].suggestion != ""
    assert [each.suggestion for each in view.shown] == ["", ""]
    other = view_of([found[0], dead_link(3, "http://b.example/", "404")])
    assert other.advice == ""
    assert other.shown[0].suggestion == found[0].suggestion


def test_a_mark_stands_with_its_finding() -> None:
    found = [dead_link(n, f"http://a.example/{n}", "404") for n in range(2)]
    mark = Mark("new", "新增")
    view = findings_view(found, Share(1, 1), {found[1].fingerprint: mark}, CHINESE)
    assert view.shown[0].change is None
    assert view.lines[0].change is mark


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
