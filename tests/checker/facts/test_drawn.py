"""Pages that a browser drew, as the checker understands them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checker.coverage import coverage
from checker.facts.gaps import all_gaps
from checker.facts.lists import read_list
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.judgement import evidence, place_of
from checker.results import Reason
from crawler.snapshot import (
    CrawlInfo,
    Drawn,
    Fetch,
    MemorySnapshot,
    RecordPlace,
    Rendering,
)
from crawler.snapshot.memory import page

HOST = "www.tx.gov.cn"
HOME = f"http://{HOST}/"
PLANS = HOME + "ghjh/"
AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
NAV = "<ul><li><a href=/>首页</a></li><li><a href=/ghjh/>规划计划</a></li></ul>"
SHELL = "<title>规划计划</title><div id=app></div><script src=/app.js></script>"
ROWS = "".join(
    f"<li><a href=/ghjh/{n}.html>某县第{n}号规划</a><span>2021-05-15</span></li>"
    for n in range(1, 4)
)
FULL = SHELL.replace("></div>", f"><ul>{ROWS}</ul></div>", 1)
EMPTY = SHELL.replace("></div>", "><p>暂无内容</p></div>", 1)


def rendering(drawn: Drawn, detail: str | None = None) -> Rendering:
    place = RecordPlace("bodies.warc.gz", 900, 50) if drawn.seen else None
    digest = "d" * 64 if drawn.seen else None
    return Rendering(drawn, AT, "Chromium/130.0", "shell", 1.0, detail, digest, 50, place)


def site(
    drawn: Drawn | None, dom: str = "", undrawn: tuple[int, str] | None = None, home: str = NAV
) -> SiteFacts:
    shown = rendering(drawn) if drawn else None
    fetches = [
        page(HOME, home, fetched_at=AT),
        page(PLANS, SHELL, fetched_at=AT, rendering=shown, sha256="a" * 64),
    ]
    info = CrawlInfo(HOME, AT, AT, "finished", (HOST,), undrawn=undrawn)
    rendered = {PLANS: dom} if drawn and drawn.seen else {}
    return SiteFacts(MemorySnapshot(info, fetches, {HOME: home, PLANS: SHELL}, (), rendered))


def plans(drawn: Drawn | None, dom: str = "") -> PageFacts:
    facts = site(drawn, dom).page(PLANS)
    assert facts is not None
    return facts


def plans_fetch(one: SiteFacts) -> Fetch:
    fetch = one.snapshot.fetch(PLANS)
    assert fetch is not None
    return fetch


def test_without_a_browser_a_shell_hides_its_list() -> None:
    assert plans(None).script_only
    assert plans(None).draws


def test_a_page_drawn_whole_hides_nothing() -> None:
    full, empty = plans(Drawn.WHOLE, FULL), plans(Drawn.WHOLE, EMPTY)
    assert [entry.title for entry in full.entries] == [f"某县第{n}号规划" for n in range(1, 4)]
    assert [(one.script_only, one.draws, one.hollow) for one in (full, empty)] == [(False,) * 3] * 2


def test_a_page_drawn_in_part_may_hide_more_than_it_shows() -> None:
    full, empty = plans(Drawn.PARTLY, FULL), plans(Drawn.PARTLY, EMPTY)
    assert (full.script_only, empty.script_only) == (False, True)
    assert full.draws
    assert empty.draws


def test_a_template_that_stays_unfilled_is_no_whole_page() -> None:
    dom = SHELL.replace("></div>", "><li>{{ row.title }}</li></div>", 1)
    assert plans(Drawn.WHOLE, dom).script_only


@pytest.mark.parametrize("drawn", [d for d in Drawn if not d.seen], ids=str)
def test_a_page_that_could_not_be_drawn_is_read_as_it_was_sent_and_says_why(drawn: Drawn) -> None:
    one = site(drawn)
    assert plans(drawn).script_only
    (unseen,) = read_list(one, PLANS, "规划计划").unseen
    assert unseen.reason is Reason.SCRIPT_ONLY
    assert "源码中没有条目，浏览器也没能显示（" in unseen.detail
    (gap,) = all_gaps(one)
    assert (gap.url, gap.reason) == (PLANS, Reason.SCRIPT_ONLY)
    assert "浏览器也没能显示" in gap.detail


def test_a_list_drawn_in_part_is_not_whole_and_one_drawn_whole_is() -> None:
    (unseen,) = read_list(site(Drawn.PARTLY, EMPTY), PLANS, "规划计划").unseen
    assert unseen.detail == "列表由脚本生成，浏览器没有完整显示，看不到条目"
    assert read_list(site(Drawn.WHOLE, FULL), PLANS, "规划计划").complete
    assert read_list(site(Drawn.WHOLE, EMPTY), PLANS, "规划计划").complete


def test_evidence_of_a_drawn_page_names_the_dom_and_the_browser() -> None:
    one = site(Drawn.WHOLE, FULL)
    seen = evidence(PLANS, "栏目", plans_fetch(one))
    assert seen.sha256 == "d" * 64
    assert seen.warc == "bodies.warc.gz@900+50"
    assert seen.rendered == "Chromium/130.0 2026-06-30T12:00:00+08:00"
    assert seen.fetched_at == "2026-06-30T12:00:00+08:00"


def test_evidence_of_a_page_that_was_not_drawn_names_the_answer() -> None:
    place = place_of(plans_fetch(site(Drawn.HANG)))
    assert (place["sha256"], place["rendered"]) == ("a" * 64, None)


def test_the_coverage_statement_tells_what_was_drawn_and_what_not() -> None:
    drawn = coverage(site(Drawn.WHOLE, FULL)).notes
    assert "有 1 个页面的内容由脚本生成，按浏览器（Chromium/130.0）渲染后的内容检查" in drawn
    failed = coverage(site(Drawn.HANG)).notes
    assert "有 1 个页面的内容由脚本生成，浏览器没能正常显示" in failed
    missing = coverage(site(None, undrawn=(7, "本机没有找到 Chromium"))).notes
    assert "有 7 个页面的内容由脚本生成，没有渲染：本机没有找到 Chromium" in missing
    assert not any("渲染" in note for note in coverage(site(None)).notes)


def test_an_empty_home_page_that_was_drawn_whole_is_no_riddle_any_more() -> None:
    html = "<div id=app></div><script src=/app.js></script>"

    def state(drawn: Drawn) -> Reason | None:
        fetch = page(HOME, html, rendering=rendering(drawn))
        rendered = {HOME: html} if drawn.seen else {}
        snapshot = MemorySnapshot(CrawlInfo(HOME, AT), [fetch], {HOME: html}, (), rendered)
        return SiteFacts(snapshot).home.reason

    assert state(Drawn.WHOLE) is Reason.TOO_FEW
    assert state(Drawn.PARTLY) is Reason.SCRIPT_ONLY
    assert state(Drawn.HANG) is Reason.SCRIPT_ONLY
