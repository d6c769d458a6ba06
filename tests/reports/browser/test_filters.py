"""Narrowing the page down: by unit, theme, verdict and text, together, kept in the address, undone."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from reports.html import render
from reports.language import CHINESE
from tests.reports.browser.audits import THEMES, UNITS, many

SHOWN = "section [data-v]:not([hidden])"


@pytest.fixture(scope="module")
def report(viewer):
    return viewer.file(render(many(120, rules=6), CHINESE))


@pytest.fixture
def opened(viewer, report):
    with viewer.open(report) as opened:
        yield opened
        assert not opened.complaints
        assert not opened.asked


def shown(opened, section):
    return opened.page.locator(f"#{section} [data-v]:not([hidden])").evaluate_all(
        "all => all.map((one) => one.id || one.querySelector('a').hash.slice(1))"
    )


def state(opened):
    fragment = unquote(urlsplit(opened.page.url).fragment)
    return {key: value[0] for key, value in parse_qs(fragment.removeprefix("?")).items()}


def test_filters_combine_and_are_told_and_undone(opened):
    page = opened.page
    everything = page.locator(SHOWN).count()
    page.locator("[name=unit]").select_option(label=UNITS[1])
    assert sorted(shown(opened, "fail")) == ["rule-many-0", "rule-many-1"]
    page.locator("[name=theme]").select_option(label=THEMES[1])
    assert shown(opened, "fail") == ["rule-many-1"]
    assert shown(opened, "fix") == ["rule-many-1"]
    assert shown(opened, "clauses") == ["clause-qinglu-2021-101"]
    assert shown(opened, "review") == []
    assert page.locator("#review .none-shown").is_visible()
    assert "1 / 8" in page.locator("#fail .shown").inner_text()
    count = page.locator(SHOWN).count()
    assert page.get_by_role("status").filter(has_text="筛选后").inner_text() == (
        f"筛选后显示 {count} / {everything} 条。"
    )
    page.locator("#desk").get_by_label("待人工核查").check()
    assert page.locator(SHOWN).count() == 0
    assert state(opened) == {"unit": UNITS[1], "theme": THEMES[1], "verdict": "review"}
    page.locator("#desk").get_by_role("button", name="取消筛选").click()
    assert page.locator(SHOWN).count() == everything
    assert state(opened) == {}
    assert page.locator("#filter-note").is_hidden()


def test_text_is_looked_for_in_every_finding_and_unfolds_where_it_stands(opened):
    page = opened.page
    rows = page.locator("#rule-many-2 [data-r]")
    last = rows.last
    assert not last.is_visible()
    text = last.locator("bdi").last.text_content()
    page.get_by_label("查找文字").fill(f"{text.upper()} docx")
    assert shown(opened, "fail") == ["rule-many-2"]
    assert last.is_visible()
    assert page.locator("#rule-many-2 [data-r]:not([hidden])").count() == 1
    page.get_by_label("查找文字").fill("")
    assert page.locator("#rule-many-2 [data-r]:not([hidden])").count() == rows.count() == 20
    assert not last.is_visible()
    page.get_by_label("查找文字").fill("没有这样的文字")
    assert page.locator(SHOWN).count() == 0


def test_the_address_brings_the_filters_back(viewer, report):
    with viewer.open(report, at=f"#?unit={UNITS[3]}&verdict=fail&q=404") as opened:
        page = opened.page
        assert page.locator("[name=unit] option:checked").text_content() == UNITS[3]
        assert page.locator("#desk").get_by_label("不合格").is_checked()
        assert shown(opened, "fail") == ["rule-many-3"]
        page.reload()
        assert shown(opened, "fail") == ["rule-many-3"]


def test_a_link_leads_to_its_target_whatever_is_left_out_or_folded(opened):
    page = opened.page
    page.locator("#desk").get_by_label("不适用").check()
    assert page.locator("#rule-site-identity").is_hidden()
    page.evaluate("location.hash = '#rule-site-identity'")
    page.locator("#rule-site-identity .inside").wait_for(state="visible")
    assert page.locator("#rule-site-identity").is_visible()


def test_the_index_narrows_the_page_down(opened):
    page = opened.page
    page.locator("#index").get_by_role("link", name=UNITS[3], exact=True).click()
    page.wait_for_function("document.querySelectorAll('#fail [data-v]:not([hidden])').length === 1")
    assert state(opened) == {"unit": UNITS[3]}


def test_without_the_script_all_stands_there_and_the_index_leads_to_it(viewer, report):
    with viewer.open(report, scripts=False) as opened:
        page = opened.page
        assert page.locator("#desk").is_hidden()
        assert page.locator("#answer-desk").is_hidden()
        assert page.locator("[data-clear]").first.is_hidden()
        link = page.locator("#index").get_by_role("link", name=UNITS[3], exact=True)
        target = link.get_attribute("href")
        assert page.locator(f"details{target} a[href='#rule-many-3']").count() == 1
        assert page.locator(SHOWN).count() == page.locator("section [data-v]").count()
        page.locator("#question-qinglu-2021-20").get_by_label("不适用").check()


def test_what_is_printed_is_what_is_shown_and_says_so(viewer, report):
    with viewer.open(report, at=f"#?unit={UNITS[2]}&theme={THEMES[2]}") as opened:
        text = "".join(opened.printed()).replace("\n", "")
    assert "第 2 类链接都能打开" in text
    assert f"责任单位：{UNITS[2]}；主题：{THEMES[2]}" in text
    assert "发现 20 个错链" in text
    assert "规定期限为 2022-02-20" not in text


def test_the_keyboard_alone_gets_to_the_conclusion_and_the_filters(opened):
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment == "conclusion"
    page.get_by_label("查找文字").focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
