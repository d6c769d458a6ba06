"""What stands in the columns of given names: their lists joined, and what of them was not seen.

Also says why the absence of such a column could not be told.  Whether what is there is enough is
not for here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from checker.facts.breadth import too_narrow
from checker.facts.columns import Column, columns_named, scripted
from checker.facts.dates import Rank
from checker.facts.entries import Entry
from checker.facts.gaps import gaps_within, main_reason
from checker.facts.lists import ListSeen, Unseen, read_list
from checker.facts.names import NameMatch, normal
from checker.facts.not_seen import why_not_seen
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.results import Reason
from crawler.snapshot import Outcome, Role

_MOST_COLUMNS = 8
_MOST_CHILDREN = 40
_ENOUGH_ROWS = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why something that was not found may be there all the same."""

    reason: Reason
    detail: str
    url: str = ""


@dataclass(slots=True)
class ColumnLists:
    """The columns that bear one of the names, best first, and the rows of all of them, each once.

    By the column's URL, where it was read, `sizes` tells its rows and `lists_of` its list with those
    below it.  `unseen` is what of the lists was not seen, `doubts` what might hide more rows.  `beside`
    are pages that were read because the column has no rows of its own and links to them: they may be
    other columns, standing beside it.
    """

    columns: list[Column] = field(default_factory=list)
    lists: list[ListSeen] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    unseen: list[Unseen] = field(default_factory=list)
    doubts: list[Unseen] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    lists_of: dict[str, list[ListSeen]] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)

    @property
    def pages(self) -> Iterator[PageFacts]:
        """All pages of all lists."""
        return (page for one in self.lists for page in one.pages)

    def doubt(self) -> Doubt | None:
        """Why rows may be missing here; None where all were seen."""
        return _first_of([*self.unseen, *self.doubts])

    def doubt_of_newest(self) -> Doubt | None:
        """Why newer rows than those seen may be there; None where there can be none.

        A list whose first page shows its rows from the newest down hides older ones only; that says
        nothing of the other lists.
        """
        ordered = {
            page.url
            for one in self.lists
            if one.first and _newest_first(one.first)
            for page in one.pages
        }
        return _first_of([one for one in (*self.unseen, *self.doubts) if one.url not in ordered])


def _first_of(unseen: Sequence[Unseen]) -> Doubt | None:
    for one in unseen:
        return Doubt(one.reason, f"栏目没有看全：{one.detail}", one.url)
    return None


def _newest_first(page: PageFacts) -> bool:
    days = [entry.date for entry in page.entries if entry.date and not entry.pinned]
    ordered = all(later >= earlier for later, earlier in pairwise(days))
    return len(days) >= _ENOUGH_ROWS and ordered and not page.hollow and not page.script_only


def read_columns(site: SiteFacts, names: Sequence[str], exclude: Sequence[str] = ()) -> ColumnLists:
    """Find the columns so named and read their lists with what lies below them."""
    key = ("read_columns", tuple(names), tuple(exclude))
    return site.remember(key, lambda: _read_columns(site, names, exclude))


def _read_columns(site: SiteFacts, names: Sequence[str], exclude: Sequence[str]) -> ColumnLists:
    found = ColumnLists()
    home = site.home.fetch.url if site.home.fetch else None
    for column in columns_named(site, names, exclude)[: _MOST_COLUMNS * 2]:
        last = column.last
        page = site.page(last.url) if last else None
        dead = last is not None and last.outcome is Outcome.NOT_FOUND
        if dead or (page is not None and (page.url == home or is_article(page, column))):
            continue
        if len(found.columns) < _MOST_COLUMNS:
            found.columns.append(column)
            _read(site, found, column)
        elif column.match is NameMatch.EXACT:
            what = f"名为“{column.text}”的栏目多于 {_MOST_COLUMNS} 个，只看了离首页最近的"
            found.unseen.append(Unseen(column.url, Reason.BUDGET, what))
    joined: dict[tuple[str, str | None], Entry] = {}
    for one in found.lists:
        for entry in one.entries:
            joined.setdefault((normal(entry.title), entry.url), entry)
    found.entries = list(joined.values())
    return found


def is_article(page: PageFacts, column: Column) -> bool:
    """A dated page whose title only holds the name is an article about something."""
    dated = any(date.rank in {Rank.BODY, Rank.CHANGED} for date in page.dates)
    return page.article or (column.match is NameMatch.CONTAINED and dated and not page.entries)


def _read(site: SiteFacts, found: ColumnLists, column: Column) -> None:
    last = column.last
    if last is not None and last.role in {Role.EXTERNAL, Role.ATTACHMENT}:
        found.unseen.append(Unseen(column.url, Reason.ASSISTED, "栏目链接指向其他网站，没有读取"))
        return
    if last is None or site.glance(last.url) is None:
        if last is None or not last.is_html:
            found.unseen.append(Unseen(column.url, *why_not_seen(last)))
        return
    seen = read_list(site, last.url, column.text)
    below = [read_list(site, child) for child in seen.sure[:_MOST_CHILDREN]]
    beside = [] if seen.entries else seen.maybe[:_MOST_CHILDREN]
    others = [read_list(site, child) for child in beside]
    found.beside |= {page.url for one in others for page in one.pages}
    parts = [seen, *below, *others]
    found.lists += parts
    found.lists_of[column.url] = parts
    found.sizes[column.url] = sum(len(one.entries) for one in parts)
    for one in parts:
        found.unseen += one.unseen
        found.doubts += one.doubts
    if seen.first is not None and seen.first.image_only:
        found.unseen.append(Unseen(seen.first.url, Reason.IMAGE_ONLY, "栏目页的内容是图片"))


def absence_doubt(
    site: SiteFacts, names: Sequence[str], exclude: Sequence[str] = (), clicks: int = 3
) -> Doubt | None:
    """Why it cannot be said that no column within `clicks` is so named; None where it can."""
    hidden = scripted(site, names, exclude, clicks)
    if hidden:
        where, text = hidden
        return Doubt(Reason.SCRIPT_ONLY, f"“{text}”由脚本打开，源码中没有网址", where)
    gaps = gaps_within(site, clicks)
    if gaps:
        reason = main_reason([gap.reason for gap in gaps])
        detail = f"有 {len(gaps)} 个栏目页没有看到（{gaps[0].detail}）"
        return Doubt(reason, detail, gaps[0].url)
    narrow = too_narrow(site)
    return Doubt(Reason.TOO_FEW, narrow) if narrow else None
