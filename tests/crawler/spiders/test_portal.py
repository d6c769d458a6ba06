from __future__ import annotations

import asyncio
import itertools

import pytest

from crawler.fetching.routes import Address, ConnectTo
from crawler.job import BUDGET, FINISHED, ROBOTS, UNREACHABLE
from crawler.snapshot import LinkKind, Outcome, Role
from tests.crawler.loopback import Loopback, http, page, says, says_nothing, to

HOME = "http://www.x.gov.cn/"


def outcome(snapshot, path):
    return fetched(snapshot, path).outcome


def fetched(snapshot, path):
    url = path if path.startswith("http") else HOME.rstrip("/") + path
    found = snapshot.fetch(url)
    assert found is not None, f"{url} is not known"
    return found


# --- what is followed, and what is only verified


def test_pages_are_followed_each_once(server, crawled):
    server.at("/", page("/a", "/a#top", "/b"))
    server.at("/a", page("/", "/b", "/c"))
    summary, snapshot = crawled()
    assert summary.finish == FINISHED
    assert server.targets() == ["/", "/a", "/b", "/c"]
    assert [(f.url, f.depth) for f in snapshot.fetches() if f.role is Role.PAGE] == [
        (HOME, 0),
        (HOME + "a", 1),
        (HOME + "b", 1),
        (HOME + "c", 2),
    ]
    assert snapshot.referrers(HOME + "b") == [HOME, HOME + "a"]


def test_pages_nearer_to_the_home_page_come_first(server, crawled):
    server.at("/", page("/1", "/2", "/3", "/a.pdf", "http://other.cn/"))
    for name in "123":
        server.at(f"/{name}", page(f"/{name}/deep"))
    crawled()
    assert [asked.target for asked in server.asked if asked.target[1:2].isdigit()] == [
        "/1", "/2", "/3", "/1/deep", "/2/deep", "/3/deep",
    ]  # fmt: skip


def test_attachments_and_outside_pages_are_verified_not_followed(server, crawled):
    server.at(
        "/",
        page(
            "/a.pdf", "/b.doc", "/gone.xls", "/pic.jpg", "http://other.cn/", "http://rsj.x.gov.cn/"
        ),
    )
    server.at("/a.pdf", http(b"%PDF-1.4", content_type="application/pdf"))
    server.at("/b.doc", page("/from-attachment"))
    server.at("/pic.jpg", http(b"\xff\xd8", content_type="image/jpeg"))
    server.at("/", page("http://third.cn/"), host="other.cn")
    server.at("/", page("/sub"), host="rsj.x.gov.cn")
    _, snapshot = crawled()
    roles = {fetch.url: (fetch.role, fetch.outcome) for fetch in snapshot.fetches()}
    assert roles[HOME + "a.pdf"] == (Role.ATTACHMENT, Outcome.OK)
    assert roles[HOME + "b.doc"] == (Role.ATTACHMENT, Outcome.OK)
    assert roles[HOME + "gone.xls"] == (Role.ATTACHMENT, Outcome.NOT_FOUND)
    assert roles[HOME + "pic.jpg"] == (Role.ATTACHMENT, Outcome.OK)
    assert roles["http://other.cn/"] == (Role.EXTERNAL, Outcome.OK)
    assert roles["http://rsj.x.gov.cn/sub"] == (Role.PAGE, Outcome.NOT_FOUND)
    assert HOME + "from-attachment" not in roles
    assert "http://third.cn/" not in roles
    assert snapshot.body(HOME + "a.pdf") == b"%PDF-1.4"
    assert snapshot.info.hosts == ("www.x.gov.cn", "rsj.x.gov.cn")


def test_limits_by_role(server, crawled):
    server.at("/", page("/a.pdf", "/long", "http://other.cn/"))
    server.at("/a.pdf", http(b"p" * 300, content_type="application/pdf"))
    server.at("/long", http(b"h" * 3000))
    server.at("/", http(b"o" * 300), host="other.cn")
    _, snapshot = crawled(page_limit=2000, attachment_limit=200, external_limit=100)
    assert (outcome(snapshot, "/long"), fetched(snapshot, "/long").size) == (
        Outcome.TOO_LARGE,
        2000,
    )
    for path, size in (("/a.pdf", 200), ("http://other.cn/", 100)):
        assert (outcome(snapshot, path), fetched(snapshot, path).truncated) == (Outcome.OK, True)
        assert fetched(snapshot, path).size == size


