from rules.loader import load_library


def test_base_demands_the_four_rules_each_in_one_clause():
    base = load_library().pack("base")
    named = [use.rule for clause in base.clauses for use in clause.rules]
    assert sorted(named) == ["annual-report-published", "ipv6", "links", "plans-column"]


def test_base_names_the_law_or_norm_of_every_clause():
    for clause in load_library().pack("base").clauses:
        assert "条例" in clause.section or "国办秘函" in clause.section


def test_ipv6_is_advice_only():
    base = load_library().pack("base")
    modality = {use.rule: clause.modality for clause in base.clauses for use in clause.rules}
    assert modality == {
        "plans-column": "duty",
        "annual-report-published": "duty",
        "links": "duty",
        "ipv6": "encourage",
    }
