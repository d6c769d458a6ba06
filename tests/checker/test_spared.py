from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checker.coverage import coverage
from checker.facts.site import SiteFacts
from checker.spared import as_results, doubts
from crawler.snapshot import CrawlInfo, MemorySnapshot, Spared
from crawler.snapshot.memory import page

HOME = "http://www.tx.gov.cn/"
AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def spared(**hosts: str) -> Spared:
    return Spared(AT, 3, 3000, 1, 50, distrusted=hosts)


def test_the_coverage_says_what_was_spared_and_whom_not_to_believe() -> None:
    info = CrawlInfo(HOME, AT, AT, "finished", spared=spared(liar="always_304"))
    said = coverage(SiteFacts(MemorySnapshot(info, [page(HOME, "<p>x</p>")], {HOME: "<p>x</p>"})))
    assert said.spared == as_results(info.spared)
    assert said.spared is not None
    assert (said.spared.since, said.spared.not_modified) == ("2026-03-01T12:00:00+08:00", 3)
    assert [note for note in said.notes if "liar（不管问什么都答“未修改”）" in note]


def test_a_crawl_that_compared_with_nothing_says_nothing() -> None:
    assert as_results(None) is None
    assert doubts(None) == doubts(spared()) == []


@pytest.mark.parametrize(("hosts", "others"), [(5, 0), (6, 1)])
def test_only_so_many_hosts_are_named(hosts: int, others: int) -> None:
    (note,) = doubts(spared(**{f"h{n}": "missed_change" for n in range(hosts)}))
    assert note.count("内容变了仍答") == 5
    assert note.count(" 等 ") == others


def test_bodies_that_the_earlier_snapshot_lost_are_counted() -> None:
    (note,) = doubts(Spared(AT, 3, 3000, 1, 50, damaged=7))
    assert "有 7 个网页或附件的原文已损坏" in note