def test_large_attachment_that_comes_slowly_can_be_had(server, crawled):
    async def slowly(_, writer):
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 99999\r\n\r\n"
        )
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)  # the server's slowness is what is tested

    server.at("/", page("/a.pdf"))
    server.at("/a.pdf", slowly)
    _, snapshot = crawled(timeout=1.0, attempts=1)
    assert (outcome(snapshot, "/a.pdf"), fetched(snapshot, "/a.pdf").truncated) == (
        Outcome.OK,
        True,
    )


def test_links_that_are_settled_without_asking(server, crawled):
    server.at(
        "/",
        page(
            "file:///C:/a.doc",
            "C:/b.doc",
            "ftp://x.gov.cn/c",
            "http://192.168.1.9/",
            "http://localhost/",
        ),
    )
    _, snapshot = crawled(
        connect_to=(ConnectTo("www.x.gov.cn", None, Address("127.0.0.1", server.port)),)
    )
    assert outcome(snapshot, "http://192.168.1.9/") is Outcome.FORBIDDEN_ADDRESS
    assert outcome(snapshot, "http://localhost/") is Outcome.FORBIDDEN_ADDRESS
    found = {fetch.url: (fetch.outcome, fetch.attempts) for fetch in snapshot.fetches()}
    assert found["file:///C:/a.doc"] == (Outcome.FORBIDDEN_ADDRESS, 0)
    assert found["C:/b.doc"] == (Outcome.FORBIDDEN_ADDRESS, 0)
    assert found["ftp://x.gov.cn/c"] == (Outcome.UNSUPPORTED, 0)


def test_data_block_rows_are_followed(server, crawled):
    rows = "<datastore><record><![CDATA[<a href=/art/1.html>通知</a>]]></record></datastore>"
    server.at("/", page(more=f"<script type=text/xml>{rows}</script>"))
    server.at("/art/1.html", page())
    _, snapshot = crawled()
    assert outcome(snapshot, "/art/1.html") is Outcome.OK
    assert snapshot.links(HOME)[0].kind is LinkKind.DATA


# --- kinds of pages


def test_gbk_page(server, crawled):
    text = '<meta charset="gb2312"><title>信息公开</title><a href="/检索?词=公开">检索</a><p>镕</p>'
    server.at("/", http(text.encode("gbk"), content_type="text/html"))
    _, snapshot = crawled()
    fetch = fetched(snapshot, "/")
    assert (fetch.encoding, fetch.encoding_reason, fetch.title) == ("gb18030", "meta", "信息公开")
    assert snapshot.text(HOME) == text
    assert "/%E6%A3%80%E7%B4%A2?%B4%CA=%B9%AB%BF%AA" in server.targets()


@pytest.mark.parametrize(
    ("content_type", "body", "followed"),
    [
        ("Text/HTML; Charset=UTF-8", "<a href=/x>x</a>", True),
        ("TEXT/HTML", "<a href=/x>x</a>", True),
        ("text/html, text/html; charset=utf-8", "<a href=/x>x</a>", True),
        ("application/xhtml+xml", "<a href=/x>x</a>", True),
        (None, "\ufeff\n<!DOCTYPE HTML><a href=/x>x</a>", True),
        (None, "<html><a href=/x>x</a>", True),
        (None, "%PDF-1.4 <a href=/x>x</a>", False),
        ("text/plain", "<a href=/x>x</a>", False),
        ("image/png", "\x89PNG <a href=/x>x</a>", False),
        ("application/octet-stream", "<a href=/x>x</a>", False),
    ],
)
def test_what_counts_as_html(server, crawled, content_type, body, followed):
    server.at("/", page("/page"))
    server.at("/page", http(body, content_type=content_type))
    _, snapshot = crawled()
    assert outcome(snapshot, "/page") is Outcome.OK
    assert ("/x" in server.targets()) is followed
    assert snapshot.body(HOME + "page") == body.encode()


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<frameset><frame src=/main></frameset>", LinkKind.FRAME),
        ("<iframe src=/main></iframe>", LinkKind.FRAME),
        ("<meta http-equiv=refresh content='0;url=/main'>", LinkKind.REFRESH),
        ("<script>window.location.href='/main'</script>", LinkKind.REFRESH),
    ],
)
def test_home_that_only_leads_on(server, crawled, html, kind):
    server.at("/", http(html))
    server.at("/main", page("/a"))
    server.at("/a", page())
    _, snapshot = crawled(max_depth=1)
    assert snapshot.links(HOME)[0].kind is kind
    assert fetched(snapshot, "/main").depth == 0  # seen without a click
    assert (outcome(snapshot, "/a"), fetched(snapshot, "/a").depth) == (Outcome.OK, 1)


