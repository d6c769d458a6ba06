from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.folder import prepare
from crawler.job import FINISHED, Job
from crawler.processes import crawl_in_processes, shared_out
from tests.crawler.children import children
from tests.crawler.conftest import moment
from tests.crawler.loopback import page

PLACES = st.lists(st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=3), max_size=12)


def places(*texts):
    return [frozenset(text.split()) for text in texts]


@pytest.mark.parametrize(
    ("given_places", "processes", "shards"),
    [
        (places("a 1", "b 2", "c 3", "d 4"), 2, [[0, 2], [1, 3]]),
        (places("a 1", "b 1", "c 3", "d 4"), 2, [[0, 1], [2, 3]]),  # one machine, one process
        (places("a 1", "b 2", "a 3", "c 2"), 4, [[0, 2], [1, 3]]),
        (places("a 1", "b 1"), 2, [[0, 1]]),
        (places("a 1"), 8, [[0]]),
        ([], 2, []),
        (places("a 1", "b 2"), 1, [[0, 1]]),
    ],
)
def test_sites_are_shared_out(given_places, processes, shards):
    assert shared_out(given_places, processes) == shards


@given(PLACES, st.integers(1, 5))
def test_every_site_once_and_what_shares_a_place_together(given_places, processes):
    shards = shared_out(given_places, processes)
    assert sorted(number for shard in shards for number in shard) == list(range(len(given_places)))
    assert len(shards) <= processes
    for shard in shards:
        here = frozenset().union(*(given_places[number] for number in shard))
        others = [n for n in range(len(given_places)) if n not in shard]
        assert not any(here & given_places[number] for number in others)


def test_what_one_process_can_do_is_done_in_this_one(server, plan, tmp_path):
    server.at("/", page())
    prepare(tmp_path / "a")
    job = Job(plan(home="http://a.cn/"), tmp_path / "a")
    seen = []
    (ended,) = crawl_in_processes([job], 4, moment, "test", lambda *told: seen.append(told))
    assert (ended.job, ended.finish) == (job, FINISHED)
    assert seen[-1] == (0, ended)
    assert children(os.getpid(), "crawler.worker") == []
