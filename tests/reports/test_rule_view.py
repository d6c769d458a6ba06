"""Rules stand worst first: vetoes, then those with most findings, then as listed."""

from checker.results import Level, RuleResult, Verdict
from reports.allowance import Share
from reports.anchors import Anchors
from reports.facets import Keys
from reports.language import CHINESE
from reports.rule_view import Place, rule_view, worst_first
from tests.reports.sample import dead_link, links_rule


def rule(name: str, verdict: Verdict, level: Level, findings: int = 0) -> RuleResult:
    return links_rule(
        [dead_link(n, f"http://x.example/{n}", "404") for n in range(findings)]
    ).model_copy(update={"id": name, "verdict": verdict, "level": level})


def place(number: int, anchor: str) -> Place:
    return Place(number, anchor, f"how-{anchor}", Keys("0", "0"), Share(9, 0))


def test_worst_first() -> None:
    rules = [
        rule("hint", Verdict.FAIL, Level.ADVISORY, 9),
        rule("good", Verdict.PASS, Level.REQUIRED),
        rule("first", Verdict.FAIL, Level.REQUIRED, 1),
        rule("second", Verdict.FAIL, Level.REQUIRED, 1),
        rule("many", Verdict.FAIL, Level.REQUIRED, 3),
        rule("veto", Verdict.FAIL, Level.VETO),
        rule("look-advice", Verdict.REVIEW, Level.ADVISORY),
        rule("look", Verdict.REVIEW, Level.REQUIRED),
    ]
    anchors = Anchors()
    views = [
        rule_view(r, place(n, anchors.take("rule", r.id)), {}, {}, CHINESE)
        for n, r in enumerate(rules)
    ]
    assert [view.id for view in worst_first(views)] == [
        "veto",
        "many",
        "first",
        "second",
        "look",
        "look-advice",
        "hint",
        "good",
    ]


def test_a_clause_that_the_results_do_not_hold_is_named_without_a_link() -> None:
    view = rule_view(rule("x", Verdict.PASS, Level.REQUIRED), place(0, "rule-x"), {}, {}, CHINESE)
    assert [(link.name, link.anchor) for link in view.clauses] == [
        ("qinglu-2021/2", None),
        ("base/links", None),
    ]
    assert view.responsible == ()