def test_empty_home(server, crawled):
    server.at("/", http(b""))
    summary, snapshot = crawled()
    assert (summary.finish, summary.home_outcome) == (FINISHED, Outcome.OK)
    assert fetched(snapshot, "/").size == 0
    assert snapshot.body(HOME) == b""


def test_very_long_urls(server, crawled):
    server.at("/", page("/" + "a" * 1900, "/" + "b" * 2100))
    server.at("/" + "a" * 1900, page())
    _, snapshot = crawled()
    assert outcome(snapshot, "/" + "a" * 1900) is Outcome.OK
    assert len([fetch for fetch in snapshot.fetches() if fetch.role is Role.PAGE]) == 2


def test_urls_are_asked_for_as_browsers_spell_them(server, crawled):
    spelled = [
        "/a%2fb",
        "/a|b",
        "/a'b",
        "/a;b=1,c",
        "/~x/(1)",
        "/?a[]=1",
        "/a%zz",
        "/a//b",
        "/%e4%b8%ad",
    ]
    server.at("/", page(*spelled))
    _, snapshot = crawled()
    asked = server.targets()
    for fetch in list(snapshot.fetches()):
        if fetch.role is Role.PAGE:
            assert fetch.outcome in {Outcome.OK, Outcome.NOT_FOUND}
            assert fetch.url.removeprefix("http://www.x.gov.cn") in asked
    assert {"/a%2fb", "/a|b", "/a'b", "/?a[]=1", "/a%zz", "/a//b", "/%e4%b8%ad"} <= set(asked)


def test_page_that_cannot_be_read_does_not_end_the_crawl(server, crawled):
    server.at("/", page("/a", "/b"))
    server.at(
        "/a",
        http(
            b"\x00\xff" * 500 + b"<a href=/c>" + b"<" * 5000,
            content_type="text/html; charset=unicode_escape",
        ),
    )
    summary, snapshot = crawled()
    assert summary.finish == FINISHED
    assert outcome(snapshot, "/b") is Outcome.NOT_FOUND


# --- homes


@pytest.mark.parametrize(
    "home",
    [
        "http://www.x.gov.cn:8080/",
        "http://www.x.gov.cn/index.html?a=1",
        "http://xn--5nrv08b.xn--zfr164b/",
        "http://203.0.113.9/",
        "http://203.0.113.9:8080/",
        "http://[2001:db8::1]/",
        "http://[2001:db8::1]:8080/",
        "http://localhost:8080/",
    ],
)
def test_home_under_many_kinds_of_names(server, crawled, home):
    server.at("/", page("/a"))
    server.at("/index.html?a=1", page("/a"))
    server.at("/a", page())
    summary, snapshot = crawled(home=home)
    assert summary.home_outcome is Outcome.OK
    authority = home.split("/")[2]
    found = snapshot.fetch(f"http://{authority}/a")
    assert found is not None
    assert found.outcome is Outcome.OK
    assert {asked.host for asked in server.asked} == {authority}


