"""Pages that say why something was put off or given up, paired with what they are about.

By titles of one stem; what such a page is worth is not for here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.facts.pairs.publications import Publication, publication
from checker.facts.pairs.stems import SAME, likeness, stem
from checker.facts.site import SiteFacts
from checker.facts.titles import TitleIndex
from rules.patterns import Pattern

_MOST = 100
# What such a title says beside the name of the matter.
_SAYS = re.compile(
    "暂缓|暂停|终止|中止|停止|不再|延期|推迟|取消|调整|制定|出台|实施|发布|决策|事项"
)


def excuse_for(site: SiteFacts, url: str, titles: Sequence[Pattern]) -> Publication | None:
    """Return the page so titled that is about the same as the page `url`, None without any."""
    asked = publication(site, url)
    if asked is None:
        return None
    for one in site.once(TitleIndex).search(titles)[:_MOST]:
        said = publication(site, one.url, one.listed)
        if said is None or said.url == asked.url:
            continue
        if likeness(asked.stem, stem(_SAYS.sub("", said.title))) >= SAME:
            return said
    return None
