"""Rows of a column that could be a document of a year, though their titles do not say so.

A row says its year in its title, else beside it (2025年 | 下载), else in its address.  Only a row
that names other years is certainly another year's.  Whether it is the document, a person must see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from checker.facts.dates import first_date, without_dates
from checker.facts.documents import CUT, Hit, plain_title
from checker.facts.entries import Entry
from checker.facts.markup import read_markup
from checker.facts.outline import Element, Outline
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.facts.urls import is_directory, join, path_of
from crawler.snapshot import is_attachment

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MOST_LINKS = 500
_CLIMB = 4
_ROW_ROOM = 200


def years_in(text: str) -> set[int]:
    """Return the years that a text names, in Arabic or Chinese numerals; days are no years."""
    return {int(year) for year in _YEAR.findall(plain_title(without_dates(text)))}


def likely_rows(
    site: SiteFacts, pages: Sequence[PageFacts], kind: Callable[[str], bool], year: int
) -> list[Hit]:
    """Return the rows of a column's pages that may be the document of `year`.

    `kind` says whether a title without a year is that of such a document.
    """
    own = {page.url for page in pages}
    found: dict[tuple[str, str], Hit] = {}
    for page in pages:
        for entry, beside in [*((e, "") for e in page.entries), *_loose(site, page)]:
            url = entry.url or page.url
            passed = entry.url is not None and _elsewhere(site, entry, own)
            if not passed and _likely(entry, beside, kind, year):
                hit = Hit(entry.title, url, page.url, entry.date, in_column=True)
                found.setdefault((entry.title, url), hit)
    return list(found.values())


def is_the_document(page: PageFacts, least_chars: int, year: int) -> bool:
    """The column shows no list, but a text that speaks of the year."""
    return not page.entries and page.body_chars >= least_chars and year in years_in_text(page.text)


def years_in_text(text: str) -> set[int]:
    """Return the years that a long text names."""
    return {year for part in _parts(text) for year in years_in(part)}


def _parts(text: str) -> Iterator[str]:
    for start in range(0, len(text), 150):
        yield text[start : start + 160]  # a year may stand across the cut


def _elsewhere(site: SiteFacts, entry: Entry, own: Iterable[str]) -> bool:
    """The link leads to this column again, into the template, or to another list that was seen."""
    if entry.url is None:
        return False
    last = site.resolve(entry.url).last
    page = site.page(last.url) if last else None
    if entry.url in site.templates:
        return True
    listing = is_directory(entry.url) or (page is not None and bool(page.entries))
    if last is not None and last.url in own:
        return listing
    return listing and page is not None and not years_in(entry.title)


def _likely(entry: Entry, beside: str, kind: Callable[[str], bool], year: int) -> bool:
    said = years_in(entry.title)
    if said:
        return year in said
    if entry.date is not None and entry.date.year <= year:
        return False
    near = years_in(beside)
    if near:
        return year in near
    if CUT.search(plain_title(entry.title)) or kind(entry.title):
        return True
    if entry.date is not None and entry.date.year == year + 1:
        return True
    if entry.url is None:
        return False
    named = years_in(path_of(entry.url).rpartition("/")[2])
    return year in named or (not named and is_attachment(entry.url))


def _loose(site: SiteFacts, page: PageFacts) -> Iterator[tuple[Entry, str]]:
    """Every link of the main part, however short its text, with what stands in its row."""
    markup = read_markup(site.snapshot.text(page.url))
    outline = markup.outline
    base = join(page.url, markup.head.base) or page.url if markup.head.base else page.url
    anchors = (anchor for anchor in outline.anchors if not markup.template.has(anchor))
    for anchor in islice(anchors, _MOST_LINKS):
        text = " ".join(outline.text_of(anchor).split())
        title = " ".join(anchor.get("title").split()) or text
        url = join(base, anchor.get("href"))
        if title and url:
            row = _row_text(outline, anchor)
            yield Entry(title[:_ROW_ROOM], url, first_date(row)), row.replace(text, " ", 1)


def _row_text(outline: Outline, anchor: Element) -> str:
    """Return what the link's row says, "" where it stands in none."""
    for element in islice(outline.above(anchor), _CLIMB):
        if element.tag in {"tr", "li", "dd", "p"}:
            text = " ".join(outline.text_of(element).split())
            return text if len(text) <= _ROW_ROOM else ""
    return ""
