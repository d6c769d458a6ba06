"""Behaviours of one page: long, deep, wide, and in no encoding."""

from __future__ import annotations

import re

from tests.crawler.loopback import Answer, http
from tests.hostile.portal import TEXT, Behaviour, Scale, html
from tests.hostile.telling import (
    ANY,
    LINKS,
    OK,
    READ,
    XSS,
    everywhere,
    fixed,
    prose,
    repeated,
    scaled,
)


def _ids(scale: Scale) -> Answer:
    """Numbers that look like ID numbers and are none: the checksum is wrong."""
    rows = "".join(
        f"11010519491231{n % 1000:03d}" + "0123456789"[n % 10] + " " for n in range(scale.numbers)
    )
    return html(f"<p>{rows}</p>", "登记编号")


def _table(scale: Scale) -> Answer:
    row = "<tr><td>本年新收政府信息公开申请数量</td>" + "<td>1</td>" * 7 + "</tr>"
    count = min(scale.nodes, 7_500_000 // len(row.encode()))
    return html(f"<h1>某县2020年政府信息公开工作年度报告表</h1><table>{row * count}</table>", "表")


def _frames(target: str) -> Answer:
    number = int(re.sub(r"\D", "", target) or 0)
    inner = f'<iframe src="/{number + 1}.html"></iframe><iframe src="/{max(number - 1, 0)}.html"></iframe>'
    return html(f"{inner}<p>{TEXT}</p>")


_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
_PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


PAGES = [
    # Pages
    Behaviour(
        "long attribute",
        "one attribute of the whole page",
        scaled(lambda s: repeated(OK + b"\r\n<a href='", b"x", s.body)),
        READ,
    ),
    Behaviour(
        "many links",
        "links without number",
        scaled(lambda s: repeated(OK + b"\r\n", b"<a href=/q.html>a</a>", s.links * 21)),
        READ,
    ),
    Behaviour(
        "many nodes", "elements without number", scaled(lambda s: http(b"<i></i>" * s.nodes)), READ
    ),
    Behaviour(
        "deep nesting",
        "elements in elements",
        scaled(lambda s: http(b"<div>" * s.depth + TEXT.encode())),
        READ,
    ),
    Behaviour(
        "deep tables",
        "tables in tables",
        scaled(lambda s: http(b"<table><tr><td>" * s.depth)),
        READ,
    ),
    Behaviour(
        "deep lists",
        "lists and links in each other",
        scaled(lambda s: http(b"<ul><li><a href=/q.html>2021-01-01" * s.depth)),
        READ,
    ),
    Behaviour(
        "many attributes",
        "one element with thousands",
        scaled(
            lambda s: http(b"<a " + b" ".join(b"a%d=b" % n for n in range(s.nodes // 2)) + b">")
        ),
        READ,
    ),
    Behaviour("million rows", "a table like an annual report's", scaled(_table), READ),
    Behaviour("ID-like numbers", "numbers with wrong checksums", scaled(_ids), READ),
    Behaviour(
        "regex bait",
        "digits, spaces, dates, brackets",
        scaled(
            lambda s: html(
                "".join(
                    f"<p>{piece * (s.body // 30 // len(piece))}</p>"
                    for piece in ("1", "　 ", "年月日", "（〔[【", "2021年", "=-", "a@", "〔2021〕")
                )
            ),
        ),
        READ,
    ),
    Behaviour(
        "hostile title",
        "markup, formulas, overrides",
        fixed(html(TEXT, f"=HYPERLINK(1)\u202e\x00{XSS}")),
        READ,
    ),
    Behaviour(
        "UTF-7",
        "markup in UTF-7",
        fixed(
            http(
                b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-" + TEXT.encode(),
                content_type="text/html; charset=utf-7",
            )
        ),
        READ,
    ),
    Behaviour("UTF-16", "says UTF-8 and is UTF-16", fixed(http(TEXT.encode("utf-16"))), READ),
    Behaviour(
        "HZ",
        "shifts without an end",
        fixed(http(b"~{VPND~~" * 5000, content_type="text/html; charset=hz-gb-2312")),
        READ,
    ),
    Behaviour(
        "mixed encodings",
        "GBK, UTF-8 and noise",
        fixed(http(TEXT.encode("gbk") + TEXT.encode() + bytes(range(256)) * 20)),
        READ,
    ),
    Behaviour(
        "surrogates",
        "broken UTF-8",
        fixed(http(b"<title>\xed\xa0\x80\xff</title>" + TEXT.encode() + b"\xed\xb0\x80" * 500)),
        READ,
    ),
    Behaviour(
        "unknown charset",
        "charset=../../x",
        fixed(http(TEXT, content_type="text/html; charset=../../x")),
        READ,
    ),
    Behaviour(
        "type of an image",
        "HTML that says image/png",
        fixed(http(f"<html>{TEXT}", content_type="image/png")),
        ANY,
    ),
    Behaviour("image as page", "PNG that says HTML", fixed(http(_PNG)), READ, accused=LINKS),
    Behaviour(
        "active SVG", "scripts in a picture", fixed(http(_SVG, content_type="image/svg+xml")), ANY
    ),
    Behaviour("frames in frames", "frames that go on", everywhere(_frames), READ, at="/1.html"),
    Behaviour(
        "imports in circles",
        "CSS and scripts that import each other",
        fixed(
            prose(more='<link rel=stylesheet href="/a.css"><script src="/a.js"></script>'),
            ("/a.css", http("@import '/a.css';" * 999, content_type="text/css")),
            ("/a.js", http("import '/a.js';", content_type="text/javascript")),
        ),
        READ,
    ),
]
