"""Behaviours of whole sites: without an end, and what they say of themselves."""

from __future__ import annotations

import re
import zlib
from urllib.parse import quote

from tests.crawler.loopback import Answer, bomb, http, to, zipped
from tests.hostile.portal import DOMAIN, TEXT, Answers, Behaviour, Inside, Scale, html
from tests.hostile.telling import (
    ANY,
    LINKS,
    OK,
    READ,
    billion_laughs,
    everywhere,
    fixed,
    forever,
    inward,
    prose,
    scaled,
)


def _trap(target: str) -> Answer:
    count = len(target)
    month = re.search(r"ym=(\d+)", target)
    at = int(month[1]) if month else 202111
    return prose(
        f"?ym={at + 1}",
        f"?ym={at - 1}",
        f"a{count}/?q={quote(target[-40:])}",
        f"?sort={count}&order={target[-5:].encode().hex()}",
        f"?PHPSESSID={zlib.crc32(target.encode()):x}{count:020x}",
        f"x/{target.strip('/')[-60:]}/",
    )


def _aliases(scale: Scale) -> Answer:
    found = []
    for n in range(scale.many):
        upper = "".join(c.upper() if n >> i & 1 else c for i, c in enumerate("/q.html"))
        found.append(upper if n % 3 else f"/%71.html?{n}")
        found.append(f"/./a/..{'/.' * (n % 30)}/q.html" + "." * (n % 7))
    return prose(*found)


def _farm(scale: Scale) -> Answer:
    return prose(*(f"http://f{n}.{DOMAIN}/" for n in range(scale.many)))


def _sitemap(scale: Scale, inside: Inside) -> Answers:
    loc = f"<url><loc>http://127.0.0.1:{inside.port}/from-sitemap</loc></url>"
    outer = f'<!DOCTYPE u [<!ENTITY x SYSTEM "http://127.0.0.1:{inside.port}/entity">]>'
    lines = "".join(f"Sitemap: /s{n}.xml\n" for n in range(4))
    return {
        "/robots.txt": http(f"User-agent: *\nAllow: /\n{lines}", content_type="text/plain"),
        "/s0.xml": http(billion_laughs("urlset") + b"<urlset><url><loc>&m;</loc></url></urlset>"),
        "/s1.xml": http(f"{outer}<urlset><url><loc>&x;</loc></url>{loc}</urlset>"),
        "/s2.xml": zipped(bomb(scale.bomb), "application/xml"),
        "/s3.xml": to("/s3.xml"),
        "/p.html": prose(),
    }


MAZES = [
    # Endless sites
    Behaviour(
        "calendar and query traps",
        "dates, sortings, sessions, paths",
        everywhere(_trap),
        READ,
        at="/",
    ),
    Behaviour(
        "soft 404 everywhere",
        "every address is a page",
        everywhere(lambda _: html("您访问的页面不存在" + TEXT)),
        READ,
        at="/p.html",
        accused=LINKS,
    ),
    Behaviour(
        "session in the path",
        "a new session each time",
        everywhere(lambda t: prose(f"/p;jsessionid={zlib.crc32(t.encode()):032x}")),
        READ,
    ),
    Behaviour(
        "aliases",
        "one page, many spellings",
        lambda s, _: {"/p.html": _aliases(s), "/q.html": prose()},
        READ,
        accused=LINKS,
    ),
    Behaviour("link farm", "very many hosts", scaled(_farm), READ, accused=LINKS),
    Behaviour(
        "long URLs",
        "addresses of 64 KB",
        fixed(prose(f"/{'a' * 65536}", f"/p.html?{'b' * 65536}", "/" + "%41" * 690)),
        READ,
        accused=LINKS,
    ),
    Behaviour(
        "odd schemes",
        "javascript:, data:, vbscript:, control characters",
        fixed(
            prose(
                "java\tscript:alert(1)",
                "\x01javascript:alert(1)",
                "data:text/html,<script>alert(1)</script>",
                "vbscript:x",
                "JaVaScRiPt&colon;alert(1)",
                "//",
                "///",
                "http://",
                "http:///",
                "http://[",
                "http://%00/",
                "\\\\srv\\x",
                "view-source:x",
                "blob:x",
            )
        ),
        READ,
        accused=LINKS,
    ),
    Behaviour(
        "confusable names",
        "IDN, punycode, dots",
        fixed(
            prose(
                "http://ｗｗｗ.х.gov.cn:81/",
                "http://xn--a.cn:81/",
                "http://x.gov.cn.:81/",
                "http://\u202emoc.live:81/",
            )
        ),
        READ,
        accused=LINKS,
    ),
    Behaviour(
        "form as search",
        "a form that posts away",
        inward(
            lambda p: html(
                f'<form action="http://127.0.0.1:{p}/s" method=post><input name=keyword type=search placeholder="请输入关键字"><button>搜索</button></form>{TEXT}'
            )
        ),
        READ,
        accused=LINKS,
    ),
    # robots.txt and sitemaps
    Behaviour(
        "robots of noise",
        "robots.txt is binary",
        lambda _scale, _inside: {"/robots.txt": http(bytes(range(256)) * 2000), "/p.html": prose()},
        READ,
    ),
    Behaviour(
        "endless robots",
        "robots.txt without an end",
        lambda _scale, _inside: {
            "/robots.txt": forever(OK + b"\r\n", b"Disallow: /x*a*b*c$\n"),
            "/p.html": prose(),
        },
        ANY,
    ),
    Behaviour(
        "robots in circles",
        "robots.txt to itself",
        lambda _scale, _inside: {"/robots.txt": to("/robots.txt"), "/p.html": prose()},
        ANY,
    ),
    Behaviour("sitemap bombs", "entities, outer files, gzip, loops", _sitemap, READ),
]
