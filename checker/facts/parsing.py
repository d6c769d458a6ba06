"""The one way in which the checker parses a page: as far as that can be done in good time.

A page of ten thousand boxes in each other would take the parser minutes, or the process with it.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from crawler.reading.tangles import untangled


def parsed(html: str) -> LexborHTMLParser:
    """Parse a page; the tree belongs to the caller."""
    return LexborHTMLParser(untangled(html))
