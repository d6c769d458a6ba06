"""Find the columns of a site that go by given names: by link text, page title, tags and trail.

Says where each was seen and what came of fetching it; whether that is good enough is not for here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checker.facts.names import NameMatch, named
from checker.facts.site import SiteFacts
from checker.facts.urls import is_directory
from crawler.snapshot import Fetch

MAX_CANDIDATES = 20
_PARTS = re.compile(r"[-_|—–>]+")
_FAR = 1_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may be the one wanted.  `clicks` is None where no way from home was seen."""

    name: str
    match: NameMatch
    text: str
    how: str
    url: str
    last: Fetch | None
    clicks: int | None
    seen_on: str | None


def columns_named(
    site: SiteFacts, names: Sequence[str], exclude: Sequence[str] = ()
) -> list[Column]:
    """Return the candidates, best first: named exactly before nearly, near home before far."""
    found: dict[str, Column] = {}
    for column in [*_by_link(site, names, exclude), *_by_page(site, names, exclude)]:
        key = column.last.url if column.last else column.url
        if key not in found or _order(column) < _order(found[key]):
            found[key] = column
    return sorted(found.values(), key=_order)[:MAX_CANDIDATES]


def scripted(
    site: SiteFacts, names: Sequence[str], exclude: Sequence[str], clicks: int
) -> tuple[str, str] | None:
    """Return (page, text) of a link so named that only a script can open, near enough to home."""
    for fetch in site.held:
        far = site.clicks(fetch.url)
        page = site.page(fetch.url) if far is not None and far <= clicks else None
        for text in (*page.dead_links, *page.script_names) if page else ():
            if named(text, names, exclude):
                return fetch.url, text
    return None


def _order(column: Column) -> tuple[bool, int, bool, str]:
    far = column.clicks if column.clicks is not None else _FAR
    return column.match is not NameMatch.EXACT, far, column.how != "链接文字", column.url


def _by_link(site: SiteFacts, names: Sequence[str], exclude: Sequence[str]) -> list[Column]:
    found = []
    for (text, target), page in site.link_texts.items():
        match = named(text, names, exclude)
        if match:
            last = site.resolve(target).last
            found.append(
                Column(
                    name=match.name,
                    match=match.match,
                    text=text,
                    how="链接文字",
                    url=target,
                    last=last,
                    clicks=site.clicks(target),
                    seen_on=page,
                )
            )
    return found


def _by_page(site: SiteFacts, names: Sequence[str], exclude: Sequence[str]) -> list[Column]:
    found = []
    for fetch in site.held:
        if not is_directory(fetch.url):
            continue
        page = site.page(fetch.url)
        if page is None or page.article:
            continue
        trail = page.breadcrumb[-1] if page.breadcrumb else ""
        parts = [part.strip() for part in _PARTS.split(page.title)]
        says = (("ColumnName 标签", page.metas.get("columnname", "")), ("当前位置", trail))
        for how, text in (*says, *(("页面标题", part) for part in parts)):
            match = named(text, names, exclude)
            if match and match.match is NameMatch.EXACT:
                way = site.ways.get(fetch.url)
                seen = way.page if way else None
                clicks = way.clicks if way else None
                found.append(
                    Column(match.name, match.match, text, how, fetch.url, fetch, clicks, seen)
                )
                break
    return found
