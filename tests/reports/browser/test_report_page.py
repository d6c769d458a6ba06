"""The report as its reader sees it: opened from disk in a Chromium, at every size and in both schemes."""

from __future__ import annotations

import pytest

from reports.comparison import compare
from reports.html import render
from reports.language import CHINESE
from tests.reports.browser.audits import finding, hostile, many


@pytest.fixture(scope="module")
def report(viewer):
    """With all that a report can hold: charts, what changed, and the rest."""
    now = many(12, rules=2)
    last = now.rules[-1]
    swapped = last.model_copy(update={"findings": [finding(7, 3), *last.findings[1:]]})
    before = now.model_copy(update={"as_of": "2021-11-30", "rules": [*now.rules[:-1], swapped]})
    return viewer.file(render(now, CHINESE, compare(now, [before])))


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


def test_what_changed_is_said_in_the_first_lines_and_marked_where_it_stands(viewer, report):
    with viewer.open(report) as opened:
        page = opened.page
        told = page.locator("#conclusion .change").inner_text()
        assert told.startswith("与 2021-11-30 的检查相比：")
        assert told.endswith("首次查到 1、未能确认 1。")
        assert page.locator("#rule-many-1 .tag.first-seen").count() == 1
        assert page.locator("#rule-many-1 .tag.persisting").count() == 5
        assert page.locator("#conclusion .chart").count() >= 2


def test_ten_thousand_findings_stay_below_five_megabytes_and_can_be_searched(viewer):
    text = render(many(10_000), CHINESE)
    assert len(text.encode()) < 5_000_000
    with viewer.open(text) as opened:
        page = opened.page
        rows = page.locator("#fail [data-r]").count()
        told = [
            int(part.split(" 处放不下")[0].rsplit(" ", 1)[1].replace(",", ""))
            for part in page.locator(".more").all_text_contents()
            if "放不下" in part
        ]
        assert rows + sum(told) == 10_000 + 6  # none is dropped without a word
        page.get_by_label("查找文字").fill("attach/0/00042/")
        assert page.locator("#fail [data-r]:not([hidden])").count() == 1
        assert not opened.complaints
