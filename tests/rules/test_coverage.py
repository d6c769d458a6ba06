from collections import Counter

from rules.coverage import Way, coverage, coverage_text
from rules.loader import Library, load_library, parse_pack

COUNTIES = ["changxing-2022", "gongshu-2021", "huantai-2021", "wencheng-2021", "yaodu-2021"]
ODD = """
id: tx-2026
title: 桃县要点
version: "1"
document: {name: 桃县要点, issuer: 桃县人民政府}
clauses:
  - {id: tx-2026/1, section: 一, title: 规划, rules: [plans-column]}
  - {id: tx-2026/2, section: 二, title: 营商, rules: [business-environment]}
  - {id: tx-2026/3, section: 三, title: 培训, question: 是否组织了培训？}
"""
PARTS = """
id: tx-2026
title: 桃县要点
version: "1"
document: {name: 桃县要点, issuer: 桃县人民政府}
clauses:
  - {id: tx-2026/1, section: 一, title: 规划, rules: [{rule: plans-column, how: assisted}]}
  - {id: tx-2026/2, section: 一, title: 历史规划, rules: [{rule: plans-column, part: 历史}]}
"""


def test_every_clause_of_all_five_documents_is_bound():
    library = load_library()
    for one in coverage(library, [library.pack(name) for name in COUNTIES]):
        assert one.share == 1.0, one.pack.id
        assert one.counts[Way.UNBOUND] == 0


def test_each_way_is_told():
    library = load_library()
    (one,) = coverage(library, [parse_pack(ODD, "tx-2026.yaml")])
    assert one.counts == Counter({Way.AUTO: 1, Way.ASSISTED: 1, Way.ASKED: 1})
    text = coverage_text([one], clauses=True)
    assert "3 条，3 条已定怎样判定（100%）" in text
    assert "tx-2026/3　培训　[人工回答]　是否组织了培训？" in text


def test_a_clause_with_nothing_counts_as_unbound():
    pack = parse_pack(ODD, "tx-2026.yaml")
    bare = pack.clauses[2].model_copy(update={"question": None})
    pack = pack.model_copy(update={"clauses": [bare]})
    (one,) = coverage(Library({}, {}), [pack])
    assert (one.bound, one.share) == (0, 0.0)


def test_parts_and_what_is_left_to_a_person_are_told():
    library = load_library()
    (one,) = coverage(library, [parse_pack(PARTS, "tx-2026.yaml")])
    whole, part = one.clauses
    title = library.rule("plans-column").title
    assert (whole.way, whole.rules) == (Way.ASSISTED, (("plans-column", title),))
    assert (part.way, part.rules) == (Way.AUTO, (("plans-column/历史", f"{title}（历史）"),))
