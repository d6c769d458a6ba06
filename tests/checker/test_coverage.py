from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from checker.coverage import coverage
from checker.facts.site import SiteFacts
from crawler.reading.links import Link
from crawler.snapshot import CrawlInfo, DiskSnapshot, Fetch, MemorySnapshot, Outcome, Role
from crawler.snapshot.memory import page
from crawler.snapshot.writer import SnapshotWriter

HOST = "www.tx.gov.cn"
HOME = f"http://{HOST}/"
AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def of_home(outcome: Outcome) -> list[str]:
    info = CrawlInfo(HOME, AT, AT, "unreachable", (HOST,))
    site = SiteFacts(MemorySnapshot(info, [Fetch(HOME, Role.PAGE, outcome)], {}))
    return coverage(site).notes


def test_a_site_whose_robots_txt_keeps_us_out_is_not_called_unreachable() -> None:
    notes = of_home(Outcome.ROBOTS)
    assert any("robots.txt 不允许抓取" in note for note in notes)
    assert not any("无法访问" in note for note in notes)


def test_a_site_that_cannot_be_reached_is_called_so() -> None:
    assert "这次从本机没能打开网站首页" in of_home(Outcome.REFUSED)


def dishonest(portal: Any, *outcomes: str) -> list[str]:
    tries = [{"status": 302, "outcome": outcome} for outcome in outcomes]
    site = portal({"/": "<p>首页</p>"}, probes=[("honest_404", HOST, {"tries": tries})])
    return [note for note in coverage(site).notes if "404" in note]


def test_a_host_that_never_says_404_is_named(portal: Any) -> None:
    assert [HOST in note for note in dishonest(portal, "redirect", "ok")] == [True]


def test_a_host_that_says_404_once_is_not_named(portal: Any) -> None:
    assert dishonest(portal, "redirect", "not_found") == []
    assert dishonest(portal) == []


def test_what_was_left_out_as_endless_is_counted_and_no_twin_is_a_page_of_its_own(
    portal: Any,
) -> None:
    day = f"{HOME}list?date=2031-05"
    twin = f"{HOME};jsessionid=A1"
    site = portal(
        {"/": f"<p>首页</p><a href={day}>五月</a><a href={twin}>首页</a>"},
        [
            Fetch(day, Role.PAGE, Outcome.TRAP, detail="calendar", attempts=0),
            Fetch(twin, Role.PAGE, Outcome.TRAP, location=HOME, detail="session", attempts=0),
        ],
    )
    said = coverage(site)
    assert (said.pages_known, said.pages_fetched, said.not_fetched) == (2, 1, {"trap": 1})
    assert (said.links_known, said.links_checked, said.links_unchecked) == (2, 0, {"trap": 2})
    assert said.complete


def test_hosts_of_the_site_and_those_taken_for_strangers(portal: Any) -> None:
    site = portal(
        {"/": f"<p>首页</p><a href={HOME}a/>甲</a><a href=http://zwfw.tx.cn/>办事</a>"},
        [
            Fetch(f"{HOME}a/", Role.PAGE, Outcome.BUDGET, depth=1),
            Fetch("http://zwfw.tx.cn/", Role.EXTERNAL, Outcome.OK),
            *(Fetch(f"http://b.cn/{n}", Role.EXTERNAL, Outcome.OK) for n in range(12)),
            Fetch("http://c.cn/", Role.EXTERNAL, Outcome.OK),
        ],
    )
    said = coverage(site)
    assert [
        (one.host, one.pages_known, one.pages_fetched, one.not_fetched) for one in said.hosts
    ] == [(HOST, 2, 1, {"budget": 1})]
    assert [(one.host, one.links, one.akin) for one in said.outside_hosts] == [
        ("zwfw.tx.cn", 1, True),
        ("b.cn", 12, False),
    ]
    assert (said.hosts_known, said.outside_hosts_known) == (1, 3)
    assert "budget" not in said.traps


