"""The wording of a whole site in one pass: each slip once, with the pages that show it.

A slip in the template stands on every page and is one slip.  Which list is used is an argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.facts.site import SiteFacts
from checker.facts.wording.lexicon import Lexicon, compile_lists
from checker.facts.wording.scan import Slip, scan
from rules.wording_lists import WordingList, bundled_wording

MOST_PAGES = 20
MOST_SLIPS = 2_000


@dataclass(frozen=True, slots=True)
class SiteSlip:
    """One slip, the first pages that show it, and how many do."""

    slip: Slip
    pages: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SiteWording:
    """What was found, in the order of the pages; `read` pages were looked at.  `cut`: there was more."""

    slips: tuple[SiteSlip, ...]
    read: int
    cut: bool


def site_wording(site: SiteFacts) -> SiteWording:
    """Look through all pages with the bundled lists (`site.once(site_wording)`)."""
    return wording_of(site, bundled_wording())


def wording_of(site: SiteFacts, lists: Sequence[WordingList]) -> SiteWording:
    """Look through all pages that are held: title and visible text."""
    return _search(site, compile_lists(lists))


def _search(site: SiteFacts, lexicon: Lexicon) -> SiteWording:
    found: dict[tuple[str, str], tuple[Slip, list[str]]] = {}
    counts: dict[tuple[str, str], int] = {}
    read, cut = 0, False
    for fetch in site.held:
        page = site.page(fetch.url)
        if page is None or page.wall:
            continue
        read += 1
        for key in _of_page(f"{page.title}\n{page.visible}", lexicon, found, page.url):
            counts[key] = counts.get(key, 0) + 1
        if len(found) >= MOST_SLIPS:
            cut = True
            break
    slips = tuple(SiteSlip(slip, tuple(pages), counts[key]) for key, (slip, pages) in found.items())
    return SiteWording(slips, read, cut)


def _of_page(
    text: str, lexicon: Lexicon, found: dict[tuple[str, str], tuple[Slip, list[str]]], url: str
) -> set[tuple[str, str]]:
    """Note the slips of one page; the same one twice on a page counts once."""
    keys: set[tuple[str, str]] = set()
    for slip in scan(text, lexicon):
        at = slip.excerpt.find(slip.found)
        around = slip.excerpt[max(0, at - 6) : at + len(slip.found) + 6]
        key = (slip.found, around)
        pages = found.setdefault(key, (slip, []))[1]
        if key not in keys and len(pages) < MOST_PAGES:
            pages.append(url)
        keys.add(key)
    return keys