def test_home_on_another_loopback_address(crawled):
    server = Loopback("::1")
    try:
        server.at("/", page("/a"))
        mapping = (ConnectTo(None, None, Address("::1", server.port)),)
        summary, snapshot = crawled(connect_to=mapping)
        assert summary.home_outcome is Outcome.OK
        assert fetched(snapshot, "/").address == "::1"
    finally:
        server.close()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(says(b""), Outcome.CONNECTION, id="closes"),
        pytest.param(says(b"SSH-2.0\r\n\r\n"), Outcome.PROTOCOL, id="no HTTP"),
        pytest.param(says_nothing, Outcome.TIMEOUT, id="silent"),
    ],
)
def test_home_that_does_not_answer(server, crawled, answer, expected):
    server.at("/", answer)
    server.at("/robots.txt", answer)
    summary, snapshot = crawled(timeout=0.5)
    assert (summary.finish, summary.home_outcome) == (UNREACHABLE, expected)
    assert snapshot.info.finish == UNREACHABLE
    assert fetched(snapshot, "/").attempts == 2
    assert snapshot.probes("ipv6") == []


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "503 Busy"])
def test_home_that_answers_an_error_is_reached(server, crawled, status):
    server.at("/", http("<title>x</title>", status))
    assert crawled()[0].finish == FINISHED


# --- redirects


def test_redirects_hop_by_hop(server, crawled):
    server.at("/", to("/1", "301 Moved Permanently"))
    server.at("/1", to("2", "307 Temporary Redirect"))
    server.at("/2", to("http://www.x.gov.cn/3#top", "308 Permanent Redirect"))
    server.at("/3", page("/a"))
    summary, snapshot = crawled()
    assert summary.home_outcome is Outcome.OK
    assert [
        (fetched(snapshot, p).status, fetched(snapshot, p).location) for p in ("/", "/1", "/2")
    ] == [
        (301, HOME + "1"),
        (307, HOME + "2"),
        (308, HOME + "3"),
    ]
    assert snapshot.resolve(HOME).hops == (HOME, HOME + "1", HOME + "2", HOME + "3")
    assert fetched(snapshot, "/3").depth == 0
    assert "/a" in server.targets()


def test_redirect_to_itself_is_a_loop(server, crawled):
    server.at("/", to("/"))
    summary, snapshot = crawled()
    resolved = snapshot.resolve(HOME)
    assert resolved.loop
    assert summary.home_outcome is Outcome.REDIRECT
    assert summary.finish == FINISHED
    assert server.targets().count("/") <= 1 + 1 + 5  # the crawl's, and the IPv6 measurement's


def test_redirects_in_a_circle(server, crawled):
    server.at("/", page("/a"))
    server.at("/a", to("/b"))
    server.at("/b", to("/a"))
    _, snapshot = crawled()
    assert snapshot.resolve(HOME + "a").loop


@pytest.mark.parametrize("host", ["www.x.gov.cn", "other.cn"])
def test_redirects_without_an_end_are_left(server, crawled, host):
    for number in range(50):
        server.at(f"/{number}", to(f"/{number + 1}"))
    server.at("/", page(f"http://{host}/0"))
    _, snapshot = crawled()
    assert snapshot.resolve(f"http://{host}/0").loop
    assert server.targets(host)[-1] != "/49"
    assert len([target for target in server.targets(host) if target != "/"]) <= 12


def test_home_that_redirects_off_the_site_is_verified_there(server, crawled):
    server.at("/", to("http://other.cn/"), host="www.x.gov.cn")
    server.at("/", page("/a"), host="other.cn")
    summary, snapshot = crawled()
    assert summary.home_outcome is Outcome.OK
    assert fetched(snapshot, "http://other.cn/").role is Role.EXTERNAL
    assert "/a" not in server.targets()


def test_redirect_from_bare_name_to_www_is_on_the_site(server, crawled):
    server.at("/", to("http://www.x.gov.cn/"), host="x.gov.cn")
    server.at("/", page("/a"), host="www.x.gov.cn")
    _, snapshot = crawled(home="http://x.gov.cn/")
    assert fetched(snapshot, HOME).role is Role.PAGE
    assert "/a" in server.targets("www.x.gov.cn")


