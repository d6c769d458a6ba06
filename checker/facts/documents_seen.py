"""The documents that a demand is about, opened: what each says, or why it was not read.

Chosen by titles, by the columns they stand in, or both.  Says nothing of whether they are good.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from checker.facts.column_lists import ColumnLists, Doubt, absence_doubt, read_columns
from checker.facts.dated_items import Item, items_of
from checker.facts.documents import plain_title
from checker.facts.gaps import all_gaps
from checker.facts.names import normal
from checker.facts.not_seen import why_not_seen
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.facts.titles import Titled, TitleIndex
from checker.facts.urls import is_directory
from checker.results import Reason
from checker.title_params import compiled
from crawler.snapshot import Role, is_attachment

MOST = 300
_TEXT = 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which documents: titled so, standing in columns so named, not older than `days` or a day (`since`)."""

    title_any: tuple[str, ...] = ()
    title_none: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    exclude_names: tuple[str, ...] = ()
    days: int | None = None
    years_back: int = 0
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """One document.  `page` is None where it was not read, with the reason; a file has no page."""

    item: Item
    page: PageFacts | None
    unread: Doubt | None = None


@dataclass(slots=True)
class DocumentsSeen:
    """The documents, newest first; `doubt` is why there may be more of them."""

    opened: list[Opened] = field(default_factory=list)
    lists: ColumnLists | None = None
    doubt: Doubt | None = None


def choose(site: SiteFacts, wanted: Chosen, as_of: date) -> tuple[list[Item], ColumnLists | None]:
    """Return the items that are meant, newest first, without opening more than their dates need.

    With both names and titles, a title counts wherever it stands, and a row of the columns counts
    only where its title fits.
    """
    lists = read_columns(site, wanted.names, wanted.exclude_names) if wanted.names else None
    wants = compiled(wanted.title_any, as_of, wanted.years_back)
    refuses = compiled(wanted.title_none, as_of, wanted.years_back)
    if wants:
        titled = site.once(TitleIndex).search(wants, refuses)
        menu = _menu(wanted, lists)
        items = items_of(site, None, [one for one in titled if not menu(one)], as_of)
    else:
        items = [
            item
            for item in items_of(site, lists, [], as_of)
            if not any(pattern.search(plain_title(item.title)) for pattern in refuses)
        ]
    if wanted.days is not None:
        since = as_of - timedelta(days=wanted.days)
        items = [item for item in items if item.day is None or item.day >= since]
    if wanted.since is not None:
        items = [item for item in items if item.day is None or item.day >= wanted.since]
    return items, lists


def _menu(wanted: Chosen, lists: ColumnLists | None) -> Callable[[Titled], bool]:
    """Tell the name of a column, in a menu, from the title of a document that stands in it."""
    names = {normal(name) for name in wanted.names}
    urls = {column.url for column in lists.columns} if lists else set()

    def is_menu(one: Titled) -> bool:
        return one.url in urls or (normal(one.title) in names and is_directory(one.url))

    return is_menu


def open_documents(site: SiteFacts, wanted: Chosen, as_of: date) -> DocumentsSeen:
    """Choose and open documents, the newest MOST of them."""
    items, lists = choose(site, wanted, as_of)
    seen = DocumentsSeen(lists=lists, doubt=more_doubt(site, wanted, lists))
    if lists is not None and not wanted.title_any:
        own = [item for item in items if item.seen_on not in lists.beside]
        if len(own) < len(items):  # what stands in other columns is not to be accused
            detail = "栏目页链接的其他栏目里有条目，不能确定是否属于本栏目"
            seen.doubt = seen.doubt or Doubt(Reason.ASSISTED, detail, lists.columns[0].url)
        items = own or _texts(site, lists)
    elif lists is not None and not items:
        items = [item for item in _texts(site, lists) if _titled(item, wanted, as_of)]
    seen.opened = [_open(site, item) for item in _without_own_files(items)[:MOST]]
    return seen


def _without_own_files(items: list[Item]) -> list[Item]:
    """A file that hangs on one of the pages is part of that page, whatever it is called."""
    pages = {item.url for item in items}
    return [item for item in items if item.seen_on not in pages or not is_attachment(item.url)]


def _texts(site: SiteFacts, lists: ColumnLists) -> list[Item]:
    """Columns that are one page of text, without rows, are documents themselves."""
    pages = [site.page(column.last.url) for column in lists.columns if column.last]
    return [
        Item(page.own_title or page.title, page.url, page.url, None)
        for page in pages
        if page is not None and page.told >= _TEXT and not page.entries and not page.script_only
    ]


def _titled(item: Item, wanted: Chosen, as_of: date) -> bool:
    title = plain_title(item.title)
    wants = compiled(wanted.title_any, as_of, wanted.years_back)
    refuses = compiled(wanted.title_none, as_of, wanted.years_back)
    return any(p.search(title) for p in wants) and not any(p.search(title) for p in refuses)


def more_doubt(site: SiteFacts, wanted: Chosen, lists: ColumnLists | None) -> Doubt | None:
    """Why there may be documents that were not seen; None where there cannot be."""
    if lists is not None and lists.columns:
        return lists.doubt()
    doubt = absence_doubt(site, wanted.names, wanted.exclude_names)
    if doubt is None and not wanted.names:
        gaps = all_gaps(site)
        if gaps:
            detail = f"有 {len(gaps)} 个页面没有看到（{gaps[0].detail}）"
            return Doubt(gaps[0].reason, detail, gaps[0].url)
    return doubt


def _open(site: SiteFacts, item: Item) -> Opened:
    last = site.resolve(item.url).last
    if last is not None and (last.role is Role.ATTACHMENT or is_attachment(item.url)):
        return Opened(item, None, Doubt(Reason.ASSISTED, "是附件文件，没有网页正文", item.url))
    page = site.page(last.url) if last else None
    if page is None or last is None:
        return Opened(item, None, Doubt(*why_not_seen(last), item.url))
    unread = _unreadable(page)
    return Opened(item, page, unread)


def _unreadable(page: PageFacts) -> Doubt | None:
    if page.wall:
        return Doubt(Reason.BLOCKED, f"返回的是防护页面（{page.wall}）", page.url)
    if page.script_only:
        return Doubt(Reason.SCRIPT_ONLY, "正文由脚本生成", page.url)
    if page.image_only:
        return Doubt(Reason.IMAGE_ONLY, "正文是图片", page.url)
    return None


def chosen_of(  # the fields that checks share, as their parameters name them
    title_any: Sequence[str],
    title_none: Sequence[str],
    names: Sequence[str],
    exclude_names: Sequence[str],
    days: int | None,
) -> Chosen:
    """Make a choice from a check's parameters."""
    return Chosen(tuple(title_any), tuple(title_none), tuple(names), tuple(exclude_names), days)
