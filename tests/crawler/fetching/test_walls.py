from __future__ import annotations

import pytest

from crawler.fetching.walls import wall_by_status, wall_by_text
from crawler.run import UNREACHABLE
from crawler.snapshot import Outcome
from tests.crawler.loopback import http, page

RUISHU = (
    '<!DOCTYPE html><html><head><meta charset="UTF-8"><meta http-equiv="Content-Type" content="text/html">'
    f'<meta id="9DhefwqGPrzGxEp9hPaoag" content="{"qDTf" * 400}" r=\'m\'>'
    "</head><body><script type=\"text/javascript\" r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></body></html>"
)
CHALLENGES = {
    "瑞数": RUISHU,
    "瑞数, script only": "<script r='m'>x</script>",
    "加速乐": "<script>document.cookie=('__jsl_clearance=1')+';max-age=3600';location.href=location.pathname</script>",
    "网站卫士": '<script>var a="WZWS_CONFIRM_PREFIX_LABEL4";window.location="/WZWSREL2EvYg=="</script>',
    "Cloudflare": "<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/h/b></script>",
    "阿里云": "<script>var arg1='A';setCookie('acw_sc__v2',x)</script>",
    "验证码": "<title>访问验证</title><p>请完成安全验证</p>",
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_challenge_pages(name):
    assert wall_by_text(CHALLENGES[name], 20) == name.partition(",")[0]


@pytest.mark.parametrize("name", CHALLENGES)
def test_articles_that_speak_of_challenges(name):
    article = f"<p>{'本文介绍网站防护。' * 50}</p><pre>{CHALLENGES[name]}</pre>"
    assert wall_by_text(article, 500) is None


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<title>某县</title><p>页面正在跳转</p><script>location='/index.html'</script>",
        "<meta name=description content='政务公开'><p>短页",
        "<meta content='" + "x" * 1500 + "'>",
        "<script>var ts = 1; $ts = 2;</script>",
    ],
)
def test_short_pages_that_are_no_challenge(html):
    assert wall_by_text(html, 10) is None


@pytest.mark.parametrize(
    ("status", "headers", "wall"),
    [
        (403, {}, "403"),
        (405, {}, "405"),
        (412, {}, "412"),
        (418, {}, "418"),
        (521, {}, "521"),
        (200, {"cf-mitigated": "Challenge"}, "Cloudflare"),
        (200, {}, None),
        (404, {}, None),
        (500, {}, None),
    ],
)
def test_wall_by_status(status, headers, wall):
    assert wall_by_status(status, headers) == wall


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(http(RUISHU, "412 Precondition Failed"), id="412"),
        pytest.param(http(RUISHU, "202 Accepted"), id="202"),
        pytest.param(http(RUISHU), id="200"),
        pytest.param(http(b"", "521 "), id="521"),
        pytest.param(http("<title>403</title>", "403 Forbidden"), id="403"),
        pytest.param(http(RUISHU, "404 Not Found"), id="404 that is a challenge"),
        pytest.param(http(RUISHU, "503 Busy"), id="503 that is a challenge"),
    ],
)
def test_a_portal_behind_a_wall(server, crawled, answer):
    server.at("/", answer)
    summary, snapshot = crawled()
    fetch = snapshot.fetch("http://www.x.gov.cn/")
    assert fetch is not None
    assert summary.home_outcome is fetch.outcome is Outcome.BLOCKED
    assert (fetch.detail or "").startswith("wall: ")
    assert fetch.attempts == 1
    assert snapshot.links(fetch.url) == ()
    assert summary.finish != UNREACHABLE


def test_article_about_a_wall_is_a_page(server, crawled):
    server.at("/", page("/a", more="<pre>$_ts = window['$_ts']; __jsl_clearance</pre>"))
    summary, snapshot = crawled()
    assert summary.home_outcome is Outcome.OK
    assert len(snapshot.links("http://www.x.gov.cn/")) == 1
