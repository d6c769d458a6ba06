from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from crawler.fetching.pace import Lanes
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.interruption import Interruption
from crawler.job import BUDGET, FINISHED, INTERRUPTED, CrawlError
from crawler.run import Surroundings, crawl, visit
from crawler.snapshot import DiskSnapshot, MemorySnapshot, Outcome, Role
from crawler.snapshot.warc import FILE
from crawler.spiders.progress import Progress, unwatched
from tests.crawler.conftest import moment
from tests.crawler.loopback import http, page, says, says_nothing, to

HOME = "http://www.x.gov.cn/"

# A crawl in a process of its own, since it is going to be killed.
CRAWL = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.job import CrawlError
from crawler.run import crawl
from crawler.settings import CrawlSettings
folder, port, dns, settings = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4])
everything = ConnectTo(None, None, Address("127.0.0.1", port))
plan = CrawlSettings("http://www.x.gov.cn/", **{"delay": 0.0, "timeout": 60.0} | settings,
                     connect_to=(everything,), dns=Address("127.0.0.1", dns))
prepare(folder)
try:
    print(crawl(plan, folder, lambda: datetime(2021, 12, 31, tzinfo=UTC), "test").finish)
except CrawlError as error:
    print(error)
except KeyboardInterrupt:
    print("now")
