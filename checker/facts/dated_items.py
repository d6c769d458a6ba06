"""The items of a list with the day each was published, and what can be said of the newest.

Opens the pages of rows that show no date.  Whether the newest is new enough is not for here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from checker.facts.column_lists import ColumnLists, Doubt
from checker.facts.documents import plain_title
from checker.facts.site import SiteFacts
from checker.facts.titles import Titled
from checker.results import Reason

MOST_OPENED = 400


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its title, where it leads, the page it stands on, and its day (None: not shown)."""

    title: str
    url: str
    seen_on: str
    day: date | None


def items_of(
    site: SiteFacts, lists: ColumnLists | None, titled: Sequence[Titled], as_of: date
) -> list[Item]:
    """Join the rows of columns and the titles found elsewhere, each document once, newest first.

    A day after `as_of` is no day of publication; rows that are placeholders are no items.
    """
    rows: Iterable[tuple[str, str, str, date | None]] = (
        *((t.title, t.url, t.seen_on, t.listed) for t in titled),
        *_rows(lists),
    )
    found: dict[tuple[str, str], Item] = {}
    opened = 0
    for title, url, seen_on, listed in rows:
        key = (plain_title(title), _target(site, url))
        if key in found and found[key].day is not None:
            continue
        day = listed
        if day is None and opened < MOST_OPENED:
            opened += 1
            day = site.published(url)
        found[key] = Item(title, url, seen_on, day if day is None or day <= as_of else None)
    return sorted(found.values(), key=lambda item: item.day or date.min, reverse=True)


def too_few_dated(items: Sequence[Item]) -> Doubt | None:
    """Why the newest dated item need not be the newest: so many show no day at all."""
    undated = sum(item.day is None for item in items)
    if not undated or undated * 2 < len(items):
        return None
    return Doubt(Reason.TOO_FEW, f"{len(items)} 条信息中有 {undated} 条没有看到日期")


def _rows(lists: ColumnLists | None) -> Iterable[tuple[str, str, str, date | None]]:
    for one in lists.lists if lists else ():
        where = one.first.url if one.first else ""
        for entry in one.entries:
            if not entry.placeholder:
                yield entry.title, entry.url or where, where, entry.date


def _target(site: SiteFacts, url: str) -> str:
    last = site.snapshot.resolve(url).last
    return last.url if last else url
