"""A page shown as evidence: whatever it was, nothing in it runs, loads or leads anywhere, and the text is all there."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.charset import decode
from crawler.reading.urls import absolute
from reports.archived_page import Sought, archived_page
from reports.language import language
from tests.fuzzing.corpus import HOME, pages
from tests.fuzzing.target import Target, text

_ALIVE = "script,style,iframe,frame,object,embed,form,input,link,meta,base,svg,math,img,template"
_LEADS = frozenset({"href", "src", "srcset", "action", "formaction", "style", "background", "ping"})


def check(data: bytes) -> None:
    """Make it harmless; what is sought is the last line."""
    html = decode(data).text
    said = text(data[-60:])
    for sought in (Sought(f"{HOME}x.html", said), Sought(None, "政务公开")):
        made = archived_page(html, sought, lambda href, base: absolute(absolute(HOME, base) or HOME, href), lambda part: part.replace("13800138000", "138******00"), language("zh"))  # fmt: skip
        again = archived_page(html, sought, lambda href, base: absolute(absolute(HOME, base) or HOME, href), lambda part: part.replace("13800138000", "138******00"), language("zh"))  # fmt: skip
        assert made == again
        body = LexborHTMLParser(made.markup).body
        assert body is not None
        assert not body.css(_ALIVE)
        for node in body.css("*"):
            names = {name.lower() for name in node.attributes}
            assert not names & _LEADS
            assert not any(name.startswith("on") for name in names)
        assert made.marks >= 0
        made.markup.encode()
        made.title.encode()


def seeds() -> list[bytes]:
    """Pages."""
    return [page for page in pages() if len(page) < 12_000]


TARGET = Target("archived_pages", check, seeds, most=15_000, examples=12, words=(b"<script>alert(1)</script>", b"<img src=x onerror=alert(1)>", b"<a href=javascript:alert(1)>", b"<svg><style><img src=x>", b"<math><mtext><table><mglyph><style>", b"<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", b"<base href=//evil>", b"<meta http-equiv=refresh content=0>", b"<template><a>", b"<frameset>", b"<plaintext>", b"<xmp><", b"<!--><img>-->", b"<table><a><td>", b"13800138000", b"&lt;script&gt;", b"<a id=x class=y name=z>"), about="archived pages of findings")  # fmt: skip
