"""All consultations of a site with their answers; worked out once (`site.once(site_feedback)`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.facts.pairs.feedback import Consultation, answers, asks, consultation, pair_feedback
from checker.facts.pairs.matching import Pair
from checker.facts.pairs.publications import Publication, publication
from checker.facts.site import SiteFacts
from checker.facts.titles import TitleIndex

MOST = 600
_ABOUT = (re.compile("意见|建议|征求|征集"),)


@dataclass(frozen=True, slots=True)
class SiteFeedback:
    """`cut` is true where the site has more than were read."""

    asked: tuple[Consultation, ...]
    answered: tuple[Publication, ...]
    pairs: tuple[Pair, ...]
    cut: bool

    def partner(self, url: str) -> Pair | None:
        """The pair whose question stands at `url`."""
        return next((pair for pair in self.pairs if pair.first == url), None)


def site_feedback(site: SiteFacts) -> SiteFeedback:
    """Find, read and pair them.  Titles choose the pages; the page's own title decides."""
    asked: dict[str, Publication] = {}
    answered: dict[str, Publication] = {}
    titled = site.once(TitleIndex).search(_ABOUT)
    for one in titled:
        if len(asked) + len(answered) >= MOST:
            break
        page = publication(site, one.url, one.listed)
        if page is None or page.url in asked or page.url in answered or not page.stem:
            continue
        if answers(page.title):
            answered[page.url] = page
        elif asks(page.title):
            asked[page.url] = page
    questions = tuple(consultation(page) for page in asked.values())
    replies = tuple(answered.values())
    cut = len(asked) + len(answered) >= MOST
    return SiteFeedback(questions, replies, pair_feedback(questions, replies), cut)
