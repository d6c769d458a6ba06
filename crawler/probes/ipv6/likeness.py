"""How alike two answers for one page are, without what differs from one request to the next anyway.

Left out: nonces, CSRF tokens, __VIEWSTATE, long random values, dates, times of day, counters, comments.
Pure.  Compares by characters (difflib's quick ratio); says nothing about what likeness is enough.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.tangles import untangled

COMPARED = 50_000
_SOURCE = 500_000
_INVISIBLE = ["script", "style", "noscript", "template", "head"]
_TAGS = re.compile(
    r"<!--.*?(?:-->|\Z)"
    # Hidden fields and metas that carry a token.
    r"|<(?:input|meta)\b(?=[^<>]{0,500}?\b(?:csrf|xsrf|\w*token|nonce|__VIEWSTATE|__EVENTVALIDATION|__RequestVerification))[^<>]*+>",
    re.IGNORECASE | re.DOTALL,
)
_VALUES = re.compile(
    r"\bnonce\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>]++)"
    r"|[?&;](?:_|v|t|ts|r|rnd|rand|random|time|timestamp|ver|jsessionid|sid)=[\w.%-]*+"
    r"|(?<![A-Za-z0-9+_-])(?=[A-Za-z+_-]*+\d)[A-Za-z0-9+_-]{24,}+={0,2}",
    re.IGNORECASE,
)
_MOMENTS = re.compile(
    r"(?<![\d/])\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
    r"|\d{1,2}\s*月\s*\d{1,2}\s*日|星期[一二三四五六日天]"
    r"|\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}\s*时\s*\d{1,2}\s*分(?:\s*\d{1,2}\s*秒)?"
    r"|\b1\d{9}(?:\d{3})?\b"  # seconds and milliseconds since 1970
)
_COUNTERS = re.compile(
    r"((?:访问|浏览|点击|阅读|访客|来访|在线|总量|人次|人数|次数)[^\d<>]{0,12})[\d,，]{1,15}"
)
_SPACE = re.compile(r"\s+")


def visible(html: str) -> str:
    """Return the visible text of a page, white space folded."""
    tree = LexborHTMLParser(untangled(html))
    tree.strip_tags(_INVISIBLE)
    body = tree.body
    return _SPACE.sub(" ", body.text(separator=" ")).strip() if body else ""


def without_noise(text: str) -> str:
    """Take out of a text or a source what every request brings anew."""
    calm = _VALUES.sub("", _TAGS.sub("", _SPACE.sub(" ", text)))
    return _SPACE.sub(" ", _COUNTERS.sub(r"\1", _MOMENTS.sub("", calm))).strip()


def similarity(one: str, other: str, most: int = COMPARED) -> float:
    """Compare the beginnings of two texts: 1.0 is equal."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one[:most], other[:most], autojunk=False)
    return round(matcher.quick_ratio(), 3)


def compare(one: str, other: str) -> tuple[float, float]:
    """Compare two pages (HTML): their visible texts, and their sources."""
    ones, others = one[:_SOURCE], other[:_SOURCE]
    return (
        similarity(without_noise(visible(ones)), without_noise(visible(others))),
        similarity(without_noise(ones), without_noise(others), _SOURCE),
    )
