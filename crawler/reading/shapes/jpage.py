"""Hanweb jpage: list rows stand in `<script type="text/xml"><datastore>` as CDATA, for a script to show.

Reads the rows that came with the page.  The further pages, which the script asks for, are not here.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

_RECORD = re.compile(r"<record>\s*+<!\[CDATA\[")
_END = "]]>"
MARK = "<datastore>"


def records(html: str) -> list[str]:
    """Return the rows' HTML fragments, in order; [] where the page has no datastore."""
    found: list[str] = []
    if MARK not in html:
        return found
    start = _RECORD.search(html)
    while start:
        end = html.find(_END, start.end())
        if end < 0:
            break
        found.append(html[start.end() : end])
        start = _RECORD.search(html, end)
    return found


def links(html: str) -> list[tuple[str, str]]:
    """Return (href, text) of the links in the rows, in order."""
    found = []
    for fragment in records(html):
        # Rows are cut out of their table or list; a parser of whole pages drops what hangs loose.
        for anchor in LexborHTMLParser(fragment).css("a[href]"):
            text = anchor.text(deep=True)
            found.append((anchor.attrs.get("href") or "", text.strip() or anchor.attrs.get("title") or ""))
    return found
