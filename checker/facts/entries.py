"""The entries of a page's lists: rows of one title each, mostly with a date.

Rows of menus, side lists, footers and pagers are none.  Whether an entry is what a rule looks for is
not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checker.facts.groups import Groups, Standing
from checker.facts.markup import Markup, read_markup
from checker.facts.names import normal
from checker.facts.outline import Outline
from checker.facts.row_dates import RowDate, RowDates
from checker.facts.row_years import with_years
from checker.facts.rows import Row, read_rows
from checker.facts.urls import is_directory, is_home
from crawler.snapshot import records

_PLACEHOLDER = re.compile(r"^(?:暂无|无|空|建设中|正在建设|栏目建设|测试|test)", re.IGNORECASE)
_FOOTER = re.compile(r"ICP备|公网安备|网站地图|联系我们|主办单位|技术支持|网站标识码")
_PIN = re.compile(r"[置固]\s?顶|[\[【(（]\s*顶\s*[\]】)）]")
_PIN_BOX = re.compile(r"顶|top|置顶", re.IGNORECASE)
_LONGEST_PIN = 4
_PIN_REACH = 8
_SHORT_TITLE = 6
_LONG_TITLE = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One row.  `url` is None where only a script knows it; `stamp` is the date as it stands.

    `year_from` is "" where the year stands in the row, else where it was taken from (`url`: the
    row's own address; `neighbours`: the dated rows around it).  `others` are the row's further links
    (text, url): downloads, interpretations.
    """

    title: str
    url: str | None
    date: date | None = None
    stamp: str = ""
    pinned: bool = False
    year_from: str = ""
    path: str = ""
    others: tuple[tuple[str, str | None], ...] = ()

    @property
    def placeholder(self) -> bool:
        """The row says that there is nothing yet (暂无内容, 建设中)."""
        return bool(_PLACEHOLDER.match(self.title))


@dataclass(frozen=True, slots=True)
class Lists:
    """What a page lists: its entries, and the rows of lists beside them (热点, 相关阅读).

    `stretches` are where dated rows stand in the page's text.  `unsure` are those of `beside` that could be
    the page's own, by address or title.
    """

    entries: tuple[Entry, ...] = ()
    beside: tuple[Entry, ...] = ()
    stretches: tuple[tuple[int, int], ...] = ()
    unsure: tuple[str, ...] = ()

    def all_beside(self) -> Lists:
        """Return the same rows as those of a page that has no list of its own."""
        return replace(self, entries=(), beside=(*self.entries, *self.beside))


def read_lists(markup: Markup, resolve: Callable[[str], str | None], page: str = "") -> Lists:
    """Return the rows of the main part and of a jpage data store, in order, each once.

    `page` is the page's own address.
    """
    rows = read_rows(markup)
    urls = [resolve(row.link.href) for row in rows]
    dates = RowDates(markup, rows).read()
    with_years(dates, rows, urls)
    groups = Groups(markup, rows, dates, urls, page)
    found: dict[tuple[str, str | None], Entry] = {}
    beside: dict[tuple[str, str | None], Entry] = {}
    stretches = []
    unsure: list[str] = []
    for row, url, when in zip(rows, urls, dates, strict=True):
        if when.stamp:
            start, end = when.beside or (row.start, row.end)
            stretches.append((min(start, row.start), max(end, row.end)))
        standing = groups.standing(row, dated=bool(when.stamp))
        if standing is Standing.MENU or (
            not (when.stamp or groups.dated(row)) and not _looks_like_an_entry(row, url)
        ):
            continue
        entry = _entry(markup, row, url, when, resolve)
        if standing is Standing.UNSURE:
            unsure.append(entry.url or entry.title)
        kept = found if standing is Standing.OWN else beside
        kept.setdefault((normal(entry.title), entry.url), entry)
    stored = stored_entries(markup.html, resolve)
    if any(entry.stamp for entry in stored):
        # The page's own list waits for a script; undated rows around it are none of it.
        beside |= {key: entry for key, entry in found.items() if not entry.stamp}
        found = {key: entry for key, entry in found.items() if entry.stamp}
    for entry in stored:
        found.setdefault((normal(entry.title), entry.url), entry)
    return Lists(
        tuple(found.values()), tuple(beside.values()), tuple(sorted(stretches)), tuple(unsure)
    )


def stored_entries(
    text: str, resolve: Callable[[str], str | None], fragments: Sequence[str] | None = None
) -> list[Entry]:
    """Return the rows that stand as CDATA in `<datastore>`, for a script to show (Hanweb jpage)."""
    found = []
    for fragment in records(text) if fragments is None else fragments:
        wrapped = f"<table>{fragment}</table>" if "<tr" in fragment else f"<div>{fragment}</div>"
        markup = read_markup(wrapped)
        rows = read_rows(markup)[:1]
        urls = [resolve(row.link.href) for row in rows]
        dates = RowDates(markup, rows).read()
        with_years(dates, rows, urls)
        found += [
            _entry(markup, row, url, when, resolve)
            for row, url, when in zip(rows, urls, dates, strict=True)
        ]
    return found


def _entry(
    markup: Markup,
    row: Row,
    url: str | None,
    when: RowDate,
    resolve: Callable[[str], str | None],
) -> Entry:
    return Entry(
        title=row.link.title,
        url=url,
        date=when.value,
        stamp=when.stamp,
        pinned=_pinned(markup, row),
        year_from=when.year_from,
        path=markup.outline.path(row.link.element),
        others=tuple((other.title, resolve(other.href)) for other in row.others),
    )


def _pinned(markup: Markup, row: Row) -> bool:
    outline = markup.outline
    if _PIN.search(outline.text, row.start, row.end):
        return True
    line = outline.text[max(0, row.start - _PIN_REACH) : row.start].rpartition("\n")[2]
    alone = row.box is row.link.element
    if alone and (_PIN.search(line) or _pin_before(outline, row)):
        return True
    return any(
        one.kinds.pinned
        or (one.tag == "img" and _PIN.search(one.get("alt") + one.get("title")))
        or (one.end - one.start <= _LONGEST_PIN and _PIN_BOX.fullmatch(outline.text_of(one)))
        for one in [row.box, *outline.inside(row.box)[:40]]
        if one.attributes or one.end - one.start <= _LONGEST_PIN
    )


def _pin_before(outline: Outline, row: Row) -> bool:
    """A flag stands right before the link of a row that has no box of its own."""
    link = row.link.element
    near = outline.elements[max(0, link.index - 2) : link.index]
    return any(
        one.end <= link.start
        and not outline.text[one.end : link.start].strip()
        and (
            one.kinds.pinned
            or (one.tag == "img" and _PIN.search(one.get("alt") + one.get("title")))
            or (one.end - one.start <= _LONGEST_PIN and _PIN_BOX.fullmatch(outline.text_of(one)))
        )
        for one in near
    )


def _looks_like_an_entry(row: Row, url: str | None) -> bool:
    """A row without a date: its title is long, and its address is no column's."""
    if url is None or is_home(url) or row.link.pictured or _FOOTER.search(row.link.title):
        return False
    size = len(normal(row.link.title))
    return size >= (_LONG_TITLE if is_directory(url) else _SHORT_TITLE)
