"""All explanations of a site with the policies they explain; worked out once (`site.once(…)`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from checker.facts.pairs.forms import FormSeen, forms_of
from checker.facts.pairs.interpretations import explains, is_policy, pair_interpretations
from checker.facts.pairs.matching import Pair
from checker.facts.pairs.publications import Publication, in_columns, publication
from checker.facts.site import SiteFacts
from checker.facts.titles import TitleIndex
from rules.patterns import Pattern

MOST = 1500
_COLUMN = re.compile(
    r"(?:本级|本县|上级|县级|部门|图文|文字|图片|图解|视频|音频|动漫|专家|负责人|领导|媒体|政府|文件)?(?:政策)?(?:文件)?解读(?:回应|材料|文件)?"
)


@dataclass(frozen=True, slots=True)
class SiteInterpretations:
    """`cut` is true where the site has more than were read."""

    policies: tuple[Publication, ...]
    explanations: tuple[Publication, ...]
    pairs: tuple[Pair, ...]
    cut: bool

    def of_policy(self, url: str) -> list[Pair]:
        """The explanations of one policy."""
        return [pair for pair in self.pairs if pair.first == url]


def site_interpretations(site: SiteFacts) -> SiteInterpretations:
    """Find, read and pair them.  Titles choose the pages; the page's own title decides."""
    policies, cut = _pages(site, Pattern("."), is_policy)
    explanations, more = _pages(
        site, Pattern("解读|图|问|懂|发布会|说明|明白|动漫|访谈|速览|要点"), explains
    )
    if len(explanations) < MOST:
        known = {page.url for page in explanations}
        more_pages = in_columns(site, _COLUMN, MOST)
        explanations += tuple(page for page in more_pages if page.url not in known and page.stem)
    own = {page.url for page in explanations}
    policies = tuple(page for page in policies if page.url not in own)
    pairs = pair_interpretations(policies, explanations)
    return SiteInterpretations(policies, explanations, pairs, cut or more)


def forms(site: SiteFacts, page: Publication) -> tuple[FormSeen, ...]:
    """Return the forms of a page, looked at once."""
    key = ("forms", page.url)
    return site.remember(key, lambda: forms_of(site.snapshot.text(page.url), page.title))


def _pages(
    site: SiteFacts, pattern: Pattern, wanted: Callable[[str], bool]
) -> tuple[tuple[Publication, ...], bool]:
    found: dict[str, Publication] = {}
    for one in site.once(TitleIndex).search((pattern,)):
        if not wanted(one.title):
            continue
        if len(found) >= MOST:
            return tuple(found.values()), True
        page = publication(site, one.url, one.listed)
        if page is not None and page.stem and wanted(page.title):
            found.setdefault(page.url, page)
    return tuple(found.values()), False
