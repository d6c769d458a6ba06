"""A page as pairing sees it: title, day, issuer, numbers, text, and what it says belongs to it.

Made from the page's facts, once per page; chooses nothing and judges nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from checker.facts.glance import page_title
from checker.facts.issuers import sources_in
from checker.facts.names import normal
from checker.facts.page import PageFacts
from checker.facts.pairs.related_links import RelatedLink, related_links
from checker.facts.pairs.stems import Stem, stem
from checker.facts.site import SiteFacts
from checker.facts.urls import join

_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:字)?[〔\[(【](?:19|20)\d\d[〕\])】]\s?(?:第\s?)?\d{1,5}\s?号"
)
_YEAR = re.compile(r"[〔\[(【](?:19|20)\d\d[〕\])】]")
_LABELLED = re.compile(r"(?:文\s*号|发文字号|文件编号)\s*[:：]?\s*")
_HEAD = 300
_LIST = 5
_FOLD = str.maketrans("[(【〔", "〔〔〔〔") | str.maketrans("])】〕", "〕〕〕〕")


@dataclass(frozen=True, slots=True)
class Publication:
    """One page.  `number` is its own 文号, `numbers` all that its text names; `related` are its links."""

    url: str
    title: str
    stem: Stem
    day: date | None
    issuer: str
    number: str | None
    numbers: frozenset[str]
    text: str
    related: tuple[RelatedLink, ...]


def publication(site: SiteFacts, url: str, listed: date | None = None) -> Publication | None:
    """Understand the page `url`; None where it is not held."""
    last = site.resolve(url).last
    page = site.page(last.url) if last else None
    if page is None or last is None:
        return None
    return site.remember(("publication", last.url, listed), lambda: _made(site, page, listed))


def _made(site: SiteFacts, page: PageFacts, listed: date | None) -> Publication:
    title = page_title(page)
    html = site.snapshot.text(page.url)
    text = page.text
    numbers = numbers_in(text)
    return Publication(
        url=page.url,
        title=title,
        stem=stem(title),
        day=site.published(page.url, listed),
        issuer=next(iter(sources_in(page.visible)), "").strip("【】[]()（） "),
        number=_own_number(text),
        numbers=frozenset(numbers),
        text=text,
        related=related_links(html, lambda href: join(page.url, href)),
    )


def is_list(site: SiteFacts, url: str) -> bool:
    """The page lists other pages, as a column called 意见征集 does."""
    page = site.page(url)
    return page is not None and not page.article and len(page.entries) >= _LIST


def in_columns(site: SiteFacts, pattern: re.Pattern[str], most: int) -> list[Publication]:
    """Return the articles whose tag or trail says that they stand in a column so called."""
    found: list[Publication] = []
    for url, steps in site.once(_standing):
        if any(pattern.fullmatch(step) for step in steps):
            made = publication(site, url)
            if made is not None:
                found.append(made)
        if len(found) >= most:
            break
    return found


def _standing(site: SiteFacts) -> list[tuple[str, tuple[str, ...]]]:
    """Return what may be an article, with the names of the columns that it says it stands in."""
    found = []
    for page in site.glances():
        if page.article or (page.dated and page.listed < _LIST):
            steps = (page.column_tag, *page.breadcrumb[-3:])
            found.append((page.url, tuple(normal(step) for step in steps)))
    return found


def numbers_in(text: str) -> list[str]:
    """Return the document numbers that a text names, brackets and blanks made alike."""
    plain = unicodedata.normalize("NFKC", text)
    if not _YEAR.search(plain):  # every number holds one, and most texts hold none
        return []
    return [_alike(match.group()) for match in _NUMBER.finditer(plain)]


def _own_number(text: str) -> str | None:
    """A number behind its label, else one that stands before the running text begins."""
    plain = unicodedata.normalize("NFKC", text)
    for label in _LABELLED.finditer(plain):
        match = _NUMBER.match(plain, label.end())
        if match:
            return _alike(match.group())
    if not _YEAR.search(plain[:_HEAD]):
        return None
    for match in _NUMBER.finditer(plain[:_HEAD]):
        if plain[match.end() : match.end() + 1] not in {")", "文", "、", "精", "的"}:
            return _alike(match.group())
    return None


def _alike(number: str) -> str:
    return "".join(number.split()).translate(_FOLD).replace("〕第", "〕")
