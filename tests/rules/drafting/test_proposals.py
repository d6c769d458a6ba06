from pathlib import Path

import pytest

from rules.drafting import Proposer, pack_text, split_document
from rules.lint import lint_pack
from rules.loader import load_library, parse_pack

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.fixture(scope="module")
def proposer(library):
    return Proposer(library.rules.values(), library.packs.values())


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("主动公开国土空间规划", "plans-spatial"),
        ("公布重大行政决策事项目录", "decisions-catalogue"),
        ("推进历史公报数字化，办好政府公报", "gazette"),
        ("完善应急预案公开", "emergency-plans"),
    ],
)
def test_a_demand_finds_its_rule(proposer, sentence, rule):
    assert rule in [one.rule for one in proposer.propose(sentence)]


def test_what_no_rule_is_about_is_left_alone(proposer):
    assert proposer.propose("坚持以习近平新时代中国特色社会主义思想为指导") == []
    assert proposer.propose("") == []


def test_a_drafted_pack_lints(library, proposer):
    text = "一、公开\n（一）规划。设立“规划”专栏: #展示。组织全员培训活动。[责任单位：县府办]"
    written = pack_text("moxian-2026", "2026年某县要点", split_document(text), proposer)
    pack = parse_pack(written, "moxian-2026.yaml")
    assert (pack.year, len(pack.clauses)) == (2026, 2)
    assert pack.clauses[1].question
    assert not lint_pack(pack, library)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the counties' documents are not here")
@pytest.mark.parametrize("name", ["huantai-2021", "wencheng-2021", "changxing-2022"])
def test_a_real_document_becomes_a_pack(library, name):
    others = [pack for key, pack in library.packs.items() if key != name]
    drafts = split_document((SEEDS / f"{name}.txt").read_text("utf-8"))
    written = pack_text("moxian-2026", "某县", drafts, Proposer(library.rules.values(), others))
    pack = parse_pack(written, "moxian-2026.yaml")
    assert not lint_pack(pack, library)
    assert sum(bool(clause.rules) for clause in pack.clauses) >= len(pack.clauses) * 0.4
