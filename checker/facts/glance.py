"""What rules ask of all pages of a site at once: a few words on each, small enough to keep for every page.

Whoever needs more of a page opens it (`SiteFacts.page`); looking through thousands of them does not.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from checker.facts.page import PageFacts

_TITLE_END = re.compile(r"[-_|—–]")
_LEAST = 6


class Glance(NamedTuple):
    """The fields of a page's facts under their own names, where not said otherwise.

    `heading` is the article's own title, `column_tag` and `site_tag` are its tags, `listed` is how many entries
    it has, `dated` that it has dates, `leads` that its main part has links.
    """

    url: str
    title: str
    heading: str
    column_name: str
    column_tag: str
    site_tag: str
    breadcrumb: tuple[str, ...]
    trail_targets: tuple[str | None, ...]
    article: bool
    dated: bool
    listed: int
    wall: str | None
    script_only: bool
    hollow: bool
    leads: bool
    live_links: int
    dead_links: tuple[str, ...]
    script_names: tuple[str, ...]


def glance_of(page: PageFacts) -> Glance:
    """Take from a page's facts what is kept of every page."""
    return Glance(
        url=page.url,
        title=page.title,
        heading=page_title(page),
        column_name=page.column_name,
        column_tag=page.metas.get("columnname", ""),
        site_tag=page.metas.get("sitename", ""),
        breadcrumb=page.breadcrumb,
        trail_targets=page.trail_targets,
        article=page.article,
        dated=bool(page.dates),
        listed=len(page.entries),
        wall=page.wall,
        script_only=page.script_only,
        hollow=page.hollow,
        leads=bool(page.main_targets),
        live_links=page.live_links,
        dead_links=page.dead_links,
        script_names=page.script_names,
    )


def page_title(page: PageFacts) -> str:
    """Return the article's own title, without the names of column and site behind it."""
    heading = next((h for h in page.headings if len(h) >= _LEAST), "")
    return page.own_title or heading or _TITLE_END.split(page.title, 1)[0].rstrip()
