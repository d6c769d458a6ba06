from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.job import UNREACHABLE
from crawler.reading.links import read_links
from crawler.reading.walls import REFUSED, wall_by_status, wall_by_text
from crawler.snapshot import Outcome
from tests.crawler.loopback import http, page

RUISHU = (
    '<!DOCTYPE html><html><head><meta charset="UTF-8"><meta http-equiv="Content-Type" content="text/html">'
    f'<meta id="9DhefwqGPrzGxEp9hPaoag" content="{"qDTf" * 400}" r=\'m\'>'
    "</head><body><script type=\"text/javascript\" r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></body></html>"
)
CLOUDFLARE = "Cloudflare 安全检查"
CHALLENGES = [
    pytest.param(RUISHU, "瑞数动态防护", id="瑞数"),
    pytest.param("<script r='m'>x</script>", "瑞数动态防护", id="瑞数, script only"),
    pytest.param("<script>$_ts.cd='x'</script>", "瑞数动态防护", id="瑞数, variable only"),
    pytest.param(f"<meta content='{'aZ09_' * 300}' id=x>", "瑞数动态防护", id="瑞数, meta only"),
    pytest.param(
        "<script>document.cookie=('__jsl_clearance=1')+';max-age=3600';location.href=location.pathname</script>",
        "加速乐防护",
        id="加速乐",
    ),
    pytest.param(
        '<script>var a="WZWS_CONFIRM_PREFIX_LABEL4";window.location="/WZWSREL2EvYg=="</script>',
        "网站卫士 WZWS 防护",
        id="网站卫士",
    ),
    pytest.param(
        "<title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1></script>",
        CLOUDFLARE,
        id="Cloudflare",
    ),
    pytest.param(
        "<script>var arg1='A';setCookie('acw_sc__v2',x)</script>", "阿里云防护", id="阿里云"
    ),
]
REFUSALS = [
    "<title>访问验证</title><p>请完成安全验证</p>",
    "<title>百度安全验证</title>",
    "<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><p>如何解决：联系管理员</p>",
    "<title>405</title><p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>",
    "<p>当前访问疑似黑客攻击，访问已被创宇盾拦截</p>",
    "<p>您的IP地址访问过于频繁，请稍后再试</p>",
    "<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator.",
    "<title>Access Denied</title><h1>Access Denied</h1>",
    "<p>为保护网站，请您先完成下方的滑动验证</p>",
    "<p>正在检测您的浏览器，请稍候</p>",
]


def wall(html):
    read = read_links(html, "http://www.x.gov.cn/a.html")
    return wall_by_text(html, read.text)


@pytest.mark.parametrize(("html", "name"), CHALLENGES)
def test_challenge_pages(html, name):
    assert wall(html) == name


@pytest.mark.parametrize("html", REFUSALS)
def test_pages_of_firewalls_that_refuse(html):
    assert wall(html) == REFUSED


@pytest.mark.parametrize("html", [*(case.values[0] for case in CHALLENGES), *REFUSALS])
def test_long_pages_that_speak_of_challenges(html):
    assert wall(f"<p>{'本文介绍网站防护。' * 50}</p><div>{html}</div>") is None


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<title>某县</title><p>页面正在跳转</p><script>location='/index.html'</script>",
        "<meta name=description content='政务公开'><p>短页",
        "<meta content='" + "x" * 1500 + "'>",
        f"<meta id=og property=og:image content='data:image/png;base64,{'A' * 1500}'>",
        f"<meta id=d content='{'政务公开、' * 300}'>",
        "<script>var ts = 1; $ts = 2;</script>",
        "<a href=/wzws/>五指山卫生</a>",
        # Cloudflare's counting script stands on ordinary pages.
        "<p>短页</p><script src=/cdn-cgi/challenge-platform/h/b/scripts/jsd/main.js></script>",
        # Short articles about walls, codes and refusals.
        "<title>关于网站防火墙拦截正常访问的说明</title><p>近日部分群众的访问被防火墙拦截，现已恢复。</p>",
        "<title>县政府网站防火墙采购公告</title><p>附件：采购文件.docx</p>",
        "<title>登录验证码收不到怎么办</title><p>请完成安全验证后重新获取验证码。</p>",
        "<p>关于升级统一身份认证平台的通知：登录时请完成滑块验证。</p>",
        "<title>防火墙安装工程项目</title><p>见附件。</p>",
        "<title>安全验证码办事指南</title><p>县大数据局</p>",
        "<title>用户登录</title><form>用户名 密码 验证码 <a>看不清，换一张</a></form>",
        "<title>网上信访</title><p>请通过手机短信验证后提交。</p>",
        "<title>浏览器安全检查指南</title><p>见附件。</p>",
        "<title>消防安全检查</title><p>我局开展消防安全检查。</p>",
        "<title>办件查询</title><p>您的申请被拒绝后，可以重新提交。</p>",
    ],
)
def test_short_pages_that_are_no_challenge(html):
    assert wall(html) is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_can_hurt(html, visible):
    wall_by_text(html, visible)


@pytest.mark.parametrize(
    "text",
    [
        "<meta " * 20_000,
        "<meta id=x content='" + "a" * 199_000,
        "<script " * 20_000,
        "<title>" * 20_000,
        ("<meta id=" + "b" * 290) * 600,
    ],
)
def test_text_made_to_be_slow_is_read_in_good_time(text):
    assert wall_by_text(text, "") in {None, "瑞数动态防护"}
    assert wall_by_text("", "访问被" * 60) is None


@pytest.mark.parametrize(
    ("status", "headers", "mark"),
    [
        (403, {}, "403"),
        (405, {}, "405"),
        (412, {}, "412"),
        (418, {}, "418"),
        (521, {}, "521"),
        (200, {"cf-mitigated": "Challenge"}, CLOUDFLARE),
        (200, {}, None),
        (404, {}, None),
        (500, {}, None),
    ],
)
def test_wall_by_status(status, headers, mark):
    assert wall_by_status(status, headers) == mark


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(http(RUISHU, "412 Precondition Failed"), id="412"),
        pytest.param(http(RUISHU, "202 Accepted"), id="202"),
        pytest.param(http(RUISHU), id="200"),
        pytest.param(http(REFUSALS[2]), id="200 with a refusal"),
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
