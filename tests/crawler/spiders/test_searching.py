"""The portal's own search is tried through the real crawler: once, last, by GET only, within robots.txt."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.snapshot import Fetch, Outcome, Role
from crawler.spiders.searching import known_titles
from tests.crawler.loopback import http, page, to

HOME = "http://www.x.gov.cn/"
TITLES = [f"关于印发泰县第{number}批重点工作安排的通知" for number in "一二三四五"]


def box(action: str = "/so/", method: str = "get", more: str = "") -> str:
    return f'<form action="{action}" method="{method}"><input name="q">{more}<button>搜索</button></form>'


def portal(server, form: str) -> None:
    links = "".join(f'<a href="/2026/0{n}/t2026_{n}001.html">x</a>' for n in range(1, 6))
    server.at("/", http(f"<title>泰县人民政府</title>{form}<a href='/zw/'>政务</a>{links}"))
    server.at("/zw/", page("/"))
    for n, title in enumerate(TITLES, 1):
        server.at(f"/2026/0{n}/t2026_{n}001.html", http(f"<title>{title}_泰县人民政府</title>正文"))


def asked_for(server, path: str = "/so/") -> list[str]:
    targets = [one.target for one in server.asked if one.target.partition("?")[0] == path]
    return [parse_qs(urlsplit(target).query).get("q", [""])[0] for target in targets]


def searched(snapshot):
    probes = snapshot.probes("search")
    assert len(probes) <= 1
    return probes[0].data if probes else None


def test_titles_are_looked_for_last_and_then_a_word_that_nobody_wrote(server, crawled):
    portal(server, box())
    hits = "".join(f'<a href="/r?to={n}">{title}</a>' for n, title in enumerate(TITLES))
    server.at("/so/?", http(f"<title>搜索</title><a href='/zw/'>政务</a>{hits}"))
    _, snapshot = crawled()
    words = asked_for(server)
    assert len(words) == 4
    assert set(words[:3]) < set(TITLES)
    assert words[3].startswith("gk")
    order = [one.target for one in server.asked]
    pages = [n for n, target in enumerate(order) if target.endswith("001.html")]
    assert len(pages) == 5
    assert max(pages) < min(n for n, target in enumerate(order) if target.startswith("/so/"))
    data = searched(snapshot)
    assert (data["form"], data["action"]) == ("get", HOME + "so/")
    ranks = [tried["rank"] for tried in data["tries"]]
    assert ranks[:3] == [TITLES.index(word) + 1 for word in words[:3]]
    assert ranks[3] is None
    assert {tried["hits"] for tried in data["tries"]} == {5}, "the menu is no hit"


def test_the_questions_are_no_pages_of_the_site(server, crawled):
    portal(server, box())
    server.at("/so/?", page("/hidden"))
    _, snapshot = crawled()
    assert snapshot.fetch(HOME + "hidden") is None
    assert not [one for one in snapshot.fetches() if "q=" in one.url]


@pytest.mark.parametrize(
    ("form", "sent"),
    [
        (box(method="POST"), "post"),
        (box(action="javascript:void(0)"), "script"),
        (box(action=""), "script"),
        (box().replace("<form", '<form onsubmit="return false"'), "script"),
    ],
)
def test_what_is_not_sent_by_get_is_told_and_not_tried(server, crawled, form, sent):
    portal(server, form)
    _, snapshot = crawled()
    assert asked_for(server) == []
    assert searched(snapshot)["form"] == sent
    assert searched(snapshot)["tries"] == []


def test_a_letter_or_a_login_is_no_search(server, crawled):
    portal(
        server,
        '<form action="/login/search"><input name="user"><input type="password" name="p"></form>'
        '<form action="/search/letter"><input name="q"><textarea name="t"></textarea></form>'
        '<form action="/vote"><input name="mail"></form>',
    )
    _, snapshot = crawled()
    assert searched(snapshot) is None
    assert not [one for one in server.asked if "?" in one.target]


def test_robots_txt_keeps_it_from_being_asked(server, crawled):
    portal(server, box())
    server.at("/robots.txt", http("User-agent: *\nDisallow: /so/", content_type="text/plain"))
    _, snapshot = crawled()
    assert asked_for(server) == []
    (tried,) = searched(snapshot)["tries"]
    assert tried["outcome"] == Outcome.ROBOTS.value


def test_what_fails_is_asked_once(server, crawled):
    portal(server, box())
    server.at("/so/?", http("<title>404</title>", "404 Not Found"))
    _, snapshot = crawled()
    assert len(asked_for(server)) == 1
    (tried,) = searched(snapshot)["tries"]
    assert (tried["outcome"], tried["status"]) == ("status", 404)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (http("<p>拦截", "412 Precondition Failed"), "wall"),
        (http("<title>安全验证</title>"), Outcome.BLOCKED.value),
    ],
    ids=["by its status", "by its words"],
)
def test_a_wall_is_no_answer(server, crawled, answer, outcome):
    portal(server, box())
    server.at("/so/?", answer)
    _, snapshot = crawled()
    assert [tried["outcome"] for tried in searched(snapshot)["tries"]] == [outcome]


@pytest.mark.parametrize("script", ["", "<SCRIPT src='/a.js'></SCRIPT>"])
def test_scripts_that_may_send_it_otherwise_are_told(server, crawled, script):
    portal(server, box() + script)
    _, snapshot = crawled()
    assert searched(snapshot)["scripted"] is bool(script)


def test_nothing_found_is_read(server, crawled):
    portal(server, box())
    server.at("/so/?", http("<title>搜索</title><p>抱歉，没有找到相关结果。</p>"))
    _, snapshot = crawled()
    assert [tried["nothing"] for tried in searched(snapshot)["tries"]] == [True] * 4


def test_hidden_fields_and_choices_go_along_and_the_pages_own_spelling(server, crawled):
    form = box(
        more='<input type="hidden" name="site" value="泰县"><select name="s"><option value="1">全站</select>'
    )
    body = f'<meta charset="gbk"><title>泰县人民政府</title>{form}<a href="/2026/01/t2026_1001.html">x</a>'
    server.at("/", http(body.encode("gbk"), content_type="text/html"))
    server.at("/2026/01/t2026_1001.html", http(f"<title>{TITLES[0]}</title>"))
    server.at("/so/?", page())
    crawled()
    target = next(one.target for one in server.asked if one.target.startswith("/so/"))
    query = parse_qs(urlsplit(target).query, encoding="gb18030")
    assert query == {"q": [TITLES[0]], "site": ["泰县"], "s": ["1"]}


def test_a_home_page_that_moved_is_the_one_that_is_read(server, crawled):
    portal(server, box())
    server.at("/", to(HOME + "index/"))
    server.at(
        "/index/",
        http(f"<title>泰县人民政府</title>{box()}<a href='/2026/01/t2026_1001.html'>x</a>"),
    )
    server.at("/so/?", page())
    _, snapshot = crawled()
    assert searched(snapshot)["form"] == "get"


def test_without_known_titles_nothing_is_asked(server, crawled):
    server.at("/", http(f"<title>泰县人民政府</title>{box()}"))
    _, snapshot = crawled()
    assert asked_for(server) == []
    assert searched(snapshot)["tries"] == []


def test_the_choice_of_titles_does_not_depend_on_the_order_of_pages():
    urls = [f"{HOME}2026/t{n}001.html" for n in range(20)]
    fetches = [
        Fetch(
            url, Role.PAGE, Outcome.OK, title=f"泰县第{n}号文件关于做好有关工作的通知-泰县人民政府"
        )
        for n, url in enumerate(urls)
    ]
    chosen = known_titles(fetches)
    assert len(chosen) == 3
    assert chosen == known_titles(reversed(fetches))
    assert all(title.endswith("通知") for title, _ in chosen)


@pytest.mark.parametrize(
    "window",
    [
        "泰县人民政府 通知公告 {}",
        "{}_泰县人民政府门户网站",
        "{} - 通知公告 - 泰县人民政府",
        "泰县人民政府 | {}",
        "{}",
    ],
)
def test_the_names_of_site_and_column_are_no_part_of_a_title(window):
    titles = [f"泰县{n}乡镇防汛应急预案的通知" for n in "东南西北中"]
    fetches = [
        Fetch(f"{HOME}t{n}001.html", Role.PAGE, Outcome.OK, title=window.format(title))
        for n, title in enumerate(titles)
    ]
    assert {title for title, _ in known_titles(fetches)} < set(titles)
