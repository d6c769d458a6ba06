"""Know a host's answer to nonsense again: the page it shows, with 200, for what does not exist.

A host whose ordinary pages look like that answer has no such mark, and nothing is said of it.
"""

from __future__ import annotations

from checker.facts.dates import Rank
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.facts.soft_errors import looks_missing
from checker.facts.urls import host_of

_MOST = 0.5
_SAMPLE = 12


def published(page: PageFacts) -> bool:
    """The page says when it was published, or that it is an article."""
    return page.article or any(date.rank is Rank.BODY for date in page.dates)


def is_home_again(site: SiteFacts, page: PageFacts) -> bool:
    """The page is the portal's home page, or the same as the home page of its host."""
    homes = [site.home.page, site.page(page.url[: page.url.find("/", 8)] + "/")]
    return any(
        home is not None and (home.title, home.visible) == (page.title, page.visible)
        for home in homes
    )


class ErrorPages:
    """The error pages of all hosts of a snapshot; each host's other pages are looked at once."""

    def __init__(self, site: SiteFacts) -> None:
        """Nothing is compared yet."""
        self._site = site
        self._alike: dict[tuple[str, int], tuple[frozenset[str], int]] = {}

    def shows(self, page: PageFacts) -> bool:
        """The page is what its host answers to addresses that cannot exist."""
        if published(page) or page.script_only or page.image_only or page.attachments:
            return False  # content of its own, or content that is not in its text
        host = host_of(page.url)
        for number, probe in enumerate(self._site.honest_404(host)):
            if looks_missing(page.title, page.visible, probe):
                alike, sample = self._sample(host, number)
                others = sample - 1 if page.url in alike else sample
                return len(alike - {page.url}) <= others * _MOST
        return False

    def _sample(self, host: str, number: int) -> tuple[frozenset[str], int]:
        """Return which of some pages of the host look like its error page, and how many those are."""
        key = (host, number)
        if key not in self._alike:
            probe = self._site.honest_404(host)[number]
            pages = self._site.pages_of_host(host, _SAMPLE)
            alike = (page.url for page in pages if looks_missing(page.title, page.visible, probe))
            self._alike[key] = (frozenset(alike), len(pages))
        return self._alike[key]
