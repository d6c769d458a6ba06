from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.drafting import split_document

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
TEXT = """
桃县人民政府办公室关于印发要点的通知
各乡镇人民政府：
一、加强重点领域公开
（一）做好规划公开。主动公开“十四五”规划纲要和专项规划，设立规划专栏。归集公开历史规划。（责任单位：县发改局、县自然资源
局，各乡镇）
（二）做好财政公开。稳步扩大预决算公开范围。〔责任单位：县财政局〕
二、加强平台建设
（三）完善专栏。
1.公报。办好政府公报，推进历史公报数字化。
2.年报。按时向社会公布年度报告。
"""


def test_demands_are_numbered_as_the_document_numbers_them():
    found = {draft.id: draft for draft in split_document(TEXT)}
    assert list(found) == ["1.1a", "1.1b", "1.1c", "1.2a", "2.3.1a", "2.3.2a"]
    assert found["1.1a"].sentence.startswith("主动公开")
    assert found["1.1a"].heading == "做好规划公开"
    assert found["2.3.2a"].section == "二、（三）2"


def test_the_units_behind_a_section_are_those_of_all_its_demands():
    found = {draft.id: draft for draft in split_document(TEXT)}
    assert found["1.1a"].units == found["1.1c"].units == ("县发改局", "县自然资源局", "各乡镇")
    assert found["1.2a"].units == ("县财政局",)
    assert found["2.3.1a"].units == ()


def test_addresses_and_signatures_are_no_demands():
    assert not [d for d in split_document(TEXT) if "各乡镇人民政府" in d.sentence]


@given(st.text(alphabet="一二十（）()、.1。；公开做好\n 责任单位：", max_size=300))
def test_any_text_is_split(text):
    ids = [draft.id for draft in split_document(text)]
    assert len(ids) == len(set(ids))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the counties' documents are not here")
@pytest.mark.parametrize(("name", "least"), [("huantai-2021", 150), ("gongshu-2021", 100)])
def test_real_documents_come_apart(name, least):
    found = split_document((SEEDS / f"{name}.txt").read_text("utf-8"))
    assert len(found) >= least
    assert sum(bool(draft.units) for draft in found) >= len(found) * 0.9


def test_a_demand_of_one_sentence_with_its_units_behind_it_is_no_heading():
    text = "三、强化保障\n1.每年至少组织一次培训。（责任单位：县政府办公室）\n2.公开县级部门预算（责任单位：县财政局）\n"
    found = split_document(text)
    assert [(d.id, d.sentence, d.units) for d in found] == [
        ("3.0.1a", "每年至少组织一次培训", ("县政府办公室",)),
        ("3.0.2a", "公开县级部门预算", ("县财政局",)),
    ]
