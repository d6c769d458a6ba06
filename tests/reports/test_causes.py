"""What to fix first: one task for what has one root, vetoes before the rest, then by pages touched."""

from checker.results import Finding, Level, RuleResult, Verdict
from reports.causes import tasks
from tests.reports.sample import dead_link, links_rule


def rule(name: str, findings: list[Finding], level: Level = Level.REQUIRED) -> RuleResult:
    return links_rule(findings).model_copy(update={"id": name, "level": level})


def test_vetoes_come_first_then_what_touches_most_pages() -> None:
    rules = [
        rule("few", [dead_link(0, "http://a.example/", "404", 3)]),
        rule("many", [dead_link(2, "http://b.example/", "404", 900)]),
        rule("none", []),
        rule("veto", [dead_link(0, "http://c.example/", "404", 1)], Level.VETO),
        rule("hint", [dead_link(4, "http://d.example/", "404", 9_000)], Level.ADVISORY),
        rule("good", []).model_copy(update={"verdict": Verdict.PASS}),
    ]
    found = tasks(rules)
    assert [rules[task.rules[0]].id for task in found] == ["veto", "many", "few", "none"]
    assert [task.pages for task in found] == [1, 900, 3, 0]


def test_what_two_rules_found_alike_is_one_task() -> None:
    dead = [dead_link(n, f"http://a.example/{n}.doc", "404") for n in range(5)]
    rules = [rule("attachments", dead[:2]), rule("links", dead), rule("other", [dead[0]] * 0)]
    (first, second) = tasks(rules)
    assert first.rules == (1, 0)
    assert first.findings == 5
    assert second.rules == (2,)


def test_rules_that_share_only_a_part_stay_apart() -> None:
    dead = [dead_link(n, f"http://a.example/{n}.doc", "404") for n in range(3)]
    assert len(tasks([rule("a", dead[:2]), rule("b", dead[1:])])) == 2


def test_links_that_lead_to_one_place_and_fail_alike_are_one_cause() -> None:
    gone = [dead_link(n, f"http://gone.example/gk/{n}.html", "dns", n) for n in range(1, 6)]
    other = dead_link(9, "http://here.example/x.html", "404", 40)
    (task,) = tasks([rule("links", [*gone, other])])
    assert [(cause.place, cause.findings) for cause in task.causes] == [
        ("", 1),
        ("http://gone.example/gk/", 5),
    ]
    assert task.causes[1].first.found_on_count == 5
    assert sum(cause.findings for cause in task.causes) == task.findings == 6


def test_what_fails_otherwise_at_the_same_place_is_another_cause() -> None:
    mixed = [dead_link(n, f"http://a.example/gk/{n}", ("dns", "404")[n % 2]) for n in range(6)]
    (task,) = tasks([rule("links", mixed)])
    assert {(cause.first.observed, cause.findings) for cause in task.causes} == {
        ("dns", 3),
        ("404", 3),
    }


def test_faults_of_one_page_are_one_cause() -> None:
    page = "http://a.example/gk/"
    missing = [
        Finding(fingerprint=str(n), message=f"没有找到栏目 {n}", url=page, target=f"栏目 {n}")
        for n in range(4)
    ]
    (task,) = tasks([rule("columns", missing)])
    assert [(cause.place, cause.findings, cause.pages) for cause in task.causes] == [(page, 4, 1)]


def test_pages_are_never_overstated() -> None:
    """Two faults on the same twenty listed pages touch twenty pages, not forty."""
    same = [dead_link(n, f"http://{n}.example/", "404", 20) for n in range(2)]
    pages = {page for finding in same for page in (finding.url, *finding.found_on)}
    assert tasks([rule("links", same)])[0].pages == len(pages) == 20


def test_a_target_that_is_no_address_harms_nothing() -> None:
    odd = [
        dead_link(n, target, "404") for n, target in enumerate(["http://[", "mailto:x", "", "//"])
    ]
    assert tasks([rule("links", odd)])[0].findings == 4
