from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.snapshot import CrawlInfo, DiskSnapshot, Fetch, LinkKind, MemorySnapshot, Outcome, Role
from crawler.snapshot.memory import page
from tests.crawler.snapshot.sample import FETCHES, HOME, INFO, in_memory, write

URLS = [*(fetch.url for fetch in FETCHES), "http://nobody.cn/"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[DiskSnapshot]:
    write(tmp_path)
    snapshot = DiskSnapshot(tmp_path)
    yield snapshot
    snapshot.close()


def test_the_same_fetches_in_the_same_order(disk):
    on_disk = [replace(fetch, record=None) for fetch in disk.fetches()]
    assert on_disk == list(in_memory().fetches())
    assert sorted(on_disk, key=FETCHES.index) == list(FETCHES)
    assert [fetch.url for fetch in disk.pages()] == [fetch.url for fetch in in_memory().pages()]


@pytest.mark.parametrize("url", URLS)
def test_the_same_answers_about_one_url(disk, url):
    memory = in_memory()
    assert disk.body(url) == memory.body(url)
    assert disk.text(url) == memory.text(url)
    assert list(disk.links(url)) == list(memory.links(url))
    assert list(disk.referrers(url)) == list(memory.referrers(url))
    of_disk, of_memory = disk.resolve(url), memory.resolve(url)
    assert (of_disk.hops, of_disk.loop) == (of_memory.hops, of_memory.loop)
    assert (of_disk.last and of_disk.last.url) == (of_memory.last and of_memory.last.url)


def test_the_same_probes_and_description(disk):
    memory = in_memory()
    for kind in ("honest_404", "ipv6", "none"):
        assert list(disk.probes(kind)) == list(memory.probes(kind))
    assert disk.info == memory.info == INFO


def test_links_of_a_gbk_page_ask_in_gbk():
    assert in_memory().links(HOME + "gbk")[0].target == HOME + "s?q=%B9%AB%BF%AA"


def test_text_has_no_byte_order_mark():
    assert in_memory().text(HOME + "utf16").startswith("<meta")


def test_only_pages_of_the_site_have_links():
    memory = in_memory()
    assert memory.links("http://other.cn/") == ()
    assert memory.links(HOME + "page.txt") == ()


def test_a_page_described_by_its_body():
    url = "http://www.x.gov.cn/a"
    fetch = page(url, "<title>甲</title><iframe src=b>", depth=2, title="甲")
    snapshot = MemorySnapshot(
        CrawlInfo(url, datetime(2021, 1, 1, tzinfo=UTC)), [fetch], {url: "<iframe src=b>"}
    )
    assert (fetch.role, fetch.outcome, fetch.status, fetch.depth, fetch.title) == (
        Role.PAGE,
        Outcome.OK,
        200,
        2,
        "甲",
    )
    assert snapshot.links(url)[0].kind is LinkKind.FRAME


def test_pages_that_were_not_fetched_have_no_links():
    url = "http://www.x.gov.cn/a"
    info = CrawlInfo(url, datetime(2021, 1, 1, tzinfo=UTC))
    fetch = Fetch(url, Role.PAGE, Outcome.NOT_FOUND, status=404, content_type="text/html")
    assert MemorySnapshot(info, [fetch], {url: "<a href=b>b</a>"}).links(url) == ()
