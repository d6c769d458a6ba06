"""All consultations of a site with their answers; worked out once (`site.once(site_feedback)`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.facts.pairs.feedback import (
    Consultation,
    answers,
    answers_in_column,
    asks,
    asks_in_column,
    consultation,
    pair_feedback,
)
from checker.facts.pairs.matching import Pair
from checker.facts.pairs.publications import Publication, in_columns, is_list, publication
from checker.facts.site import SiteFacts
from checker.facts.titles import TitleIndex
from rules.patterns import Pattern

MOST = 600
_ASKING_COLUMNS = re.compile(
    r"(?:网上|民意|意见|草案|决策)?(?:意见|民意|草案)?(?:征集|征求)(?:意见|调查)?|意见征集|征求意见|调查征集|决策预公开|公众参与|草案公示"
)
_ANSWERING_COLUMNS = re.compile(
    r"(?:征集|征求意见|意见|结果)(?:结果|反馈|采纳)(?:反馈|情况)?|意见采纳情况|采纳情况|结果反馈|反馈情况|意见反馈"
)
_ABOUT = (Pattern("意见|建议|征求|征集"),)


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
    """Find, read and pair them: by titles, and by the columns in which pages stand."""
    asked: dict[str, Publication] = {}
    answered: dict[str, Publication] = {}
    for one in site.once(TitleIndex).search(_ABOUT):
        if len(asked) + len(answered) >= MOST:
            break
        page = publication(site, one.url, one.listed)
        if page is not None and not is_list(site, page.url):
            _sort(page, asked, answered)
    _by_column(site, asked, answered)
    questions = tuple(consultation(page) for page in asked.values())
    replies = tuple(answered.values())
    cut = len(asked) + len(answered) >= MOST
    return SiteFeedback(questions, replies, pair_feedback(questions, replies), cut)


def _sort(
    page: Publication, asked: dict[str, Publication], answered: dict[str, Publication]
) -> None:
    if page.url in asked or page.url in answered or not page.stem:
        return
    if answers(page.title):
        answered[page.url] = page
    elif asks(page.title):
        asked[page.url] = page


def _by_column(
    site: SiteFacts, asked: dict[str, Publication], answered: dict[str, Publication]
) -> None:
    """Add pages whose titles say nothing of opinions, but whose column and text do."""
    for page in in_columns(site, _ASKING_COLUMNS, MOST):
        _sort(page, asked, answered)
        if page.url not in answered and page.stem and asks_in_column(page):
            asked[page.url] = page
    for page in in_columns(site, _ANSWERING_COLUMNS, MOST):
        if page.url not in asked and page.stem and answers_in_column(page):
            answered[page.url] = page
