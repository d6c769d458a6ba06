from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.text_overlap import GRAM, headings, text_overlap

POLICY = (
    "一、总体要求\n全县农村公路养护坚持政府主导、部门指导、群众参与的原则，做到有路必养、养必到位。\n"
    "二、职责分工\n县人民政府统一领导全县农村公路养护工作，乡镇人民政府负责辖区内乡道村道的日常养护。\n"
    "三、资金保障\n养护资金由县财政统筹安排，专款专用，任何单位和个人不得截留挪用。\n"
)
OWN = (
    "近日县里出台了新政策。\n一、出台背景\n过去一些村道坑洼不平，群众出行不便，这次办法把谁来养、钱从哪来说清楚了。\n"
    "二、有什么变化\n以前养护没有固定经费，现在每年都有预算，修路不用再等。\n"
)


def test_an_explanation_in_own_words_shares_nothing():
    found = text_overlap(OWN, POLICY)
    assert found.containment == 0
    assert found.headings == 0
    assert found.passages == ()


def test_a_copy_is_a_copy_whatever_its_signs_and_blanks():
    found = text_overlap(POLICY.replace("，", " ,").replace("一、", "（一）"), POLICY)
    assert found.containment == 1
    assert found.headings == 1


def test_half_a_copy_shows_the_passages():
    found = text_overlap(OWN + POLICY.splitlines()[1], POLICY)
    assert 0.2 < found.containment < 0.7
    assert found.passages[0].startswith("全县农村公路养护坚持政府主导")


def test_names_citations_and_figures_are_no_copying():
    cited = "根据《中华人民共和国公路法》《农村公路养护管理办法》等有关法律法规和省市文件的规定，制定。\n2024年 12,345元\n"
    assert text_overlap(cited + OWN, cited + POLICY).containment == 0


def test_short_texts_have_no_runs():
    found = text_overlap("短", POLICY)
    assert (found.containment, found.grams, found.headings) == (0, 0, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、总体要求\n（二）职责分工。说明\n3.资金保障\n第四条 监督检查",
            ["总体要求", "职责分工", "资金保障", "监督检查"],
        ),
        ("2024年工作\n10时开会", []),
        ("一、\n", []),
        ("１．目的\n１．目的", ["目的"]),
    ],
)
def test_headings_are_read_without_their_numbers(text, expected):
    assert headings(text) == expected


@given(st.text(alphabet="甲乙丙丁戊己。，《》\n一、1. ", max_size=400), st.text(max_size=200))
def test_any_texts_are_compared(one, other):
    found = text_overlap(one, other)
    assert 0 <= found.containment <= 1
    assert text_overlap(one, one).containment in {0, 1}
    assert all(len(passage) >= GRAM for passage in found.passages)


@pytest.mark.parametrize("piece", ["《", "根据", "根据规定", "一、", "甲乙", "1 ", "1\n", "\n"])
def test_hostile_text_costs_no_more_than_its_length(piece):
    began = process_time()
    text_overlap(piece * 50_000 + "甲", piece * 50_000 + "乙")
    assert process_time() - began < 20
