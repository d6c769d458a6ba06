"""The corpora that the gate measures: made-up portals, and real pages where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator

from tests.gold.portal import build
from tests.gold.readings import Corpus, site_of
from tests.gold.styles import STYLES


def generated() -> Iterator[Corpus]:
    """One portal in each style."""
    for seed, style in enumerate(STYLES):
        portal = build(style, seed)
        yield Corpus(style.name, site_of(portal.pages, portal.truth.home), portal.truth)
