"""What a list page says of the size of its list: how many rows it has, over how many pages.

Read from its scripts, from a jpage data store, or from a line such as 共 12 页.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checker.facts.markup import Markup

_COUNT = re.compile(
    r"(?:recordCount|totalRecord|totalCount|total)\s{0,4}['\"]?\s{0,4}[:=]\s{0,4}['\"]?(\d{1,6})"
)
_PAGES = re.compile(
    r"(?:countPage|totalPage|pageCount|maxPage)\s{0,4}['\"]?\s{0,4}[:=]\s{0,4}['\"]?(\d{1,5})|"
    r"createPageHTML\(\s{0,4}(?:'[^']{0,60}'\s{0,4},\s{0,4})?(\d{1,5})|"
    r"(?:init|create|set|show)Pag\w{0,10}\(\{[^{}]{0,200}?\bcount\s{0,4}:\s{0,4}['\"]?(\d{1,5})"
)
_SAID_PAGES = re.compile(r"共\s?(\d{1,4})\s?页|(?<!\d)\d{1,4}\s?/\s?(\d{1,4})\s?页")
_LONGEST_SAID = 13
_STORED = re.compile(r"<total(record|page)>(\d{1,6})</total\1>")


def records_said(markup: Markup) -> int | None:
    """Return how many rows the page says that its list has, None where it does not say."""
    return _largest(_COUNT.findall(markup.scripts)) or _stored(markup.html, "record")


def pages_said(markup: Markup) -> int | None:
    """Return over how many pages the page says that its list goes, None where it does not say."""
    may = "Pag" in markup.scripts or "pageCount" in markup.scripts
    found = _PAGES.findall(markup.scripts) if may else ()
    scripted = [number for numbers in found for number in numbers]
    return _largest(scripted) or _stored(markup.html, "page") or _said(markup.outline.text)


def _said(text: str) -> int | None:
    numbers: list[str] = []
    start, at = 0, text.find("页")
    while at >= 0:  # looking before each of these is faster than looking everywhere
        found = _SAID_PAGES.search(text, max(at - _LONGEST_SAID, start), at + 1)
        numbers += [number for number in found.groups() if number] if found else []
        start, at = at + 1, text.find("页", at + 1)
    return _largest(numbers)


def _stored(html: str, what: str) -> int | None:
    if "<datastore>" not in html:
        return None
    return _largest(number for kind, number in _STORED.findall(html) if kind == what)


def _largest(numbers: Iterable[str]) -> int | None:
    return max((int(number) for number in numbers if number), default=0) or None
