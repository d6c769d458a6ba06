"""Every title that the site shows, once, so that a hundred rules can each look through all of them.

Titles stand in links, in the rows of lists and over articles.  One joined text is searched, so that
a rule costs one pass and not a hundred thousand calls.  Says where a title stands; whether it is the
right one is not for here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checker.facts.documents import plain_title
from checker.facts.site import SiteFacts
from crawler.snapshot import LinkKind, Outcome, Role
from rules.patterns import Pattern

_LEAST = 4


@dataclass(frozen=True, slots=True)
class Titled:
    """A title, what it leads to, the page it stands on, and the date of its row (if it has one)."""

    title: str
    url: str
    seen_on: str
    listed: date | None = None


class TitleIndex:
    """The titles of one site; `SiteFacts.once(TitleIndex)` makes it once."""

    def __init__(self, site: SiteFacts) -> None:
        """Collect the titles; the first place where one stands counts, nearest to home first."""
        found: dict[tuple[str, str], Titled] = {}
        for one in _all(site):
            key = (plain_title(one.title), one.url)
            known = found.get(key)
            if known is None or (known.listed is None and one.listed is not None):
                found[key] = one
        self._titled = list(found.values())
        plain = [title.encode("utf-8", "replace") for title, _ in found]
        self._text = b"\n".join(plain)
        self._starts: list[int] = []
        at = 0
        for title in plain:
            self._starts.append(at)
            at += len(title) + 1

    def __len__(self) -> int:
        """How many titles there are."""
        return len(self._titled)

    def search(self, any_of: Sequence[Pattern], none_of: Sequence[Pattern] = ()) -> list[Titled]:
        """Return what is titled by one of `any_of` and none of `none_of`, in the index's order.

        A pattern sees one title at a time: `^` and `$` are its ends.
        """
        numbers = {number for pattern in any_of for number in self._numbers(pattern)}
        return [
            self._titled[number]
            for number in sorted(numbers)
            if not any(pattern.search(self._plain(number)) for pattern in none_of)
        ]

    def _numbers(self, pattern: Pattern) -> Iterator[int]:
        at, end = 0, len(self._text)
        while at <= end and (found := pattern.first(self._text, at)) is not None:
            number = bisect_right(self._starts, found) - 1
            yield number
            at = self._after(number)

    def _plain(self, number: int) -> bytes:
        return self._text[self._starts[number] : self._after(number) - 1]

    def _after(self, number: int) -> int:
        """Where the next title begins."""
        after = number + 1
        return self._starts[after] if after < len(self._starts) else len(self._text) + 1


def _all(site: SiteFacts) -> Iterable[Titled]:
    yield from _on_pages(site)
    for (text, target), page_url in site.link_texts.items():
        if len(text) >= _LEAST:
            yield Titled(text, target, page_url)
    yield from _in_data(site)


def _on_pages(site: SiteFacts) -> Iterable[Titled]:
    for one in site.glances():
        page = site.page(one.url) if one.listed else None
        for entry in page.entries if page is not None else ():
            if entry.url and len(entry.title) >= _LEAST:
                yield Titled(entry.title, entry.url, one.url, entry.date)
        if one.article or one.dated:
            yield Titled(one.heading, one.url, one.url)


def _in_data(site: SiteFacts) -> Iterable[Titled]:
    """Rows of lists that only a script shows."""
    for fetch in site.snapshot.fetches():
        if fetch.role is Role.PAGE and not fetch.is_html and fetch.outcome is Outcome.OK:
            for link in site.snapshot.links(fetch.url):
                if link.kind is LinkKind.DATA and len(link.text) >= _LEAST:
                    yield Titled(link.text, link.target, fetch.url)
