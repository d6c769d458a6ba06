from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from crawler.spiders.backlog import Backlog


def emptied(backlog, hosts):
    """Take everything, giving all back each time; returns the portions."""
    portions = []
    while portion := backlog.take():
        portions.append(portion)
        for _, item in portion:
            backlog.back(hosts[item])
    return portions


def test_the_highest_priority_first_and_within_it_the_first_to_come():
    backlog = Backlog(4)
    for item, priority in enumerate([0, -5, 10, 0, 10]):
        backlog.add("x.cn", priority, item)
    assert backlog.take() == [(10, 2), (10, 4), (0, 0), (0, 3)]
    backlog.back("x.cn")
    assert backlog.take() == [(-5, 1)]


def test_which_comes_next_is_decided_late():
    backlog = Backlog(2)
    for item in range(4):
        backlog.add("x.cn", 0, item)
    assert backlog.take() == [(0, 0), (0, 1)]
    backlog.add("x.cn", 9, 99)
    backlog.back("x.cn")
    assert backlog.take() == [(9, 99)]


def test_a_host_that_answers_nothing_keeps_nobody_waiting():
    backlog = Backlog(2)
    for item in range(9):
        backlog.add("silent.cn", 0, item)
    assert len(backlog.take()) == 2
    backlog.add("x.cn", -100, 9)
    assert backlog.take() == [(-100, 9)]
    assert backlog.take() == []


def test_many_places_are_filled_many_at_a_time():
    backlog = Backlog(16)
    for item in range(40):
        backlog.add("x.cn", 0, item)
    assert len(backlog.take()) == 16
    for _ in range(3):
        backlog.back("x.cn")
        assert backlog.take() == []
    backlog.back("x.cn")
    assert len(backlog.take()) == 4


def test_done_means_that_all_came_back():
    backlog = Backlog(4)
    assert backlog.is_done
    backlog.add("x.cn", 0, 1)
    assert not backlog.is_done
    backlog.take()
    assert not backlog.is_done
    backlog.back("x.cn")
    assert backlog.is_done


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(-3, 3)), max_size=60), st.integers(1, 9)
)
def test_everything_comes_once_and_never_too_much_of_a_host(waiting, places):
    backlog = Backlog(places)
    hosts = {}
    for item, (host, priority) in enumerate(waiting):
        hosts[item] = host
        backlog.add(host, priority, item)
    portions = emptied(backlog, hosts)
    assert sorted(item for portion in portions for _, item in portion) == list(hosts)
    for portion in portions:
        assert max(Counter(hosts[item] for _, item in portion).values()) <= places
    for host in "abc":
        came = [pair for portion in portions for pair in portion if hosts[pair[1]] == host]
        assert came == sorted(came, key=lambda pair: (-pair[0], pair[1]))
    assert backlog.is_done
