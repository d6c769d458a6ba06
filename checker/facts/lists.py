"""A column's list, joined over its pages, frames and sub-columns, with what could not be seen of it.

Bounded: a list of a thousand pages is read as far as it decides anything.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from checker.facts.drawn import why_not_drawn
from checker.facts.entries import Entry
from checker.facts.names import normal
from checker.facts.not_seen import why_not_seen
from checker.facts.page import PageFacts
from checker.facts.side_rows import SideRows
from checker.facts.site import SiteFacts
from checker.facts.urls import folder_of, host_of, is_directory
from checker.results import Reason
from crawler.snapshot import LinkKind, Role, Turns

MAX_PAGES = 60
MAX_CHILDREN = 40
_PAGER = re.compile(
    r"^(?:下一?页|后一?页|尾页|末页|最后一页|第?\s*\d{1,3}\s*页?|next|last|[>»›]{1,2})$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(.*?)(?:_\d+)?\.(s?html?|jsp|aspx?)$")


@dataclass(frozen=True, slots=True)
class Unseen:
    """A part of a list that was not seen, and why."""

    url: str
    reason: Reason
    detail: str


@dataclass(slots=True)
class ListSeen:
    """What was seen of a list.  `sure` children lie below the column; the `maybe` ones may not.

    `doubts` are no gaps, but could hide rows: they count where the list looks too short.
    """

    first: PageFacts | None = None
    entries: list[Entry] = field(default_factory=list)
    pages: list[PageFacts] = field(default_factory=list)
    rows: list[Entry] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    sure: list[str] = field(default_factory=list)
    maybe: list[str] = field(default_factory=list)
    doubts: list[Unseen] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Nothing of it was missed, as far as it says itself."""
        return self.first is not None and not self.unseen


def read_list(site: SiteFacts, url: str, name: str = "") -> ListSeen:
    """Read the list of the column `name` that begins at `url`, over its further pages and frames."""
    seen = ListSeen()
    queue, known = deque([url]), {url}
    while queue and len(seen.pages) < MAX_PAGES:
        asked = queue.popleft()
        last = site.resolve(asked).last
        page = site.page(last.url) if last else None
        rows = site.data_rows(last) if last else ()
        if rows:
            seen.rows += rows
            more = _more(site, asked)
        elif last is None or page is None:
            seen.unseen.append(Unseen(asked, *why_not_seen(last)))
            continue
        elif page.wall:
            seen.unseen.append(Unseen(last.url, Reason.BLOCKED, f"返回的是防护页面（{page.wall}）"))
            continue
        elif page in seen.pages:
            continue
        else:
            seen.first = seen.first or page
            seen.pages.append(page)
            more = [*_further(site, page), *_more(site, page.url)]
        queue.extend(target for target in dict.fromkeys(more) if target not in known)
        known.update(more)
    _join(site, seen, name)
    _missing(site, seen)
    return seen


def _more(site: SiteFacts, url: str) -> list[str]:
    """Return what a script would ask for to show more of the list."""
    return [link.target for link in site.snapshot.links(url) if link.kind is LinkKind.MORE]


def _further(site: SiteFacts, page: PageFacts) -> list[str]:
    """Return the list's other pages and its frames, as far as the page names them."""
    found = []
    for link in site.snapshot.links(page.url):
        framed = link.kind is LinkKind.FRAME and not _foreign(site, link.target)
        paged = _PAGER.match(link.text) and folder_of(link.target) == folder_of(page.url)
        if framed or paged:
            found.append(link.target)
    numbered = _NUMBERED.match(page.url if not page.url.endswith("/") else f"{page.url}index.html")
    if page.pages and numbered and numbered.group(1):
        stem, ending = numbered.groups()
        guesses = (
            f"{stem}_{number}.{ending}" for number in range(1, min(page.pages, MAX_PAGES) + 1)
        )
        found += [guess for guess in guesses if site.snapshot.fetch(guess) is not None]
    return found


def _foreign(site: SiteFacts, url: str) -> bool:
    """The address is on a host that is none of the site's own, and was not read as one."""
    last = site.resolve(url).last
    read = last is not None and last.role is Role.PAGE
    return not read and host_of(url) not in site.hosts


def _join(site: SiteFacts, seen: ListSeen, name: str) -> None:
    joined: dict[tuple[str, str | None], Entry] = {}
    own = {page.url for page in seen.pages}
    for page in seen.pages:
        for entry in page.entries:
            if entry.url not in own and (entry.url is None or entry.url not in site.templates):
                joined.setdefault((normal(entry.title), entry.url), entry)
        for target in sorted(page.main_targets - site.templates - own):
            _child(site, seen, target, name)
    _beside(site, seen, name)
    for entry in seen.rows:
        joined.setdefault((normal(entry.title), entry.url), entry)
    seen.entries = list(joined.values())


