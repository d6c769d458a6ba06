from rules.loader import load_library

RULES = [
    "annual-report-format",
    "annual-report-identities",
    "annual-report-published",
    "attachments",
    "column-freshness",
    "column-not-empty",
    "ipv6",
    "links",
    "personal-data",
    "plans-column",
    "site-availability",
    "site-identity",
    "site-search",
    "statutory-columns",
]


def test_base_demands_each_of_its_rules_in_one_clause():
    base = load_library().pack("base")
    named = [use.rule for clause in base.clauses for use in clause.rules]
    assert sorted(named) == RULES


def test_base_names_the_law_or_norm_of_every_clause():
    for clause in load_library().pack("base").clauses:
        assert any(name in clause.section for name in ("条例", "国办秘函", "国办公开办函"))


def test_ipv6_is_advice_only():
    base = load_library().pack("base")
    modality = {use.rule: clause.modality for clause in base.clauses for use in clause.rules}
    assert modality == {**dict.fromkeys(RULES, "duty"), "ipv6": "encourage"}
