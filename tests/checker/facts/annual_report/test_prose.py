"""Words are compared with tables only where their subject is sure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.annual_report import claims, report_on_page
from tests.checker.facts.annual_report import forms

MADE = forms.figures(7, busy=0.8)
TOTAL = {row: values[6] for row, values in MADE.requests.items()}
GROUPS = {
    group: sum(v for k, v in TOTAL.items() if k.startswith(f"{group}_"))
    for group in ("refused", "unavailable", "ignored", "other")
}


def said(general):
    return {claim.key: claim for claim in claims(report_on_page(forms.page(MADE, general=general)))}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("全年共收到政府信息公开申请{}件。", "new", TOTAL["new"]),
        ("2023年，我局新收到依申请公开信息申请 {} 件，均按时答复。", "new", TOTAL["new"]),
        ("受理政府信息公开申请{}件。", "new", TOTAL["new"] + TOTAL["carried_in"]),
        ("收到政府信息公开申请5件，上年结转{}件。", "carried_in", TOTAL["carried_in"]),
        ("共收到信息公开申请5件，办结{}件。", "handled", TOTAL["handled"]),
        ("信息公开申请办结5件，结转下年度继续办理{}件。", "carried_on", TOTAL["carried_on"]),
        ("办结的信息公开申请中，予以公开{}件，其余略。", "granted", TOTAL["granted"]),
        ("办结的信息公开申请中，不予公开{}件。", "refused", GROUPS["refused"]),
        ("办结的信息公开申请中，无法提供的{}件。", "unavailable", GROUPS["unavailable"]),
        ("因信息公开引发行政复议{}件。", "review", MADE.disputes["review"][4]),
        ("因政府信息公开引发行政诉讼{}件。", "lawsuit", MADE.disputes["lawsuit"][4]),
        ("全年制发行政规范性文件{}件。", "issued", MADE.disclosure["normative", "issued"]),
    ],
)
def test_a_figure_in_words(text, key, value):
    claim = said(text.format(value))[key]
    assert claim.agrees
    other = said(text.format(value + 7_777))[key]
    assert (other.value, other.agrees) == (value + 7_777, False)


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请，其中网络申请12件。",
        "通过网络收到政府信息公开申请12件。",
        "收到政府信息公开申请比上年增加12件。",
        "受理网络问政182件，办理人大建议12件，信息公开工作有序。",
        "答复网民留言12件。全年信息公开平稳。",
        "在全县行政复议12件中无一涉及本单位。",
        "因信息公开被纠错的行政复议12件。",
        "收到政府信息公开申请12件次。",
    ],
)
def test_what_is_no_sure_figure_is_left_alone(text):
    assert said(text) == {}


PARTS = [
    "其中",
    "同比",
    "环比",
    "相比",
    "较上年",
    "比上年",
    "比去年",
    "增长",
    "增加",
    "上升",
    "下降",
    "减少",
    "占",
    "平均",
    "网络",
    "网上",
    "在线",
    "邮寄",
    "信函",
    "来信",
    "当面",
    "现场",
    "邮件",
    "传真",
    "自然人",
    "企业",
    "法人",
    "个人",
    "撤回",
    "约",
    "近",
    "历年",
    "累计至",
    "截至上年",
    "季度",
    "月份",
]


@pytest.mark.parametrize("part", PARTS)
def test_the_figure_of_a_part_or_of_another_year_is_not_the_table_s(part):
    assert said(f"{part}收到政府信息公开申请12件。") == {}


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("全年未收到政府信息公开申请。", "new", 0),
        ("全年无因政府信息公开引发的行政复议、行政诉讼。", "review", 0),
        ("全年没有发生因政府信息公开引起的行政诉讼。", "lawsuit", 0),
        ("全年收到政府信息公开申请十二件。", "new", 12),
        ("全年收到政府信息公开申请三百零五件。", "new", 305),
        ("全年收到政府信息公开申请1,234件。", "new", 1234),
    ],
)
def test_none_and_numerals(text, key, value):
    assert said(text)[key].value == value


@settings(deadline=None)
@given(st.text())
def test_never_raises(text):
    said(text)