def _beside(site: SiteFacts, seen: ListSeen, name: str) -> None:
    """Sort in the links of the column's own menus: those that neither home nor its parent shows."""
    first = seen.first
    if first is None:
        return
    way, home = site.ways.get(first.url), site.home.fetch
    elsewhere = {url for url in (way and way.page, home and home.url) if url}
    known = {link.target for url in elsewhere for link in site.snapshot.links(url)}
    known |= {page.url for page in seen.pages} | elsewhere | site.templates | first.main_targets
    for target in sorted({link.target for link in site.snapshot.links(first.url)} - known):
        _child(site, seen, target, name)


def _child(site: SiteFacts, seen: ListSeen, target: str, name: str) -> None:
    """Sort a link of the column page in as a sub-column, if it may be one.

    Where addresses are numbers (list.asp?id=7) the linked page's own trail tells: it names the column.
    """
    first = seen.first
    fetch = site.snapshot.fetch(target)
    if first is None or fetch is None or fetch.role is not Role.PAGE:
        return
    if target in seen.sure or target in seen.maybe:
        return
    last = site.resolve(target).last
    page = site.glance(last.url) if last else None
    trail = {normal(step) for step in page.breadcrumb[:-1]} if page else set()
    told = bool(trail & ({normal(name), normal(first.column_name)} - {""}))
    if told and page is not None and page.listed and not page.article:
        _sure(seen, target)
        return
    if not is_directory(target):
        return
    folder, own = folder_of(target), folder_of(first.url)
    if folder == own or own.startswith(folder):
        return
    below = is_directory(first.url) and folder.startswith(own) and own.count("/") > 1
    if below or told:
        _sure(seen, target)
    elif len(seen.maybe) < MAX_CHILDREN:
        seen.maybe.append(target)


def _sure(seen: ListSeen, target: str) -> None:
    if len(seen.sure) < MAX_CHILDREN:
        seen.sure.append(target)


def _doubt(site: SiteFacts, seen: ListSeen, first: PageFacts) -> None:
    """Note what on the page could bring more rows than the source shows."""
    single = first.pages == 1
    if not (single or seen.rows or len(seen.pages) > 1):
        if first.turns is Turns.YES:
            what = "列表由脚本翻页，只看到第一页"
            seen.unseen.append(Unseen(first.url, Reason.SCRIPT_ONLY, what))
        elif first.turns is Turns.MAYBE:
            what = "列表可能由脚本翻页，只看到第一页"
            seen.doubts.append(Unseen(first.url, Reason.SCRIPT_ONLY, what))
    if any(page.draws for page in seen.pages):
        what = "栏目页的脚本会读取数据，列表可能由脚本生成"
        seen.doubts.append(Unseen(first.url, Reason.SCRIPT_ONLY, what))
    unsure = [row for page in seen.pages for row in page.unsure]
    aside = sum(not site.once(SideRows).everywhere(row) for row in unsure)
    if aside:
        what = f"页面上另有 {aside} 条信息，看不出是否属于本栏目的列表"
        seen.doubts.append(Unseen(first.url, Reason.ASSISTED, what))
    for page in seen.pages:
        for link in site.snapshot.links(page.url):
            if link.kind is LinkKind.FRAME and _foreign(site, link.target):
                what = "栏目页嵌有其他网站的网页，没有读取其内容"
                seen.doubts.append(Unseen(link.target, Reason.ASSISTED, what))


def _missing(site: SiteFacts, seen: ListSeen) -> None:
    """Note what the list says it holds beyond what was seen."""
    if seen.first is None:
        return
    url = seen.first.url
    if len(seen.pages) >= MAX_PAGES:
        seen.unseen.append(Unseen(url, Reason.BUDGET, f"列表超过 {MAX_PAGES} 页，只看了前面的"))
    hidden = [page for page in seen.pages if page.script_only]
    if hidden:
        what = "列表由脚本生成，" + (
            "浏览器没有完整显示，看不到条目" if hidden[0].drawn else "源码中没有条目"
        )
        what += why_not_drawn(site.snapshot.fetch(hidden[0].url))
        seen.unseen.append(Unseen(url, Reason.SCRIPT_ONLY, what))
    _doubt(site, seen, seen.first)
    records, pages = seen.first.records or 0, seen.first.pages or 0
    read = sum(len(page.entries) for page in seen.pages) + len(seen.rows)
    if records > len(seen.entries) and records > read:
        detail = f"列表共 {records} 条，源码中只有 {len(seen.entries)} 条，其余由脚本翻页"
        seen.unseen.append(Unseen(url, Reason.SCRIPT_ONLY, detail))
    elif pages > len(seen.pages) and not seen.unseen and not seen.rows:
        detail = f"列表共 {pages} 页，只看到 {len(seen.pages)} 页，其余由脚本翻页"
        seen.unseen.append(Unseen(url, Reason.SCRIPT_ONLY, detail))
