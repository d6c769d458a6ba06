"""Find documents by their titles: in lists, link texts and the headings of pages.

Says under which title and where a document was seen.  Whether it is the right one, in time or
complete is not for here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checker.facts.entries import Entry
from checker.facts.site import SiteFacts
from crawler.snapshot import LinkKind
from rules.patterns import Pattern

CUT = re.compile(r"(?:(?<!\.)\.{2,}|(?<!…)…+|(?<!⋯)⋯+)\s*$")
_LEAST = 6
_MOST = 200  # no title is longer; a pattern's cost grows with what it is tried on
# Zero is typed as U+3007, as one of two circles, as a Latin or Cyrillic letter O, or written out.
_ZEROS = "\u3007\u25cb\u25ef\u041eOo零"
_CHINESE_YEAR = re.compile(rf"[一二][{_ZEROS}0一二三四五六七八九]{{3}}(?=年|度)")
_DIGITS = str.maketrans(f"一二三四五六七八九{_ZEROS}", "1234567890000000")


@dataclass(frozen=True, slots=True)
class Hit:
    """A title that was asked for, and the document's URL; `listed` is the list page's date."""

    title: str
    url: str
    seen_on: str
    listed: date | None = None
    in_column: bool = False


@dataclass(frozen=True, slots=True)
class TitlePatterns:
    """What a title must say (one of `any_of`) and must not say (all of `none_of`)."""

    any_of: tuple[Pattern, ...]
    none_of: tuple[Pattern, ...]

    @classmethod
    def of(cls, any_of: Sequence[str], none_of: Sequence[str], year: int) -> TitlePatterns:
        """Compile the patterns, `{year}` filled in."""
        return cls(
            tuple(Pattern(text.replace("{year}", str(year))) for text in any_of),
            tuple(Pattern(text.replace("{year}", str(year))) for text in none_of),
        )

    def wants(self, title: str) -> bool:
        """The title is of the wanted kind."""
        plain = plain_title(title)
        return not self._refuses(plain) and any(p.search(plain) for p in self.any_of)

    def refuses(self, title: str) -> bool:
        """The title is of a kind that only looks alike."""
        return self._refuses(plain_title(title))

    def _refuses(self, plain: str) -> bool:
        return any(pattern.search(plain) for pattern in self.none_of)


def plain_title(title: str) -> str:
    """Fold width, write 二〇二五年 as 2025年, drop white space, as titles are broken anywhere."""
    plain = "".join(unicodedata.normalize("NFKC", title[: _MOST * 2]).split())[:_MOST]
    return _CHINESE_YEAR.sub(lambda year: year.group().translate(_DIGITS), plain)


def find_documents(
    site: SiteFacts, patterns: TitlePatterns, filed: Iterable[tuple[str, Entry]]
) -> list[Hit]:
    """Return the documents so titled, those `filed` in their columns (page, entry) first."""
    hits: dict[str, Hit] = {}
    for hit in [*_filed(filed), *_linked(site), *_headed(site)]:
        if patterns.wants(hit.title):
            hits.setdefault(_key(site, hit.url), hit)
    return list(hits.values())


def cut_titles(site: SiteFacts, year: int, words: Sequence[str]) -> list[Hit]:
    """Return link texts that were cut short after naming the year and one of the words."""
    return [
        hit
        for hit in _linked(site)
        if CUT.search(hit.title)
        and str(year) in plain_title(hit.title)
        and any(w in hit.title for w in words)
    ]


def _key(site: SiteFacts, url: str) -> str:
    last = site.snapshot.resolve(url).last
    return last.url if last else url


def _filed(filed: Iterable[tuple[str, Entry]]) -> Iterator[Hit]:
    for page, entry in filed:
        if entry.url:
            yield Hit(entry.title, entry.url, page, entry.date, in_column=True)


def _linked(site: SiteFacts) -> list[Hit]:
    """Return the links that could be titles, each once, with the first page that shows it."""
    return site.once(_all_linked)


def _all_linked(site: SiteFacts) -> list[Hit]:
    found: dict[tuple[str, str], Hit] = {}
    for page in site.held:
        for link in site.snapshot.links(page.url):
            if len(link.text) >= _LEAST and link.kind is not LinkKind.REFRESH:
                key = link.text, link.target
                if key not in found:
                    found[key] = Hit(link.text, link.target, page.url)
    return list(found.values())


def _headed(site: SiteFacts) -> list[Hit]:
    """Return the pages by their own titles."""
    return site.once(_all_headed)


def _all_headed(site: SiteFacts) -> list[Hit]:
    return [Hit(one.heading, one.url, one.url) for one in site.glances()]