def test_location_in_gbk_bytes(server, crawled):
    server.at(
        "/",
        says(
            "HTTP/1.1 302 Found\r\nLocation: /公开/a?词=1\r\nContent-Length: 0\r\n\r\n".encode(
                "gbk"
            )
        ),
    )
    _, snapshot = crawled()
    assert fetched(snapshot, "/").location == HOME + "%B9%AB%BF%AA/a?%B4%CA=1"


def test_location_in_utf8_bytes(server, crawled):
    server.at(
        "/", says("HTTP/1.1 302 Found\r\nLocation: /公开\r\nContent-Length: 0\r\n\r\n".encode())
    )
    _, snapshot = crawled()
    assert fetched(snapshot, "/").location == HOME + "%E5%85%AC%E5%BC%80"


# --- budget


def test_page_budget(server, crawled):
    server.at("/", page(*(f"/{n}" for n in range(20)), "/a.pdf", "http://other.cn/"))
    summary, snapshot = crawled(max_pages=5)
    pages = [fetch for fetch in snapshot.fetches() if fetch.role is Role.PAGE]
    assert summary.finish == BUDGET
    assert len(pages) == 21
    assert fetched(snapshot, "/").outcome is Outcome.OK
    left_out = [outcome(snapshot, f"/{n}") is Outcome.BUDGET for n in range(20)]
    assert left_out == [False] * 4 + [True] * 16
    assert outcome(snapshot, "/a.pdf") is Outcome.NOT_FOUND  # files and outside links are no pages
    assert outcome(snapshot, "http://other.cn/") is not Outcome.BUDGET


def test_page_budget_that_is_just_enough(server, crawled):
    server.at("/", page("/a"))
    assert crawled(max_pages=2)[0].finish == FINISHED
    assert crawled("second", max_pages=1)[0].finish == BUDGET


def test_second_tries_cost_no_budget(server, crawled):
    server.at("/", page("/a", "/b"))
    server.at("/a", http(b"", "503 Busy"), http(b"", "503 Busy"))
    summary, snapshot = crawled(max_pages=3)
    assert summary.finish == FINISHED
    assert outcome(snapshot, "/b") is Outcome.NOT_FOUND


def test_depth_budget(server, crawled):
    server.at("/", page("/1"))
    server.at("/1", page("/2"))
    server.at("/2", page("/3"))
    summary, snapshot = crawled(max_depth=1)
    assert summary.finish == BUDGET
    assert [
        (fetch.depth, fetch.outcome) for fetch in snapshot.fetches() if fetch.role is Role.PAGE
    ] == [
        (0, Outcome.OK),
        (1, Outcome.OK),
        (2, Outcome.BUDGET),
    ]


# --- robots.txt

RULES = "User-agent: *\nDisallow: /secret\n\nUser-agent: gongkai\nDisallow: /ours\n"


def test_robots_txt_is_obeyed_under_our_name(server, crawled):
    server.at("/robots.txt", http(RULES, content_type="text/plain"))
    server.at("/", page("/secret/a", "/ours/a", "http://other.cn/ours/b"))
    _, snapshot = crawled()
    assert outcome(snapshot, "/secret/a") is Outcome.NOT_FOUND
    assert outcome(snapshot, "/ours/a") is Outcome.ROBOTS
    assert outcome(snapshot, "http://other.cn/ours/b") is Outcome.ROBOTS
    assert fetched(snapshot, "/ours/a").attempts == 1
    assert not [target for target in server.targets() if "ours" in target]


def test_robots_txt_is_read_once_a_host(server, crawled):
    server.at("/", page("/a", "/b", "http://other.cn/1", "http://other.cn/2"))
    crawled()
    robots = [asked.host for asked in server.asked if asked.target == "/robots.txt"]
    assert sorted(robots) == ["other.cn", "www.x.gov.cn"]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(http("<html>出错", "500 Oops"), id="500"),
        pytest.param(http("<html>首页"), id="a page"),
        pytest.param(http(b"\xff\xfe\x00" * 50), id="garbage"),
        pytest.param(http(b"", "412 Precondition Failed"), id="wall"),
        pytest.param(to("/robots.txt"), id="redirects to itself"),
        pytest.param(to("/"), id="redirects to the home page"),
        pytest.param(to("file:///etc/passwd"), id="redirects to a file"),
        pytest.param(says(b""), id="closes"),
        pytest.param(
            http("User-agent: *\nDisallow: " + "*a" * 5000 + "$"), id="rule full of stars"
        ),
    ],
)
def test_robots_txt_that_is_none_forbids_nothing(server, crawled, answer):
    server.at("/robots.txt", answer)
    server.at("/", page("/a"))
    assert crawled()[0].home_outcome is Outcome.OK
    assert "/a" in server.targets()


