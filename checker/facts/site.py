"""A whole portal, understood: its home page, its pages, and how far everything lies from home.

One object per audit; each fact is worked out once, when first asked for.  It judges nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar, cast

from checker.facts.clicks import Way, ways_from
from checker.facts.data_rows import data_entries
from checker.facts.dates import Rank, settle
from checker.facts.entries import Entry
from checker.facts.glance import Glance, glance_of
from checker.facts.home import HomeState, home_state
from checker.facts.page import PageFacts, Resolver, with_list_date
from checker.facts.pagewise import PAGEWISE
from checker.facts.reading import read_held
from checker.facts.shelf import Shelf
from checker.facts.urls import host_of
from crawler.snapshot import Fetch, LinkKind, Outcome, Role, Snapshot
from crawler.snapshot.model import Resolved

# Of so many URLs it is remembered where they lead: rules ask for the same ones again and again.
_RESOLVED = 16_384
_T = TypeVar("_T")
_JUMP_TEXT = 200
_TEMPLATE_PAGES = 8
_TEMPLATE_SHARE = 0.6
_TEMPLATE_SAMPLE = 200
_TITLE_PARTS = re.compile(r"[-_|—–·]+")
_MAX_NAME = 40


class SiteFacts:
    """The facts of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Take a snapshot; nothing is read yet."""
        self.snapshot = snapshot
        self.shelf = Shelf()
        self._found: dict[tuple[str, str], Any] = {}
        self._looked: dict[str, Sequence[str]] = {}
        self._glances: dict[str, Glance | None] = {}
        self._same: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self._once: dict[Hashable, Any] = {}
        self._resolved = lru_cache(maxsize=_RESOLVED)(self._follow)

    def once(self, make: Callable[[SiteFacts], _T]) -> _T:
        """Return what `make` works out of this site, worked out when first asked for."""
        if make not in self._once:
            self._once[make] = make(self)
        return cast("_T", self._once[make])

    def remember(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what `make` gives, made when `key` is first asked for."""
        if key not in self._once:
            self._once[key] = make()
        return cast("_T", self._once[key])

    def page(self, url: str) -> PageFacts | None:
        """Understand the page `url` (of the site, or an external target); None where none is held."""
        if url not in self.shelf:
            self.shelf.put(url, read_held(self.snapshot, url)[0])
        return self.shelf[url]

    def glance(self, url: str) -> Glance | None:
        """Return the few words on a page that are kept of every page; None where none is held."""
        if url not in self._glances:
            page = self.page(url)
            self._keep(url, glance_of(page) if page is not None else None)
        return self._glances[url]

    def glances(self) -> Iterator[Glance]:
        """Yield the few words on each of the site's own pages, nearest to home first."""
        found = (self.glance(fetch.url) for fetch in self.held)
        return (one for one in found if one is not None)

    def _keep(self, url: str, glance: Glance | None) -> None:
        """Keep a glance; trails, and names in scripts, are the same on hundreds of pages."""
        if glance is not None:
            same = self._same
            glance = Glance._make(
                same.setdefault(x, x) if isinstance(x, tuple) else x for x in glance
            )
        self._glances[url] = glance

    def read(self, url: str, also: Sequence[str] = ()) -> None:
        """Understand a page now, and look for what else is wanted of it (see `pagewise`)."""
        facts, found = read_held(self.snapshot, url, also)
        self.shelf.put(url, facts)
        self._note(url, glance_of(facts) if facts is not None else None, also, found)

    def take(
        self,
        url: str,
        packed: bytes,
        glance: Glance | None,
        also: Sequence[str],
        found: Mapping[str, Any],
    ) -> None:
        """Take in what another process has read, packed with the shelf's dictionary."""
        self.shelf.put_packed(url, packed)
        self._note(url, glance, also, found)

    def _note(
        self, url: str, glance: Glance | None, also: Sequence[str], found: Mapping[str, Any]
    ) -> None:
        self._keep(url, glance)
        self._looked[url] = also
        self._found.update({(name, url): value for name, value in found.items()})

    def has_read(self, url: str) -> bool:
        """The page was read ahead."""
        return url in self._looked

    def found(self, name: str, url: str) -> Any:
        """Return what is found of a page beside its facts (see `pagewise`), None where nothing is."""
        if name in self._looked.get(url, ()):
            return self._found.get((name, url))
        fetch = self.snapshot.fetch(url)
        return PAGEWISE[name](self.snapshot, fetch, "") if fetch is not None else None

    def data_rows(self, fetch: Fetch) -> tuple[Entry, ...]:
        """The rows of an answer that is data for a script, not a page; () where it holds none."""
        if fetch.role is not Role.PAGE or fetch.outcome is not Outcome.OK:
            return ()
        return self.remember(("data rows", fetch.url), lambda: self._data_rows(fetch))

    def _data_rows(self, fetch: Fetch) -> tuple[Entry, ...]:
        text = self.snapshot.text(fetch.url)
        # Some portals send their data as HTML.
        if fetch.is_html and text.lstrip()[:1] not in {"{", "["}:
            return ()
        resolve = Resolver("", fetch.url, fetch.encoding or "utf-8")
        return tuple(data_entries(text, fetch.content_type or "", fetch.url, resolve))

    def published(self, url: str, listed: date | None = None) -> date | None:
        """The best known day of publication of what `url` leads to; `listed` is its row's date."""
        last = self.snapshot.resolve(url).last
        page = self.page(last.url) if last is not None else None
        best = settle(with_list_date(page.dates if page else (), listed)).best
        return best.value if best is not None and best.rank is not Rank.CHANGED else None

    def resolve(self, url: str) -> Resolved:
        """Follow a URL through redirects, and through pages that only jump on."""
        return self._resolved(url)

    def _follow(self, url: str) -> Resolved:
        resolved = self.snapshot.resolve(url)
        hops = list(resolved.hops)
        for _ in range(3):
            last = resolved.last
            if last is None or not last.is_html:
                break
            jumps = [x for x in self.snapshot.links(last.url) if x.kind is LinkKind.REFRESH]
            page = self.page(last.url) if jumps else None
            if page is None or len(page.visible) >= _JUMP_TEXT:
                break
            if jumps[0].target in hops:
                break
            resolved = self.snapshot.resolve(jumps[0].target)
            hops.extend(resolved.hops)
        return Resolved(tuple(hops), resolved.last, resolved.loop)

    @cached_property
    def home(self) -> HomeState:
        """What came of the home page."""
        last = self.resolve(self.snapshot.info.home).last
        page = self.page(last.url) if last else None
        text = self.snapshot.text(last.url) if last and page else ""
        links = self.snapshot.links(last.url) if last else ()
        return home_state(last, page, text, links)

    @cached_property
    def ways(self) -> dict[str, Way]:
        """The shortest way from home to every URL."""
        return ways_from(self.snapshot, self.snapshot.info.home)

    def clicks(self, url: str) -> int | None:
        """How many clicks from home, None where no way was seen."""
        way = self.ways.get(url)
        return way.clicks if way else None

    @cached_property
    def held(self) -> tuple[Fetch, ...]:
        """The site's own pages that are held, nearest to home first."""
        pages = list(self.snapshot.pages())
        far = 1_000_000
        return tuple(sorted(pages, key=lambda f: w.clicks if (w := self.ways.get(f.url)) else far))

    @cached_property
    def link_texts(self) -> dict[tuple[str, str], str]:
        """Each short link text and its target, with the first page that shows it, nearest first."""
        found: dict[tuple[str, str], str] = {}
        for fetch in self.held:
            for link in self.snapshot.links(fetch.url):
                if link.kind is not LinkKind.REFRESH and 0 < len(link.text) <= _MAX_NAME:
                    found.setdefault((link.text, link.target), fetch.url)
        return found

    @cached_property
    def templates(self) -> frozenset[str]:
        """Targets that stand on most pages: the template's links, not a list's entries."""
        sample = self.held[:_TEMPLATE_SAMPLE]
        if len(sample) < _TEMPLATE_PAGES:
            return frozenset()
        counts: Counter[str] = Counter()
        for fetch in sample:
            counts.update({link.target for link in self.snapshot.links(fetch.url)})
        least = len(sample) * _TEMPLATE_SHARE
        return frozenset(target for target, count in counts.items() if count >= least)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the crawl took as the site's own."""
        return frozenset({host_of(self.snapshot.info.home), *self.snapshot.info.hosts})

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """What the site calls itself: the SiteName meta, the home page's title and its parts."""
        page = self.home.page
        if page is None:
            return ()
        parts = [part.strip() for part in _TITLE_PARTS.split(page.title)]
        names = [page.metas.get("sitename", ""), page.title, *parts]
        return tuple(dict.fromkeys(name[:_MAX_NAME] for name in names if name))

    @property
    def name(self) -> str:
        """The site's name; its host where it does not say."""
        return self.own_names[0] if self.own_names else host_of(self.snapshot.info.home)

    @cached_property
    def _probes_404(self) -> dict[str, list[Mapping[str, Any]]]:
        found: dict[str, list[Mapping[str, Any]]] = {}
        for probe in self.snapshot.probes("honest_404"):
            found.setdefault(probe.subject, []).append(probe.data)
        return found

    def honest_404(self, host: str) -> Sequence[Mapping[str, Any]]:
        """What the host answered to addresses that cannot exist."""
        return self._probes_404.get(host, ())

    @cached_property
    def _by_host(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for fetch in self.snapshot.fetches():
            if fetch.is_html and fetch.role in {Role.PAGE, Role.EXTERNAL}:
                found.setdefault(host_of(fetch.url), []).append(fetch.url)
        return found

    def pages_of_host(self, host: str, most: int) -> list[PageFacts]:
        """Understand up to `most` pages of a host."""
        urls = self._by_host.get(host, [])[:most]
        return [page for url in urls if (page := self.page(url)) is not None]