def test_pages_whose_encoding_is_declared_wrongly_are_named(portal: Any) -> None:
    wrong = page(f"{HOME}a/", "<p>文", encoding="utf-8", encoding_reason="declared_but_wrong")
    torn = page(f"{HOME}b/", "<p>文", encoding="gb18030", encoding_reason="lossy")
    notes = coverage(portal({"/": "<p>首页</p>"}, [wrong, torn])).notes
    assert [note for note in notes if "编码" in note] == [
        f"有 1 个网页声明的文字编码与内容不符（如 {HOME}a/），已按内容实际的编码读取；用浏览器打开可能是乱码",
        f"有 1 个网页的文字不合任何编码（如 {HOME}b/），个别文字可能读错",
    ]


def test_pages_that_walls_or_robots_txt_kept_from_us_are_told() -> None:
    """A few are told by their number; where they are most, the site was not checked."""

    def notes(*outcomes: Outcome) -> str:
        fetches = [page(HOME, "<p>首页</p>")]
        fetches += [Fetch(f"{HOME}c{n}/", Role.PAGE, one) for n, one in enumerate(outcomes)]
        info = CrawlInfo(HOME, AT, AT, "finished", (HOST,))
        site = SiteFacts(MemorySnapshot(info, fetches, {HOME: "<p>首页</p>"}))
        return "\n".join(coverage(site).notes)

    seen = (Outcome.NOT_FOUND,) * 3
    assert "有 1 个页面被安全防护拦截，没有看到" in notes(Outcome.BLOCKED, *seen)
    assert "（2/3），访问受限，未能检查" in notes(Outcome.BLOCKED, Outcome.RATE_LIMITED)
    assert "有 2 个页面因 robots.txt 没有抓取" in notes(*[Outcome.ROBOTS] * 2)
    assert "拦截" not in notes(*seen)


def test_whether_somebody_vouches_for_our_own_network() -> None:
    def notes(canary: list[str] | None) -> str:
        settings = {} if canary is None else {"canary": canary}
        info = CrawlInfo(HOME, AT, AT, "finished", (HOST,), settings=settings)
        site = SiteFacts(MemorySnapshot(info, [page(HOME, "<p>首页</p>")], {HOME: "<p>首页</p>"}))
        return "\n".join(coverage(site).notes)

    assert "没有设对照网址" in notes([])
    assert "对照网址" not in notes(["http://canary.cn/"])
    assert "对照网址" not in notes(None)


def test_that_our_own_network_was_lost_is_told_and_the_audit_is_not_whole(portal: Any) -> None:
    pages = {
        "/": "<title>某县人民政府</title><p>欢迎访问某县人民政府门户网站，了解本县情况。</p><a href=/a/>要闻</a>",
        "/a/": "<title>要闻</title><p>县政府召开常务会议研究工作。</p>",
    }
    lost = coverage(portal(pages, probes=[("canary", "end", {"answered": False})]))
    assert any("扫描机可能断了网" in note for note in lost.notes)
    assert not lost.complete
    assert coverage(portal(pages)).complete


def test_a_page_that_is_gone_counts_though_its_answer_shows_links_and_data_of_a_list_does_not(
    tmp_path: Path,
) -> None:
    gone, data = f"{HOME}gone.html", f"{HOME}rows.json"
    with SnapshotWriter.create(tmp_path, "test", AT) as writer:
        writer.describe(home=HOME, started_at=AT.isoformat(), finish="finished", hosts=[HOST])
        for depth, url in enumerate((HOME, gone, data)):
            writer.know(url, Role.PAGE, depth)
        links = [Link(HOME, "首页")]
        kept = Fetch(HOME, Role.PAGE, Outcome.OK, 0, status=200, content_type="text/html")
        writer.settle(kept, links)
        writer.settle(replace(kept, url=gone, outcome=Outcome.NOT_FOUND, status=404), links)
        writer.settle(replace(kept, url=data, content_type="application/json"), links)
    with closing(DiskSnapshot(tmp_path)) as snapshot:
        said = coverage(SiteFacts(snapshot))
    assert (said.pages_known, said.pages_fetched, said.not_fetched) == (2, 1, {"not_found": 1})