def test_robots_txt_that_moved(server, crawled):
    server.at("/robots.txt", to("/other/robots.txt", "301 Moved Permanently"))
    server.at(
        "/other/robots.txt", http("User-agent: *\nDisallow: /secret", content_type="text/plain")
    )
    server.at("/", page("/secret"))
    _, snapshot = crawled()
    assert outcome(snapshot, "/secret") is Outcome.ROBOTS
    assert snapshot.fetch(HOME + "robots.txt") is None  # no part of what the site links to


def test_robots_txt_that_forbids_everything(server, crawled):
    server.at("/robots.txt", http("User-agent: *\nDisallow: /", content_type="text/plain"))
    summary, _ = crawled()
    assert (summary.finish, summary.home_outcome) == (ROBOTS, Outcome.ROBOTS)
    assert server.targets() == []


# --- second tries


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(http(b"", "500 Oops"), id="500"),
        pytest.param(http(b"", "503 Busy", headers={"Retry-After": "1"}), id="503"),
        pytest.param(http(b"", "429 Slow"), id="429"),
        pytest.param(says(b"nonsense\r\n\r\n"), id="nonsense"),
    ],
)
def test_what_failed_once_and_then_works(server, crawled, first):
    server.at("/", page("/bad", "/good"))
    server.at("/bad", first, page("/found-later"))
    _, snapshot = crawled()
    fetch = fetched(snapshot, "/bad")
    assert (fetch.outcome, fetch.attempts) == (Outcome.OK, 2)
    assert server.targets()[:5] == ["/", "/bad", "/good", "/bad", "/found-later"]
    assert outcome(snapshot, "/found-later") is Outcome.NOT_FOUND


def test_connection_that_the_server_has_closed_in_the_meantime_is_opened_anew(server, crawled):
    server.at("/", page("/a"))
    server.at("/a", says(b""), page())
    _, snapshot = crawled(attempts=1)
    assert outcome(snapshot, "/a") is Outcome.OK


def test_what_fails_twice(server, crawled):
    server.at("/", page("/bad"))
    server.at("/bad", http("<title>出错</title>", "502 Bad Gateway"))
    _, snapshot = crawled()
    fetch = fetched(snapshot, "/bad")
    assert (fetch.outcome, fetch.status, fetch.attempts, fetch.title) == (
        Outcome.SERVER_ERROR,
        502,
        2,
        "出错",
    )
    assert server.targets().count("/bad") == 2


@pytest.mark.parametrize(
    "status", ["404 Not Found", "403 Forbidden", "401 Unauthorized", "412 Precondition Failed"]
)
def test_plain_answers_are_not_asked_for_again(server, crawled, status):
    server.at("/", page("/a"))
    server.at("/a", http(b"", status))
    _, snapshot = crawled()
    assert fetched(snapshot, "/a").attempts == 1
    assert server.targets().count("/a") == 1


def test_number_of_attempts_is_a_setting(server, crawled):
    server.at("/", page("/bad"))
    server.at("/bad", http(b"", "500 Oops"))
    crawled(attempts=4)
    assert server.targets().count("/bad") == 4


# --- politeness


async def takes_its_time(_, writer):
    for _ in range(20):  # lets every other request that is under way come in
        await asyncio.sleep(0.001)
    writer.write(http("<title>x</title>"))


@pytest.mark.parametrize("delay", [0.0, 0.001])
def test_never_two_requests_at_once_to_one_host(server, crawled, delay):
    links = [f"/{n}" for n in range(8)] + [f"http://other.cn/{n}" for n in range(8)]
    server.at("/", page(*links))
    for number in range(8):
        server.at(f"/{number}", takes_its_time)
    crawled(delay=delay)
    assert server.most_at_once == {"www.x.gov.cn": 1, "other.cn": 1}


