"""Read one page of a snapshot: its facts, and what else is worked out of it alone.

The same in the process that judges and in those that read ahead for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from checker.facts.drawn import as_drawn
from checker.facts.page import PageFacts, read_page
from checker.facts.pagewise import PAGEWISE
from crawler.snapshot import Snapshot


def read_held(
    snapshot: Snapshot, url: str, also: Sequence[str] = ()
) -> tuple[PageFacts | None, dict[str, Any]]:
    """Return the facts of a page, None where none is held, and what was found of `also` by its name."""
    fetch = snapshot.fetch(url)
    html = snapshot.text(url) if fetch is not None and fetch.is_html else ""
    if fetch is None or not html:
        return None, {}
    found = {name: value for name in also if (value := PAGEWISE[name](html)) is not None}
    return as_drawn(read_page(html, url, fetch.encoding or "utf-8"), fetch), found
