from __future__ import annotations

from datetime import UTC, datetime

from crawler.snapshot import CrawlInfo, Fetch, Outcome, Role, Trap, extent
from crawler.snapshot.extent import HostExtent, OutsideHost

HOME = "http://www.tx.hz.gov.cn/"
AT = datetime(2026, 9, 30, tzinfo=UTC)


def page(path, outcome=Outcome.OK, **facts):
    url = path if "://" in path else HOME + path
    kind = "text/html" if outcome is Outcome.OK else None
    return Fetch(url, Role.PAGE, outcome, **({"content_type": kind, "depth": 1} | facts))


def outside(url):
    return Fetch(url, Role.EXTERNAL, Outcome.OK)


def of(*fetches, **settings):
    return extent(CrawlInfo(HOME, AT, settings=settings), fetches)


def test_pages_of_each_host_and_why_they_were_left_out():
    found = of(
        page(""),
        page("a/"),
        page("go", Outcome.REDIRECT, location=HOME),
        page("a/;jsessionid=1", Outcome.TRAP, location=HOME + "a/", detail="session"),
        page("rc?date=2031-01", Outcome.TRAP, detail="calendar"),
        page("b/", Outcome.BUDGET, depth=2),
        page("c/", Outcome.BUDGET, depth=4),
        page("d/", Outcome.BUDGET, depth=None),
        page("e/", Outcome.ROBOTS),
        page("f", content_type="application/json"),
        page("http://10.0.0.1/", Outcome.FORBIDDEN_ADDRESS),
        page("http://rsj.tx.hz.gov.cn/"),
        Fetch(HOME + "x.pdf", Role.ATTACHMENT, Outcome.OK),
        Fetch(HOME + "gongkai-x/", Role.PROBE, Outcome.NOT_FOUND),
        Fetch("file:///C:/a.doc", Role.EXTERNAL, Outcome.FORBIDDEN_ADDRESS),
        max_depth=3,
    )
    assert found.hosts == (
        HostExtent(
            "www.tx.hz.gov.cn",
            8,
            2,
            {"budget": 1, "depth": 2, "not_html": 1, "robots": 1, "trap": 1},
        ),
        HostExtent("10.0.0.1", 1, 0, {"forbidden_address": 1}),
        HostExtent("rsj.tx.hz.gov.cn", 1, 1, {}),
    )
    assert found.traps == {Trap.CALENDAR: 1, Trap.SESSION: 1}
    assert found.outside == ()


def test_hosts_outside_those_with_a_name_akin_first():
    found = of(
        page(""),
        *(outside(f"http://www.gov.cn/{n}") for n in range(9)),
        outside("http://www.hz.gov.cn/"),
        outside("http://zwfw.hz.gov.cn/1"),
        outside("http://zwfw.hz.gov.cn/2"),
        outside("http://tx.zwfw.example.cn/"),
        outside("http://txt.example.cn/"),
    )
    assert found.outside == (
        OutsideHost("zwfw.hz.gov.cn", 2, akin=True),
        OutsideHost("tx.zwfw.example.cn", 1, akin=True),
        OutsideHost("www.hz.gov.cn", 1, akin=True),
        OutsideHost("www.gov.cn", 9, akin=False),
        OutsideHost("txt.example.cn", 1, akin=False),
    )


def test_a_longer_name_is_akin_wherever_it_begins_or_ends():
    info = CrawlInfo("http://www.qinglan.gov.cn/", AT)
    urls = (
        "http://qinglanzwfw.cn/",
        "http://wxqinglan.cn/",
        "http://www.qing.gov.cn/",
        "http://b.gov.cn/",
    )
    found = extent(info, map(outside, urls)).outside
    assert [one.host for one in found if one.akin] == ["qinglanzwfw.cn", "wxqinglan.cn"]


def test_an_address_has_no_name():
    info = CrawlInfo("http://127.0.0.1:8080/", AT)
    assert extent(info, [outside("http://other.cn/")]).outside == (
        OutsideHost("other.cn", 1, akin=False),
    )
    assert extent(info, []).hosts == ()