"""


@pytest.fixture
def crawling(server, names, tmp_path):
    """Start a crawl in another process; returns the process and the folder."""
    started: list[subprocess.Popen[str]] = []

    def start(**settings):
        folder = tmp_path / "snapshot"
        command = [
            sys.executable,
            "-c",
            CRAWL,
            str(folder),
            str(server.port),
            str(names.address.port),
        ]
        process = subprocess.Popen(
            [*command, json.dumps(settings)],
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,  # as a terminal starts a command
        )
        started.append(process)
        return process, folder

    yield start
    for process in started:
        process.kill()
        process.communicate()


def large_site(server, pages):
    server.at("/", page(*(f"/{n}" for n in range(pages))))
    for number in range(pages):
        server.at(f"/{number}", page(title=f"第{number}页"))


def test_killed_crawl_leaves_a_readable_snapshot(server, crawling):
    large_site(server, 300)
    server.at("/200", says_nothing)
    process, folder = crawling()
    server.wait_for("/200")
    process.kill()
    process.wait()
    snapshot = DiskSnapshot(folder)
    assert snapshot.info.home == HOME
    assert snapshot.info.finish is None
    pages = list(snapshot.pages())
    assert len(pages) >= 128  # whole batches
    last = snapshot.fetch(f"{HOME}299")
    assert last is not None
    assert last.outcome is Outcome.NOT_REACHED
    for fetch in pages:
        assert f"<title>{fetch.title}</title>" in snapshot.text(fetch.url)
    assert len(snapshot.links(HOME)) == 300
    assert snapshot.referrers(HOME + "250") == [HOME]
    snapshot.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_interrupted_crawl_ends_in_good_order_and_at_once(server, crawling, number):
    large_site(server, 100)
    server.at("/20", says_nothing)  # would hold the crawl up for a minute
    process, folder = crawling()
    server.wait_for("/20")
    process.send_signal(number)
    assert process.communicate(timeout=300)[0].strip() == INTERRUPTED
    assert "/21" not in server.targets()  # what waited for its turn is not asked for any more
    snapshot = DiskSnapshot(folder)
    assert snapshot.info.finish == INTERRUPTED
    assert snapshot.info.finished_at is not None
    known = {fetch.url: fetch.outcome for fetch in snapshot.fetches()}
    outcomes = [known[f"{HOME}{n}"] for n in (0, 19, 20, 21, 99)]
    assert outcomes == [Outcome.OK, Outcome.OK] + [Outcome.NOT_REACHED] * 3
    snapshot.close()
    assert sorted(path.name for path in folder.iterdir()) == [FILE, "index.sqlite"]


def test_an_interrupt_at_the_terminal_reaches_the_whole_group(server, crawling):
    large_site(server, 100)
    server.at("/20", says_nothing)
    process, folder = crawling(read_apart=True)
    server.wait_for("/20")
    os.killpg(process.pid, signal.SIGINT)
    assert process.communicate(timeout=300)[0].strip() == INTERRUPTED
    snapshot = DiskSnapshot(folder)
    known = {fetch.url: fetch.outcome for fetch in snapshot.fetches()}
    outcomes = [known[f"{HOME}{n}"] for n in (0, 19, 20, 21, 99)]
    assert outcomes == [Outcome.OK, Outcome.OK] + [Outcome.NOT_REACHED] * 3
    snapshot.close()


def test_interrupt_while_the_first_page_is_on_its_way(server, crawling):
    server.at("/robots.txt", says_nothing)
    process, folder = crawling()
    server.wait_for("/robots.txt")
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=300)[0].strip() == INTERRUPTED
    snapshot = DiskSnapshot(folder)
    assert [fetch.outcome for fetch in snapshot.fetches()] == [Outcome.NOT_REACHED]
    snapshot.close()


def test_interrupt_while_ipv6_is_measured(server, names, crawling):
    names.tell("www.x.gov.cn", "127.0.0.1", "::1")
    server.at("/", page(), says_nothing)  # the second time, the measurement asks
    process, folder = crawling()
    server.wait_until(lambda: server.targets().count("/") == 2)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=300)[0].strip() == INTERRUPTED
    snapshot = DiskSnapshot(folder)
    assert snapshot.info.finish == INTERRUPTED
    assert len(list(snapshot.pages())) == 1
    snapshot.close()


def test_several_crawls_in_one_process(server, crawled):
    server.at("/", page("/a"))
    first, one = crawled("one")
    second, two = crawled("two")
    assert first.finish == second.finish == FINISHED
    assert [fetch.url for fetch in one.fetches()] == [fetch.url for fetch in two.fetches()]


def test_signals_are_handed_back(server, crawled):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    server.at("/", page())
    crawled()
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_summary_and_description(server, crawled, names, tmp_path):
    server.at("/", page())
    summary, snapshot = crawled(max_pages=7, hosts=("zwfw.example.cn",))
    info = snapshot.info
    assert (summary.folder, summary.finish, summary.home_outcome) == (
        tmp_path / "snapshot",
        FINISHED,
        Outcome.OK,
    )
    assert (info.home, info.finish, info.tool_version) == (HOME, FINISHED, "test")
    assert info.started_at == info.finished_at == moment()
    assert info.settings["max_pages"] == 7
    assert info.settings["hosts"] == ["zwfw.example.cn"]
    assert info.settings["connect_to"] == [f"*::127.0.0.1:{server.port}"]
    assert info.settings["dns"] == str(names.address)
    assert sorted(path.name for path in summary.folder.iterdir()) == [FILE, "index.sqlite"]


def test_finished_snapshot_passes_warcio_check(server, crawled):
    server.at("/", page("/a", "/b.pdf", "/move", "http://other.cn/"))
    server.at("/a", http("没有", "404 没有找到"))
    server.at("/b.pdf", http(b"%PDF", content_type="application/pdf"))
    server.at("/move", to("/公开"))
    summary, _ = crawled()
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(summary.folder / FILE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "digest pass" in done.stdout


def test_memory_reads_what_disk_reads_of_one_crawl(server, crawled):
    server.at("/", page("/gbk", "/gone", "/move", "/a.pdf", "http://other.cn/"))
    gbk = (
        "<meta charset=gbk><title>检索</title><a href='/s?q=公开'>搜</a><iframe src=/main></iframe>"
    )
    server.at("/gbk", http(gbk.encode("gbk"), content_type="text/html"))
    server.at("/move", to("/gbk"))
    _, disk = crawled()
    fetches = list(disk.fetches())
    bodies = {fetch.url: disk.body(fetch.url) for fetch in fetches}
    memory = MemorySnapshot(disk.info, fetches, bodies, disk.probes("honest_404"))
    assert list(memory.fetches()) == fetches
    for fetch in fetches:
        assert memory.text(fetch.url) == disk.text(fetch.url)
        assert list(memory.links(fetch.url)) == list(disk.links(fetch.url))
        assert list(memory.referrers(fetch.url)) == list(disk.referrers(fetch.url))
        assert memory.resolve(fetch.url) == disk.resolve(fetch.url)


def test_progress(server, tmp_path, plan):
    server.at("/", page("/a", "/gone", "/b.pdf", "http://other.cn/"))
    server.at("/a", http(b"", "500 Oops"), page())
    server.at("/", page(), host="other.cn")
    seen: list[Progress] = []
    prepare(tmp_path / "s")
    crawl(plan(), tmp_path / "s", moment, "test", seen.append)
    last = seen[-1]
    assert (last.pages_done, last.pages_known, last.links_done, last.links_known) == (3, 3, 2, 2)
    assert last.problems == 2  # /gone and /b.pdf; /a worked the second time
    assert max(one.problems for one in seen) == 3
    assert all(one.pages_done <= one.pages_known for one in seen)


# --- disks


def test_folder_that_goes_away_ends_the_crawl(server, tmp_path, plan):
    large_site(server, 400)
    folder = tmp_path / "snapshot"

    async def takes_the_folder_away(_, writer):
        shutil.rmtree(folder)
        writer.write(page())
        await writer.drain()

    server.at("/100", takes_the_folder_away)
    prepare(folder)
    with pytest.raises(CrawlError, match="写快照失败"):
        crawl(plan(), folder, moment, "test")
    assert "/399" not in server.targets()


FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
"""


