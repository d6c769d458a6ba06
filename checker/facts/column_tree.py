"""The columns of a site as a tree: what each is called, what lies below it, and what came of it.

Known from trails, the ColumnName tag, the home page's menu, lists and addresses.  A column's state is
what its own page shows; a list's further pages are read by `lists`.  It judges nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from checker.facts.column_state import ColumnState, state_of
from checker.facts.glance import Glance
from checker.facts.menus import menu_of
from checker.facts.names import normal
from checker.facts.page import NO_COLUMN
from checker.facts.row_titles import is_action
from checker.facts.site import SiteFacts
from checker.facts.urls import folder_of, host_of, is_directory, is_home, path_of

_INDEX = re.compile(r"/(?:index|default|list|home|main)\.(?:s?html?|jsp|aspx?|php)$", re.IGNORECASE)
_HOME_STEP = re.compile(r"^(?:网站|本站|返回)?(?:首\s?页|主页|home)$", re.IGNORECASE)
_LONGEST_NAME = 20
_LEAST_NAME = 2
_LEAST_ROWS = 3


class Told(StrEnum):
    """What told that there is such a column; the surer first."""

    TRAIL = "当前位置"
    TAG = "ColumnName 标签"
    MENU = "导航"
    LIST = "列表页"
    LINK = "链接"


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column.  `names` are all it goes by, the most used first; `clicks` None: no way was seen."""

    name: str
    url: str
    parent: str | None
    names: tuple[str, ...]
    told: tuple[Told, ...]
    clicks: int | None
    state: ColumnState
    detail: str
    entries: int
    below: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    url: str
    names: Counter[str] = field(default_factory=Counter)
    parents: Counter[str] = field(default_factory=Counter)
    told: set[Told] = field(default_factory=set)


