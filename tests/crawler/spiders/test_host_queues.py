from __future__ import annotations

from types import SimpleNamespace

from scrapy import Request

from crawler.spiders.host_queues import HostQueues

HOME = "www.x.cn"


def queues(*requests, a_host=1, others=64):
    active: set[Request] = set()
    made = HostQueues(SimpleNamespace(active=active), HOME, a_host=a_host, others=others)
    for request in requests:
        made.enqueue_request(request)
    return made, active


def asks(host, *paths, priority=0):
    return [Request(f"http://{host}/{path}", priority=priority) for path in paths]


def drain(made, active):
    """Take all that is handed on now."""
    found = []
    while (request := made.next_request()) is not None:
        active.add(request)
        found.append(request.url.removeprefix("http://"))
    return found


def test_a_host_gets_its_places_and_one_in_line():
    made, active = queues(*asks(HOME, *range(5)))
    assert drain(made, active) == ["www.x.cn/0", "www.x.cn/1"]
    assert made.has_pending_requests()


def test_what_left_makes_room_for_the_next():
    made, active = queues(*asks(HOME, *range(4)))
    drain(made, active)
    active.pop()
    assert drain(made, active) == ["www.x.cn/2"]


def test_the_best_question_of_a_host_goes_first_and_equals_in_their_order():
    made, active = queues(
        *asks(HOME, "late", priority=-10), *asks(HOME, "a", "b"), *asks(HOME, "best", priority=5)
    )
    active.clear()
    assert drain(made, active) == ["www.x.cn/best", "www.x.cn/a"]
    active.clear()
    assert drain(made, active) == ["www.x.cn/b", "www.x.cn/late"]
    assert not made.has_pending_requests()
    assert made.next_request() is None


def test_hosts_take_turns():
    made, active = queues(*asks("a.cn", 1, 2), *asks("b.cn", 1, 2), *asks("c.cn", 1, 2))
    assert drain(made, active) == ["a.cn/1", "b.cn/1", "c.cn/1", "a.cn/2", "b.cn/2", "c.cn/2"]


def test_a_host_that_comes_back_is_served_again():
    made, active = queues(*asks("a.cn", 1))
    drain(made, active)
    active.clear()
    for request in asks("a.cn", 2):
        made.enqueue_request(request)
    assert drain(made, active) == ["a.cn/2"]


def test_silent_strangers_never_keep_the_home_host_waiting():
    strangers = [request for n in range(9) for request in asks(f"{n}.cn", 1)]
    made, active = queues(*strangers, others=3)
    assert len(drain(made, active)) == 3
    for request in asks(HOME, 1):
        made.enqueue_request(request)
    assert drain(made, active) == ["www.x.cn/1"]
