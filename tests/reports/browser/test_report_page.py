"""The report as its reader sees it: opened from disk in a Chromium, at every size and in both schemes."""

from __future__ import annotations

import pytest

from reports.html import render
from reports.language import CHINESE
from tests.reports.browser.audits import hostile
from tests.reports.sample import county_portal


@pytest.fixture(scope="module")
def report(viewer):
    return viewer.file(render(county_portal(), CHINESE))


def test_it_opens_without_a_complaint_and_asks_for_nothing(viewer, report):
    with viewer.open(report) as opened:
        assert opened.page.title() == "政务公开检查报告 · 青麓县人民政府门户网站"
        assert not opened.complaints
        assert not opened.asked


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(viewer, report, size, scheme):
    with viewer.open(report, size=size, scheme=scheme) as opened:
        assert not opened.violations()
        assert opened.sideways() <= 0


def test_it_prints_whole(viewer, report):
    with viewer.open(report) as opened:
        pages = opened.printed()
    text = "".join(pages)
    assert len(pages) > 2
    for part in ("青麓县人民政府门户网站", "http://old.qinglu.example/index.asp", "网站标识齐全"):
        assert part in text.replace("\n", "")


def test_hostile_text_stays_text(viewer):
    with viewer.open(render(hostile(), CHINESE)) as opened:
        opened.unfold()
        assert not opened.complaints
        assert not opened.asked
        assert opened.page.evaluate("window.hacked") is None
        assert opened.sideways() <= 0
