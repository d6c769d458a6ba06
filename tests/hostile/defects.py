"""The portal's real pages, and the real defects planted among the hostile ones: each must be found all the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.checker.facts.personal_data.people import Dice
from tests.crawler.loopback import http
from tests.hostile.portal import TEXT, html

_SEED = 20211231
PERSON = Dice(_SEED).person(1950, 1990)
XSS = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
FORMULA = "=HYPERLINK(&quot;http://evil.cn&quot;,&quot;x&quot;)"
DEAD = "/zwgk/gone.html"
DEAD_WITH_MARKUP = "/zwgk/%22%3E%3Cscript%3Ealert(1)%3C/script%3E.html"
DEAD_FILE = "/zwgk/=cmd%7C'%20/C%20calc'!A0%0d%0aBcc:%20x@evil.cn.docx"
# Rule, and what stands in one of its findings.
PLANTED = {
    "links": (DEAD, DEAD_WITH_MARKUP, "file:///C:/a.doc"),
    "attachments": (DEAD_FILE,),
    "column-not-empty": ("/zwgk/kong/",),
    "annual-report-published": ("/zwgk/nb/",),
    "personal-data": ("/zwgk/gs/1.html",),
}
_NAV = "".join(
    f'<li><a href="{href}">{name}</a></li>'
    for name, href in {
        "首页": "/",
        "政务动态": "/zwdt/",
        "规划计划": "/zwgk/gh/",
        "公示公告": "/zwgk/gs/",
        "人事信息": "/zwgk/kong/",
        "政府信息公开年报": "/zwgk/nb/",
    }.items()
)


def _page(title: str, body: str) -> bytes:
    return html(f'<ul class="nav">{_NAV}</ul>{body}', f"{title}_某县人民政府")


def _column(name: str, rows: Mapping[str, str], more: str = "") -> bytes:
    items = "".join(
        f'<li><a href="{href}">{title}</a><span>2021-12-{9 + n:02d}</span></li>'
        for n, (href, title) in enumerate(rows.items())
    )
    return _page(name, f"<h2>{name}</h2><ul class='list'>{items}</ul>{more}")


def _article(title: str, body: str, day: str = "2021-12-20") -> bytes:
    told = f"<h1>{title}</h1><p>发布日期：{day}　来源：县政府办公室</p>"
    return _page(title, f"{told}<div class='content'>{body}</div>")


def pages(today: date) -> dict[str, bytes]:
    """The pages by path; last year's annual report is not among them."""
    years = range(today.year - 6, today.year - 1)
    more = (
        f'<p><a href="{DEAD}">{FORMULA}{XSS}</a>'
        f"<a href='{DEAD_WITH_MARKUP}'>@SUM(1)\u202e\r\nBcc: x@evil.cn</a>"
        f'<a href="{DEAD_FILE}">../../=1+1.docx</a><a href="file:///C:/a.doc">附件</a></p>'
    )
    found = {
        "/": _page("首页", f"<p>{TEXT}</p><a href='/yqlj/'>友情链接</a>"),
        "/robots.txt": http("User-agent: *\nAllow: /\n", content_type="text/plain"),
        "/zwgk/kong/": _column("人事信息", {}),
        "/zwgk/gs/1.html": _article(
            f"救助名单公示{XSS}",
            f"<p>{PERSON.name}，身份证号码{PERSON.id}，家住某镇。</p><p>{TEXT}</p>",
        ),
        "/zwgk/nb/": _column(
            "政府信息公开年报",
            {f"/zwgk/nb/{year}.html": f"某县{year}年政府信息公开工作年度报告" for year in years},
        ),
    }
    for year in years:
        name = f"某县{year}年政府信息公开工作年度报告"
        found[f"/zwgk/nb/{year}.html"] = _article(name, f"<p>{TEXT * 3}</p>", f"{year + 1}-03-09")
    for path, name in {
        "/zwdt/": "政务动态",
        "/zwgk/gh/": "规划计划",
        "/zwgk/gs/": "公示公告",
    }.items():
        rows = {f"{path}{n}.html": f"{name}：关于第{n}季度有关工作的通知" for n in range(1, 6)}
        found[path] = _column(name, rows, more if path == "/zwdt/" else "")
        for href, title in rows.items():
            found.setdefault(href, _article(title, f"<p>{TEXT}</p>"))
    return found