def test_as_many_requests_at_once_as_the_setting_says(server, crawled):
    together: list[asyncio.Event] = []

    async def waits_for_three_others(_, writer):
        together.append(event := asyncio.Event())
        if len(together) == 4:
            for one in together:
                one.set()
        await asyncio.wait_for(event.wait(), 300)
        writer.write(http("<title>x</title>"))

    server.at("/", page(*(f"/{n}" for n in range(4))))
    for number in range(4):
        server.at(f"/{number}", waits_for_three_others)
    _, snapshot = crawled(concurrency=4)
    assert [outcome(snapshot, f"/{n}") for n in range(4)] == [Outcome.OK] * 4
    assert server.most_at_once["www.x.gov.cn"] == 4


def test_delay_between_requests_to_one_host(server, crawled):
    server.at("/", page(*(f"/{n}" for n in range(4)), "/a.pdf"))
    crawled(delay=0.1)
    asked = [one for one in server.asked if one.host == "www.x.gov.cn"]
    assert len(asked) == 9  # robots.txt, the home page, four pages, a file, two made-up pages
    for earlier, later in itertools.pairwise(asked):
        assert later.began >= earlier.ended
    # A single gap shows little: a request is on its way for a while, the first one for longer.
    assert asked[-1].began - asked[0].began >= 0.1 * (len(asked) - 2)


# --- what does not exist


def test_how_a_host_says_that_a_page_does_not_exist(server, crawled):
    server.at("/", page("http://rsj.x.gov.cn/", "http://other.cn/"))
    server.at("/", page(), host="rsj.x.gov.cn")
    server.at("/", page(), host="other.cn")
    _, snapshot = crawled()
    probes = snapshot.probes("honest_404")
    assert [probe.subject for probe in probes] == ["www.x.gov.cn", "rsj.x.gov.cn"]
    tries = probes[0].data["tries"]
    assert [(one["status"], one["outcome"], one["title"]) for one in tries] == [
        (404, "not_found", "没有这个页面")
    ] * 2
    assert sorted(one["url"].endswith(".html") for one in tries) == [False, True]
    roles = [fetch.role for fetch in snapshot.fetches() if "/gongkai-" in fetch.url]
    assert roles == [Role.PROBE] * 4


def made_up(snapshot):
    return [
        fetch.url.removeprefix("http://www.x.gov.cn")
        for fetch in snapshot.fetches()
        if fetch.role is Role.PROBE
    ]


def test_host_that_answers_anything(server, crawled):
    server.at("/", page())
    for path in made_up(crawled()[1]):
        server.at(path, page("/from-nothing", title="首页"))
    _, snapshot = crawled("again")
    tries = snapshot.probes("honest_404")[0].data["tries"]
    assert [(one["status"], one["title"]) for one in tries] == [(200, "首页")] * 2
    assert "政务公开" in tries[0]["text"]
    assert "/from-nothing" not in server.targets()


def test_host_that_redirects_what_it_does_not_have(server, crawled):
    server.at("/", page())
    for path in made_up(crawled()[1]):
        server.at(path, to("/404.html"))
    _, snapshot = crawled("again")
    assert [one["location"] for one in snapshot.probes("honest_404")[0].data["tries"]] == [
        HOME + "404.html"
    ] * 2
    assert snapshot.fetch(HOME + "404.html") is None  # no page of the site leads there


def test_answer_to_a_second_try_takes_the_place_of_the_first(server, crawled):
    server.at("/", page())
    for path in made_up(crawled()[1]):
        server.at(path, http(b"", "500 Oops"), http(b"", "404 Not Found"))
    _, snapshot = crawled("again")
    assert [one["status"] for one in snapshot.probes("honest_404")[0].data["tries"]] == [404, 404]


def test_host_without_a_page_is_not_asked(server, crawled):
    server.at("/", http(b"", "500 Oops"))
    _, snapshot = crawled()
    assert snapshot.probes("honest_404") == []