class ColumnTree:
    """The columns of one site; made once (`site.once(ColumnTree)`)."""

    def __init__(self, site: SiteFacts) -> None:
        """Read all pages that are held."""
        self._site = site
        home = site.home.fetch
        self._home = _key(home.url if home else site.snapshot.info.home)
        self._nodes: dict[str, _Node] = {}
        self._same: dict[str, str] = {}
        self._from_menu()
        for page in site.glances():
            if _key(page.url) != self._home:
                self._from_page(page)
        self._merge_pages()
        self._parents = {key: self._parent(key) for key in self._nodes}
        self._below: dict[str, list[str]] = {}
        for key, parent in self._parents.items():
            self._below.setdefault(parent or "", []).append(key)

    def of(self, url: str) -> ColumnSeen | None:
        """Return the column at `url`, None where there is none."""
        key = self._same.get(_key(url), _key(url))
        node = self._nodes.get(key)
        return self._seen(key, node) if node is not None else None

    def below(self, url: str) -> tuple[ColumnSeen, ...]:
        """Return the columns right below the one at `url`; below the home page: the first level."""
        keys = self._below.get(_key(url), [])
        return tuple(self._seen(key, self._nodes[key]) for key in keys)

    def all(self) -> Iterator[ColumnSeen]:
        """Yield all columns, each before what lies below it."""
        waiting = [*self._below.get(self._home, []), *self._below.get("", [])]
        done: set[str] = set()
        while waiting:
            key = waiting.pop(0)
            if key in done:
                continue
            done.add(key)
            yield self._seen(key, self._nodes[key])
            waiting[:0] = self._below.get(key, [])

    def _seen(self, key: str, node: _Node) -> ColumnSeen:
        site = self._site
        below = tuple(self._nodes[child].url for child in self._below.get(key, []))
        state, detail, entries = state_of(site, node.url, has_below=bool(below))
        names = tuple(name for name, _ in node.names.most_common())
        parent = self._parents[key]
        return ColumnSeen(
            name=names[0] if names else "",
            url=node.url,
            parent=self._nodes[parent].url if parent in self._nodes else None,
            names=names,
            told=tuple(sorted(node.told, key=list(Told).index)),
            clicks=site.clicks(node.url),
            state=state,
            detail=detail,
            entries=entries,
            below=below,
        )

    def _add(self, url: str, name: str, told: Told, weight: int = 1) -> _Node | None:
        key = _key(url)
        plain = normal(name)
        if key == self._home or not plain or len(name) > _LONGEST_NAME * 2:
            return None
        node = self._nodes.setdefault(key, _Node(url))
        node.names[name] += weight
        node.told.add(told)
        return node

    def _from_menu(self) -> None:
        home = self._site.home.fetch
        if home is None:
            return
        text = self._site.snapshot.text(home.url)
        for one in menu_of(text, home.url, home.encoding or "utf-8"):
            if not self._may_be_column(one.url, one.name):
                continue
            node = self._add(one.url, one.name, Told.MENU, 2)
            if node is not None and one.parent is not None:
                node.parents[_key(one.parent)] += 1

    def _may_be_column(self, url: str, name: str) -> bool:
        """A menu's item: a short name that leads to no article and to no home page of the site."""
        if not _LEAST_NAME <= len(normal(name)) <= _LONGEST_NAME or is_home(url):
            return False
        fetch = self._site.snapshot.fetch(url)
        page = self._site.glance(url) if fetch is not None and fetch.is_html else None
        return is_directory(url) or (page is not None and not page.article)

    def _from_page(self, page: Glance) -> None:
        chain = list(zip(page.breadcrumb, page.trail_targets, strict=True))
        if chain and _HOME_STEP.match(chain[0][0]):
            chain = chain[1:]
        if chain and chain[-1][0] in NO_COLUMN:
            chain = chain[:-1]
        if not page.article and chain and chain[-1][1] is None and self._is_list(page):
            chain[-1] = (chain[-1][0], page.url)
        above: str | None = self._home
        for name, target in chain:
            if target is None or host_of(target) not in self._site.hosts:
                above = None
                continue
            node = self._add(target, name, Told.TRAIL)
            if node is not None and above is not None:
                node.parents[above] += 1
            above = _key(target)
        if not page.article and self._is_list(page):
            named = page.column_tag
            if named and normal(named) != normal(page.site_tag):
                self._add(page.url, named, Told.TAG, 3)
            elif _key(page.url) not in self._nodes and page.listed >= _LEAST_ROWS:
                way = self._site.ways.get(page.url)
                self._add(page.url, way.text if way else "", Told.LIST)

    def _merge_pages(self) -> None:
        """Count the further pages of a list to the column that the list begins with."""
        first: dict[str, list[str]] = {}
        far = 1_000_000

        def nearness(key: str) -> tuple[int, int, str]:
            clicks = self._site.clicks(self._nodes[key].url)
            return far if clicks is None else clicks, len(key), key

        for key in sorted(self._nodes, key=nearness):
            node = self._nodes[key]
            name = node.names.most_common(1)[0][0]
            alike = first.setdefault(normal(name), [])
            kept = next((one for one in alike if _one_list(self._nodes[one].url, node.url)), None)
            if kept is not None:
                self._nodes[kept].told |= node.told
                self._same[key] = kept
            elif is_action(name):
                self._same[key] = self._home
            else:
                alike.append(key)
        for key in self._same:
            del self._nodes[key]

    def _is_list(self, page: Glance) -> bool:
        return is_directory(page.url) or bool(page.listed) or page.script_only

    def _parent(self, key: str) -> str | None:
        """Return the column above: by trails and menus, else by the address, else the home page."""
        node = self._nodes[key]
        for parent, _ in node.parents.most_common():
            if parent != key and (parent == self._home or parent in self._nodes):
                return parent
        folder = folder_of(node.url)
        scheme = node.url[: node.url.find("//") + 2]
        while folder.count("/") > 1:
            above = _key(scheme + folder)
            if above != key and above in self._nodes:
                return above
            folder = folder.rstrip("/").rpartition("/")[0] + "/"
        return self._home


def _one_list(first: str, further: str) -> bool:
    """Two columns of one name are one list: their pages lie in one folder, or in one named alike."""
    own, other = folder_of(first), folder_of(further)
    stem = own + path_of(first).rpartition("/")[2].partition(".")[0] + "/"
    return other in {own, stem}


def _key(url: str) -> str:
    """Return what the spellings of one column have in common: a folder and its index page."""
    bare = _INDEX.sub("/", url.partition("#")[0])
    return bare.partition("://")[2] or bare
