"""Find the columns of a site that go by given names: by link text, page title, tags and trail.

Says where each was seen and what came of fetching it; whether that is good enough is not for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.facts.name_index import NameIndex
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
    texts = site.once(_ScriptTexts)
    for number in texts.index.holding(names):
        text, page, far = texts.found[number]
        if far <= clicks and named(text, names, exclude):
            return page, text
    return None


class _ScriptTexts:
    """The texts that only scripts make links of, each with the nearest page that holds it."""

    def __init__(self, site: SiteFacts) -> None:
        found: dict[str, tuple[str, str, int]] = {}
        for page in site.glances():
            far = site.clicks(page.url)
            if far is not None:
                for text in (*page.dead_links, *page.script_names):
                    found.setdefault(text, (text, page.url, far))
        self.found = list(found.values())
        self.index = NameIndex(found)


def _order(column: Column) -> tuple[bool, int, bool, str]:
    far = column.clicks if column.clicks is not None else _FAR
    return column.match is not NameMatch.EXACT, far, column.how != "链接文字", column.url


class _LinkTexts:
    """The short link texts of the site."""

    def __init__(self, site: SiteFacts) -> None:
        self.found = [(text, target, page) for (text, target), page in site.link_texts.items()]
        self.index = NameIndex(text for text, _, _ in self.found)


def _by_link(site: SiteFacts, names: Sequence[str], exclude: Sequence[str]) -> list[Column]:
    texts = site.once(_LinkTexts)
    found = []
    for number in texts.index.holding(names):
        text, target, page = texts.found[number]
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


class _PageNames:
    """What the pages that may be columns call themselves: (page, how it says so, text)."""

    def __init__(self, site: SiteFacts) -> None:
        self.found = [one for fetch in site.held for one in _says(site, fetch)]
        self.index = NameIndex(text for _, _, text in self.found)


def _says(site: SiteFacts, fetch: Fetch) -> Iterator[tuple[Fetch, str, str]]:
    page = site.glance(fetch.url) if is_directory(fetch.url) else None
    if page is None or page.article:
        return
    yield fetch, "ColumnName 标签", page.column_tag
    yield fetch, "当前位置", page.breadcrumb[-1] if page.breadcrumb else ""
    for part in _PARTS.split(page.title):
        yield fetch, "页面标题", part.strip()


def _by_page(site: SiteFacts, names: Sequence[str], exclude: Sequence[str]) -> list[Column]:
    says = site.once(_PageNames)
    found: dict[str, Column] = {}
    for number in says.index.holding(names):
        fetch, how, text = says.found[number]
        match = named(text, names, exclude) if fetch.url not in found else None
        if match and match.match is NameMatch.EXACT:
            way = site.ways.get(fetch.url)
            seen = way.page if way else None
            clicks = way.clicks if way else None
            found[fetch.url] = Column(
                match.name, match.match, text, how, fetch.url, fetch, clicks, seen
            )
    return list(found.values())
