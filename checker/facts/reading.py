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
    """Return the facts of a page, None where none is held, and what was found of `also` by its name.

    Of a file there are no facts, but what was asked for beside them.
    """
    fetch = snapshot.fetch(url)
    if fetch is None:
        return None, {}
    html = snapshot.text(url) if fetch.is_html else ""
    facts = None
    if html:
        facts = as_drawn(read_page(html, url, fetch.encoding or "utf-8"), fetch)
    asked = also if html or not fetch.is_html else ()
    found = ((name, PAGEWISE[name](snapshot, fetch, html)) for name in asked)
    return facts, {name: value for name, value in found if value is not None}
