"""The ranking in a Chromium: no complaint, nothing asked for, readable by everybody."""

from __future__ import annotations

import pytest

from reports.language import language
from reports.ranking_page import render
from tests.reports.test_ranking import failing, hostile, ranked, site

t = language("zh")


@pytest.fixture(scope="module")
def page(viewer):
    sites = [site(n, *failing(n % 5)) for n in range(1, 13)]
    incomplete = site(20, *failing(1), coverage={"complete": False})
    return viewer.file(render(ranked(*sites, incomplete), t))


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_it_opens_without_a_complaint_and_axe_finds_nothing(viewer, page, size, scheme):
    with viewer.open(page, size=size, scheme=scheme) as opened:
        assert not opened.violations()
        assert opened.sideways() <= 0
        assert not opened.complaints
        assert not opened.asked


def test_hostile_names_stay_text(viewer):
    with viewer.open(render(hostile(), t)) as opened:
        opened.unfold()
        assert not opened.complaints
        assert not opened.asked
        assert opened.page.evaluate("window.hacked") is None
