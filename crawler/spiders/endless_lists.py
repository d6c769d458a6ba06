"""Notices lists that never end: page after page that shows the same, whatever its number says.

What counts is what a page shows: its links but for those that turn pages, and its text but for the
numbers of pages.  Lists whose pages differ in one row go on, however many they are.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.charset import decode
from crawler.reading.links import PageLinks
from crawler.reading.shapes.pager import list_of, page_number
from crawler.reading.tangles import untangled

_ENOUGH = 3  # so many pages that show what the one before them showed
_DIGITS = re.compile(r"\d+")
_WINDOW = 20  # pagers name so many pages before and after their own
_MOST_DIGITS = 9
_MOST_LISTS = 100_000


class EndlessLists:
    """What the latest page of each list showed, and how often in a row."""

    def __init__(self) -> None:
        """Nothing has been seen."""
        self._lists: dict[int, tuple[int, int | None, int]] = {}

    def goes_on(self, url: str, page: PageLinks, body: bytes) -> bool:
        """Take in a further page of a list; False where its pages no longer change."""
        key = hash(_family(url))
        links = hash(
            frozenset(link.target for link in page.links if _family(link.target) != _family(url))
        )
        known = self._lists.get(key)
        if known is None or known[0] != links:
            if known or len(self._lists) < _MOST_LISTS:
                self._lists[key] = (links, None, 0)
            return True
        text = _shown(url, body)
        run = known[2] + 1 if known[1] in {None, text} else 1
        self._lists[key] = (links, text, run)
        return run < _ENOUGH

    def leads_further(self, url: str, target: str) -> bool:
        """The target is a page of the same list, and further on."""
        if _family(url) != _family(target):
            return False
        return (page_number(target) or 0) >= (page_number(url) or 0)


def _family(url: str) -> str:
    """Return what the pages of one list have in common; those of data differ in any number."""
    return list_of(url) or _DIGITS.sub("#", url)


def _shown(url: str, body: bytes) -> int:
    number = page_number(url) or 0

    def plain(match: re.Match[str]) -> str:
        digits = match[0]
        near = len(digits) <= _MOST_DIGITS and abs(int(digits) - number) <= _WINDOW
        return "#" if near else digits

    tree = LexborHTMLParser(untangled(decode(body).text))
    tree.strip_tags(["script", "style"])
    text = tree.body.text(deep=True, separator=" ") if tree.body else ""
    return hash(" ".join(_DIGITS.sub(plain, text).split()))
