"""The room for findings: every rule's first before anybody's more, and never more than there is."""

from reports.allowance import FULL, Share, shares
from tests.reports.sample import dead_link


def findings(count: int) -> list:
    return [dead_link(n, f"http://a.example/{n}", "404") for n in range(count)]


def test_with_room_for_all_nothing_is_left_out() -> None:
    assert shares([findings(3), [], findings(FULL + 5)]) == [
        Share(3, 0),
        Share(0, 0),
        Share(FULL, 5),
    ]


def test_a_rule_of_many_does_not_take_the_first_of_the_others() -> None:
    first, second = shares([findings(3_000), findings(4)], left=80_000)
    assert second == Share(4, 0)
    assert first.full == FULL
    assert 0 < first.lines < 2_900


def test_marks_need_room_too() -> None:
    found = [findings(500)]
    ((plain,), (marked,)) = shares(found, left=60_000), shares(found, left=60_000, marked=True)
    assert marked.lines < plain.lines


def test_without_room_nothing_is_shown() -> None:
    assert shares([findings(2)], left=100) == [Share(0, 0)]


def test_markup_in_a_finding_is_counted_as_long_as_it_gets() -> None:
    plain = [dead_link(0, "http://a.example/" + "a" * 500, "404")] * 40
    marked = [dead_link(0, "http://a.example/" + "<" * 500, "404")] * 40
    (few,), (many,) = shares([marked], left=60_000), shares([plain], left=60_000)
    assert few.full + few.lines < many.full + many.lines
