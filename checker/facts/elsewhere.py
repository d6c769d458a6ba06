"""Platforms of other sites that this site links to: what is missing here may stand there.

Goes by the texts of links; the platforms themselves are not read.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.facts.column_lists import Doubt
from checker.facts.names import normal
from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from checker.results import Reason


def linked_elsewhere(site: SiteFacts, names: Sequence[str]) -> Doubt | None:
    """Why what is missing may stand on another site that is linked under one of these names."""
    wanted = [normal(name) for name in names]
    for text, target in site.link_texts if wanted else ():
        if host_of(target) not in site.hosts and any(name in normal(text) for name in wanted):
            return Doubt(Reason.ASSISTED, f"“{text}”在其他网站，没有核对", target)
    return None
