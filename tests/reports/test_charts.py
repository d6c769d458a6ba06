"""Charts are plain shapes: no script, no style, nothing from outside, the same bytes for the same numbers."""

from __future__ import annotations

import re

import pytest
from lxml import etree, html

from checker.results import Compliance, PackUsed, Score, Verdict
from reports.charts import MOST_AUDITS, trend, verdicts_by_theme
from reports.language import language
from tests.reports.audits_in_time import audit, finding, rule
from tests.reports.sample import county_portal

t = language("zh")
HOSTILE = "</svg><script>alert(1)</script>\u202e\x00\"'&"


def rate(passed: int, decided: int, digest: str = "aa", pack: str = "base") -> Compliance:
    none = dict.fromkeys(
        ("repeated", "not_applicable", "advisory", "pending", "asked", "review"), 0
    )
    return Compliance(
        pack=pack,
        version="1",
        digest=digest,
        clauses=decided,
        **none,
        passed=passed,
        failed=decided - passed,
        decided=decided,
        due=decided,
        rate=passed / decided if decided else None,
        decided_share=1.0 if decided else None,
    )


def month(number: int, *rates: Compliance, themes: tuple[str, ...] = ("甲", "乙")):
    rules = [rule(f"r{n}", theme=theme) for n, theme in enumerate(themes)]
    rules.append(rule("bad", finding("x"), theme=themes[0]))
    packs = [PackUsed(id=one.pack, title=f"文件 {one.pack}", version="1") for one in rates]
    return audit(number, *rules, packs=packs, score=Score(verdicts={}, compliance=list(rates)))


def pictures(markup):
    return html.fragment_fromstring(str(markup), create_parent="div").xpath(
        ".//*[local-name()='svg' and contains(@class, 'chart') and @role='img']"
    )


def numbers(markup) -> list[list[str]]:
    tree = html.fragment_fromstring(str(markup), create_parent="div")
    return [[cell.text_content() for cell in row] for row in tree.xpath(".//tr")]


def test_each_theme_is_a_bar_with_its_numbers_and_the_table_says_the_same():
    drawn = verdicts_by_theme(month(1), t)
    (picture,) = pictures(drawn)
    titles = picture.xpath(".//*[local-name()='rect']/*[local-name()='title']/text()")
    assert titles == ["甲: 不合格 1", "乙: 合格 1", "甲: 合格 1"]
    assert numbers(drawn) == [
        ["主题", "不合格", "合格", "合计"],
        ["甲", "1", "1", "2"],
        ["乙", "0", "1", "1"],
    ]


def test_one_theme_alone_is_no_chart_and_one_audit_no_trend():
    assert verdicts_by_theme(month(1, themes=("甲",)), t) == ""
    assert verdicts_by_theme(audit(1), t) == ""
    assert trend([month(1, rate(1, 2))], t) == ""
    assert trend([], t) == ""


@pytest.fixture
def all_charts():
    year = [month(n, rate(n, 12), rate(n, 24, pack="b")) for n in range(1, 13)]
    return verdicts_by_theme(year[0], t) + trend(year, t)


def test_nothing_in_a_chart_needs_a_script_a_style_or_anybody_else(all_charts):
    for picture in pictures(all_charts):
        source = etree.tostring(picture, encoding="unicode")
        assert not re.search(
            r"<script|<style| style=| on\w+=|href|http(?!://www\.w3\.org/2000/svg)", source
        )
        assert set(re.findall(r"url\((.)", source)) <= {"#"}
        assert len(source.encode()) < 30_000


def test_a_picture_has_a_name_a_description_and_ids_of_its_own(all_charts):
    for picture in pictures(all_charts):
        named = picture.get("aria-labelledby").split()
        texts = [picture.xpath(f".//*[@id='{one}']/text()")[0] for one in named]
        assert all(texts)
    ids = re.findall(r' id="([^"]+)"', str(all_charts))
    assert len(ids) == len(set(ids)) > 6
    assert set(re.findall(r"url\(#([^)]+)\)", str(all_charts))) <= set(ids)


def test_equal_numbers_give_equal_bytes_and_the_order_given_is_of_no_matter():
    year = [month(n, rate(n, 12)) for n in range(1, 7)]
    assert trend(year, t) == trend(year[::-1], t)
    assert verdicts_by_theme(county_portal(), t) == verdicts_by_theme(county_portal(), t)


def test_a_line_breaks_where_the_rules_changed_or_nothing_was_decided():
    marks = ["aa", "aa", "bb", "bb", "bb"]
    decided = [4, 4, 4, 0, 4]
    audits = [
        month(n, rate(min(1, many), many, mark))
        for n, (mark, many) in enumerate(zip(marks, decided, strict=True), 1)
    ]
    picture = pictures(trend(audits, t))[1]
    dots = picture.xpath(".//*[local-name()='circle']/*[local-name()='title']/text()")
    assert len(dots) == 4
    drawn = picture.xpath(".//*[local-name()='path' and @class='chart-line']/@d")
    assert [path.count("L") for path in drawn] == [1]  # only the first two belong together


def test_the_table_of_rates_has_both_denominators_and_the_version():
    assert numbers(trend([month(1, rate(1, 3)), month(2, rate(2, 3))], t))[-1] == [
        "文件 base",
        "2026-02-28",
        "66.6% (2/3)",
        "100.0% (3/3)",
        "1",
    ]


def test_an_incomplete_audit_is_marked_where_it_stands():
    part = audit(2, rule("a"), coverage={"complete": False})
    drawn = str(trend([audit(1, rule("a")), part], t))
    assert "2026-02-28*" in drawn
    assert "2026-01-28*" not in drawn
    assert "带 * 的检查不完整" in drawn
    assert "带 *" not in str(trend([audit(1, rule("a")), audit(2, rule("a"))], t))


def test_only_the_latest_of_very_many_audits_are_drawn():
    many = [audit(1, rule("a"), as_of=f"20{year}-01-01") for year in range(10, 60)]
    rows = numbers(trend(many, t))
    assert len(rows) == MOST_AUDITS + 1
    assert rows[-1][0] == "2059-01-01"


def test_hostile_themes_and_titles_stay_text():
    themes = ("甲", HOSTILE, "长" * 10_000)
    one = month(1, rate(1, 2), themes=themes)
    packs = [PackUsed(id="base", title=HOSTILE, version=HOSTILE)]
    two = [
        each.model_copy(update={"packs": packs, "as_of": each.as_of})
        for each in (one, month(2, rate(1, 2), themes=themes))
    ]
    drawn = str(verdicts_by_theme(one, t) + trend(two, t))
    assert "<script" not in drawn
    assert "\u202e" not in drawn
    assert "\x00" not in drawn
    assert "[U+202E]" in drawn
    assert len(drawn) < 30_000


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_class(verdict):
    one = audit(1, rule("a", verdict=verdict, theme="甲"), rule("b", theme="乙"))
    (picture,) = pictures(verdicts_by_theme(one, t))
    kind = verdict.value.replace("_", "-")
    assert picture.xpath(f".//*[@class='chart-series {kind}']")


def test_in_english():
    drawn = str(verdicts_by_theme(month(1), language("en")))
    assert "Verdicts by theme" in drawn
