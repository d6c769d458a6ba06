"""The corpora that the gate measures: made-up portals, and real pages where they are at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.gold.corpus import Corpus, site_of
from tests.gold.portal import build
from tests.gold.styles import STYLES, Style
from tests.gold.truth import EntryTruth, LetterTruth, PageTruth, SiteTruth

LABELS = Path(__file__).with_name("real")
PAGES = Path(__file__).parents[3] / "shared" / "realdata"


def generated(styles: Sequence[Style] = STYLES) -> Iterator[Corpus]:
    """One portal in each style."""
    for style in styles:
        seed = STYLES.index(style)
        portal = build(style, seed)
        yield Corpus(style.name, site_of(portal.pages, portal.truth.home), portal.truth)


def real() -> Iterator[Corpus]:
    """The saved real pages that are at hand, with the labels that a person gave them."""
    for labels in sorted(LABELS.glob("*.json")):
        data = json.loads(labels.read_text(encoding="utf-8"))
        folder = PAGES / data["folder"]
        if folder.is_dir():
            truth = SiteTruth(data["home"])
            bodies = {}
            for file, page in data["pages"].items():
                url = page.pop("url")
                bodies[url] = (folder / file).read_bytes()
                truth.pages[url] = _page(page)
            yield Corpus(labels.stem, site_of(bodies, truth.home), truth)


def _page(page: dict[str, Any]) -> PageTruth:
    rows = page.pop("entries", None)
    letter = page.pop("letter", None)
    truth = PageTruth(**page)
    truth.entries = [EntryTruth(**row) for row in rows] if rows is not None else None
    truth.letter = LetterTruth(**letter) if letter is not None else None
    return truth
