"""What the page can be narrowed down by: units and themes, with keys that stand on every entry."""

from reports.facets import Facets
from reports.index_view import Entry, facet_views
from reports.language import CHINESE
from reports.states import State
from tests.reports.sample import DATA, OFFICE, county_portal


def portal():
    result = county_portal()
    themed = [
        rule.model_copy(update={"theme": "规划" if n else ""})
        for n, rule in enumerate(result.rules)
    ]
    return result.model_copy(update={"rules": themed})


def test_units_and_themes_are_numbered_as_they_are_named() -> None:
    facets = Facets(portal())
    assert facets.units == ((1, OFFICE), (2, DATA))
    assert facets.themes == ((1, "规划"),)


def test_an_entry_bears_the_keys_of_all_its_units_and_zero_for_none() -> None:
    result = portal()
    facets = Facets(result)
    links, plans = result.rules[0], result.rules[1]
    assert facets.of_rule(links).units == "1 2"  # of one clause; the other names nobody
    assert facets.of_rule(links).themes == "0"
    assert facets.of_rules([links, plans]).themes == "0 1"
    base = next(clause for clause in result.clauses if clause.id == "base/links")
    assert facets.of_clause(base).units == "0"
    assert facets.of_clause(base).themes == "0"
    asked = result.clauses[-1]
    assert facets.of_clause(asked).units == "1"
    assert facets.of_clause(asked).themes == "0"


def test_the_index_counts_each_state_and_lists_what_is_not_in_order() -> None:
    entries = [
        Entry("rule-a", "甲", State.FAIL, frozenset({"1", "2"})),
        Entry("rule-b", "乙", State.PASS, frozenset({"1"})),
        Entry("rule-c", "丙", State.REVIEW, frozenset({"0"})),
    ]
    views = facet_views(
        "unit", ((1, OFFICE), (2, DATA), (3, "没有条目")), "没有写明", entries, CHINESE
    )
    assert [(view.label, view.anchor, view.waiting) for view in views] == [
        (OFFICE, "unit-1", 1),
        (DATA, "unit-2", 1),
        ("没有写明", "unit-0", 1),
    ]
    assert views[0].counts == (1, 0, 0, 0, 1, 0)
    assert views[0].open == ((State.FAIL, (("rule-a", "甲"),)),)
    assert views[0].ask == f'{{"unit": "{OFFICE}"}}'
