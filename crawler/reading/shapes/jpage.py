"""Hanweb jpage: list rows stand in `<script type="text/xml"><datastore>` as CDATA, for a script to show.

Reads the rows that came with the page.  The further pages, which the script asks for, are not here.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
MARK = "<datastore>"


def records(html: str) -> list[str]:
    """Return the rows' HTML fragments, in order; [] where the page has no datastore."""
    return _RECORD.findall(html) if MARK in html else []


def links(html: str) -> list[tuple[str, str]]:
    """Return (href, text) of the links in the rows, in order."""
    found = []
    for fragment in records(html):
        # Rows are cut out of their table or list and seldom balanced: BeautifulSoup forgives that.
        for anchor in BeautifulSoup(fragment, "lxml").find_all("a", href=True):
            title = str(anchor.get("title") or "")
            found.append((str(anchor["href"]), anchor.get_text(" ", strip=True) or title))
    return found
