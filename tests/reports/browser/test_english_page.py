"""The English page in a Chromium: longer words than Chinese ones, and still nothing runs over."""

from __future__ import annotations

import pytest

from reports.html import render
from reports.language import language
from tests.reports.sample import county_portal

# Boxes whose text is wider than they are; what scrolls on purpose, or is hidden, is left out.
_RUNS_OVER = """() => [...document.querySelectorAll(".tiles a, .side *, .facts *, .duties *, button, h2, h3")]
  .filter((box) => box.getClientRects().length && !box.closest(".unseen, select")
    && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== "inline")
  .map((box) => `${box.className || box.tagName}: ${box.textContent.trim().slice(0, 60)}`)"""


@pytest.fixture(scope="module")
def report(viewer):
    return viewer.file(render(county_portal(), language("en")))


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "dark"), ("phone", "light")])
def test_axe_finds_nothing_and_nothing_runs_over(viewer, report, size, scheme):
    with viewer.open(report, size=size, scheme=scheme) as opened:
        assert not opened.violations()
        assert opened.sideways() <= 0
        assert opened.page.evaluate(_RUNS_OVER) == []
        assert not opened.complaints


def test_what_style_sheets_add_is_english_too(viewer, report):
    with viewer.open(report) as opened:
        added = opened.page.evaluate(
            """() => [...document.querySelectorAll("*")].flatMap((box) =>
                 ["::before", "::after"].map((part) => getComputedStyle(box, part).content))"""
        )
    assert not [text for text in added if any("\u3001" <= char <= "\uffef" for char in text)]


def test_it_prints_whole(viewer, report):
    with viewer.open(report) as opened:
        text = "".join(opened.printed()).replace("\n", " ")
    for part in ("Open government check", "青麓县人民政府门户网站", "Method and notes"):
        assert part in text