@pytest.mark.parametrize("limit", [250_000, 600_000])
def test_full_disk_ends_the_crawl(server, names, tmp_path, limit):
    large_site(server, 1500)
    folder = tmp_path / "snapshot"
    command = [sys.executable, "-c", FULL.format(limit=limit) + CRAWL]
    arguments = [str(folder), str(server.port), str(names.address.port), "{}"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert "写快照失败" in done.stdout, done.stderr
    assert str(folder) in done.stdout
    assert "/1499" not in server.targets()
    snapshot = DiskSnapshot(folder)
    assert snapshot.info.finish is None
    for fetch in snapshot.pages():
        assert snapshot.text(fetch.url)
    snapshot.close()


# --- prepare


def test_prepare_makes_the_folder(tmp_path):
    prepare(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_prepare_removes_an_earlier_snapshot(server, crawled, tmp_path):
    server.at("/", page())
    crawled("old")
    prepare(tmp_path / "old")
    assert list((tmp_path / "old").iterdir()) == []


def test_prepare_touches_nothing_else(tmp_path):
    (tmp_path / "letter.doc").write_text("x")
    with pytest.raises(CrawlError, match="不是空目录，也不是快照目录"):
        prepare(tmp_path)
    assert (tmp_path / "letter.doc").exists()


def test_prepare_where_a_file_stands(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(CrawlError, match="不能写入"):
        prepare(tmp_path / "file")
    with pytest.raises(CrawlError, match="不能写入"):
        prepare(tmp_path / "file" / "below")


def test_budget_and_interrupt_are_told_apart(server, crawled):
    server.at("/", page("/a", "/b"))
    assert crawled(max_pages=1)[0].finish == BUDGET


def test_guard_lets_through_what_was_mapped_and_nothing_else(server, crawled):
    server.at("/", page("http://127.0.0.1/a", "http://127.0.0.2/b"))
    server.at("/a", page())
    here = Address("127.0.0.1", server.port)
    mappings = (ConnectTo("www.x.gov.cn", None, here), ConnectTo("127.0.0.1", 80, here))
    _, snapshot = crawled(connect_to=mappings)
    found = {
        fetch.url: fetch.outcome for fetch in snapshot.fetches() if fetch.role is Role.EXTERNAL
    }
    assert found == {
        "http://127.0.0.1/a": Outcome.OK,
        "http://127.0.0.2/b": Outcome.FORBIDDEN_ADDRESS,
    }


CANARY = "http://canary.cn/ok"


@pytest.mark.parametrize("answers", [True, False])
def test_known_good_targets_are_asked_when_the_crawl_is_done(server, crawled, answers):
    """Where none answers our network is gone, and what we would measure would be that."""
    server.at("/", page("/1"))
    server.at("/1", page())
    server.at("/ok", page() if answers else says(b""), host="canary.cn")
    summary, snapshot = crawled(canary=(CANARY,))
    (probe,) = snapshot.probes("canary")
    assert probe.data["answered"] is answers
    assert [target["url"] for target in probe.data["targets"]] == [CANARY]
    assert server.targets().index("/ok") > server.targets().index("/1")
    assert bool(snapshot.probes("ipv6")) is answers
    assert summary.finish == "finished"


def test_an_interrupt_while_a_known_good_target_is_asked_ends_the_crawl(server, plan, tmp_path):
    server.at("/", page())
    server.at("/ok", says_nothing, host="canary.cn")
    prepare(tmp_path)

    async def work():
        interruption = Interruption()
        surroundings = Surroundings(moment, "test", Lanes(1))
        settings = plan(canary=(CANARY,), timeout=600.0)
        crawl = asyncio.ensure_future(
            visit(settings, tmp_path, surroundings, unwatched, interruption, resume=False)
        )
        await asyncio.to_thread(server.wait_for, "/ok")
        interruption.come()
        return await crawl

    assert asyncio.run(work()).finish == "interrupted"
