"""Reading ahead: the same facts however many processes read, and whatever becomes of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from checker.facts.ahead import LEAST_APART, PROGRAM, read_ahead
from checker.facts.cores import cores
from checker.facts.page import PageFacts
from checker.facts.pagewise import PERSONAL_DATA
from checker.facts.site import SiteFacts
from crawler.snapshot import CrawlInfo, DiskSnapshot, MemorySnapshot
from crawler.snapshot.memory import page
from tests.checker.facts.disk import AT, HOME, written

PAGES = LEAST_APART + 40
LEAK = 17
LIST, BROKEN = f"{HOME}list.csv", f"{HOME}broken.pdf"
ALL = PAGES + 3  # with the home page and two files
DIES = (sys.executable, "-c", "import sys; sys.exit(1)")
# Delivers a few whole frames and a piece of the next, as a process does that is killed.
BREAKS_OFF = (
    sys.executable,
    "-c",
    """
import io, pickle, sys
from checker.facts.reading_apart import serve
out = io.BytesIO()
serve(pickle.load(sys.stdin.buffer), out)
sys.stdout.buffer.write(out.getvalue()[:9_000])
""",
)


def url(number: int) -> str:
    return f"{HOME}art/2024-05-{number % 28 + 1:02}/{number}.html"


def article(number: int) -> str:
    leak = "<p>姓名：张三，身份证号：11010519491231002X</p>" if number == LEAK else ""
    return (
        f"<title>关于第{number}件事的通知</title><meta name=ArticleTitle content=关于第{number}件事的通知>"
        f"<h1>关于第{number}件事的通知</h1><p>发布日期：2024-05-{number % 28 + 1:02}</p>{leak}"
        f"<p>各部门要认真办好第{number}件事。</p>"
    )


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DiskSnapshot]:
    rows = "".join(f"<li><a href={url(n)}>关于第{n}件事的通知</a></li>" for n in range(PAGES))
    pages = {HOME: f"<title>首页</title><ul>{rows}</ul>"}
    pages |= {url(n): article(n) for n in range(PAGES)}
    files = {LIST: "姓名,身份证号\n张三,11010519491231002X\n".encode(), BROKEN: b"%PDF-1.4"}
    snapshot = written(tmp_path_factory.mktemp("ahead") / "snapshot", pages, files)
    yield snapshot
    snapshot.close()


def facts_of(site: SiteFacts) -> list[PageFacts | None]:
    return [site.page(fetch.url) for fetch in site.held]


def read(
    snapshot: DiskSnapshot | MemorySnapshot, jobs: int, program: Sequence[str] = PROGRAM
) -> tuple[SiteFacts, list[tuple[int, int]]]:
    site, told = SiteFacts(snapshot), list[tuple[int, int]]()
    read_ahead(site, (PERSONAL_DATA,), jobs, lambda *counts: told.append(counts), program)
    return site, told


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_as_many_processes_as_wanted_give_the_facts_that_one_gives(
    snapshot: DiskSnapshot, jobs: int
) -> None:
    """Page by page, and what else was asked of each."""
    alone = SiteFacts(snapshot)
    site, told = read(snapshot, jobs)
    assert facts_of(site) == facts_of(alone)
    found = [f.url for f in site.held if site.found(PERSONAL_DATA, f.url)]
    assert found == [url(LEAK)]
    assert told[0] == (0, ALL)
    assert told[-1] == (ALL, ALL)
    assert told == sorted(told)
    assert site.found(PERSONAL_DATA, LIST) == alone.found(PERSONAL_DATA, LIST)
    assert site.found(PERSONAL_DATA, LIST).scan.count == 1
    assert site.found(PERSONAL_DATA, BROKEN).unread


@pytest.mark.parametrize("program", [DIES, BREAKS_OFF, ("/nowhere/python",)])
def test_what_a_process_does_not_deliver_is_read_here(
    snapshot: DiskSnapshot, program: Sequence[str]
) -> None:
    """A process that dies, breaks off or never starts costs time, no page."""
    site, told = read(snapshot, 2, program)
    assert facts_of(site) == facts_of(SiteFacts(snapshot))
    assert [f.url for f in site.held if site.found(PERSONAL_DATA, f.url)] == [url(LEAK)]
    assert told[-1] == (ALL, ALL)


def test_a_snapshot_in_memory_is_read_by_one() -> None:
    """There is no folder that another process could open."""
    bodies = {HOME: "<a href=/a.html>通知公告</a>", f"{HOME}a.html": article(LEAK)}
    fetches = [page(where, body, fetched_at=AT) for where, body in bodies.items()]
    site, told = read(
        MemorySnapshot(CrawlInfo(HOME, AT, hosts=("www.x.gov.cn",)), fetches, bodies), 2
    )
    assert told[-1] == (2, 2)
    assert site.found(PERSONAL_DATA, f"{HOME}a.html") is not None
    assert site.found(PERSONAL_DATA, HOME) is None


@pytest.mark.harms_archives
def test_a_page_that_cannot_be_read_is_left_for_whoever_asks(tmp_path: Path) -> None:
    """A damaged archive must not end the audit while it reads ahead."""
    snapshot = written(tmp_path / "s", {HOME: article(1), url(2): article(2)})
    (tmp_path / "s" / "bodies.warc.gz").write_bytes(b"gone")
    site = SiteFacts(snapshot)
    list(site.held)
    read_ahead(site, (), 1, lambda *_: None)
    assert not site.has_read(HOME)
    with pytest.raises(Exception, match="读不到"):
        site.page(HOME)
    snapshot.close()


def test_there_is_a_core() -> None:
    """Whatever the machine is, one process reads."""
    assert cores() >= 1
