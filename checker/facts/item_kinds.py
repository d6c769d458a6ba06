"""Sort a list's entries by their titles: of the wanted kind, of another, or not to be told.

Only a title that plainly is something else counts against a list: one that is cut, or names no kind,
is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.facts.entries import Entry
from checker.facts.names import normal
from checker.facts.site import SiteFacts

_CUT = re.compile(r"(?:…|(?<!\.)\.{2,})\s*$")
# Kinds of information that are never what a list of documents is about.  An order to print something
# (印发…的通知) says nothing of what is printed.
_OTHER = re.compile(
    r"公告|公示|启事|召开|会议|放假|招聘|招录|招标|中标|简报|动态|讲话|调研|总结|(?<!印发)通知$|"
    r"^(?:关于我们|联系我们|网站地图|使用帮助|免责声明)"
)
_PRINTED = re.compile("印发|发布|公布|实施")
_LEAST_SHARED = 3


@dataclass(frozen=True, slots=True)
class ItemKinds:
    """`wanted` and `unclear` entries, each once; the others are left out."""

    wanted: list[Entry]
    unclear: list[Entry]


def sort_items(
    site: SiteFacts, entries: Sequence[Entry], words: Sequence[str], never: Sequence[str]
) -> ItemKinds:
    """Sort by `words`, one of which a wanted title holds (none: all are wanted), and `never`."""
    wants, nevers = [normal(word) for word in words], [normal(word) for word in never]
    wanted: dict[tuple[str, str | None], Entry] = {}
    unclear: dict[tuple[str, str | None], Entry] = {}
    for listed in entries:
        entry = _whole(site, listed)
        title = normal(entry.title)
        if entry.placeholder or any(word in title for word in nevers):
            continue
        if not wants or any(word in title for word in wants):
            wanted.setdefault((title, entry.url), entry)
        elif not _other(title):
            unclear.setdefault((title, entry.url), entry)
    return ItemKinds(list(wanted.values()), list(unclear.values()))


def _other(title: str) -> bool:
    return bool(_OTHER.search(title)) and not _PRINTED.search(title)


def _whole(site: SiteFacts, entry: Entry) -> Entry:
    """Give a row whose title is cut the title of the page that it leads to."""
    if not _CUT.search(entry.title) or entry.url is None:
        return entry
    last = site.resolve(entry.url).last
    page = site.page(last.url) if last else None
    if page is None:
        return entry
    stated = page.metas.get("articletitle")
    if stated:
        return replace(entry, title=stated)
    begin = normal(_CUT.sub("", entry.title))[:_LEAST_SHARED]
    names = {normal(name) for name in site.own_names}
    for title in page.headings:
        plain = normal(title)
        if begin and plain.startswith(begin) and plain not in names:
            return replace(entry, title=title)
    return entry
