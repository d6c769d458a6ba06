"""Each clause is counted in one place, and the rate is of what was decided."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.compliance import Counted, compliance, counted
from checker.results import ClauseResult, Compliance, Level, PackUsed, RuleResult, Verdict

DOC = Path(__file__).parents[2] / "docs" / "verdicts-and-scores.md"
PACK = PackUsed(id="county-2026", title="某县要点", version="2026.1", digest="d" * 64)


def rule(name: str, verdict: Verdict, level: Level = Level.REQUIRED) -> RuleResult:
    return RuleResult(id=name, title=name, level=level, verdict=verdict, message="", clauses=[])


def clause(
    number: str,
    verdict: Verdict,
    rules: list[str],
    *,
    pack: str = "county-2026",
    modality: str = "duty",
    same_as: str | None = None,
) -> ClauseResult:
    return ClauseResult(
        id=f"{pack}/{number}",
        section="一",
        title="要求",
        responsible=[],
        modality=modality,
        verdict=verdict,
        rules=rules,
        same_as=same_as,
    )


def one(clauses: list[ClauseResult], rules: list[RuleResult]) -> Compliance:
    (only,) = compliance([PACK], clauses, rules)
    return only


def test_the_worked_example_of_the_documentation() -> None:
    rules = [
        *(rule(name, Verdict.PASS) for name in ("plans", "report", "quarterly")),
        *(rule(name, Verdict.FAIL) for name in ("letters", "links")),
        rule("catalogue", Verdict.PENDING),
        *(rule(name, Verdict.REVIEW) for name in ("interpretation", "plain")),
        rule("videos", Verdict.FAIL, Level.ADVISORY),
        rule("epidemic", Verdict.NOT_APPLICABLE),
    ]
    clauses = [
        clause("1", Verdict.PASS, ["plans"]),
        clause("2", Verdict.PASS, ["report"]),
        clause("3", Verdict.FAIL, ["letters"]),
        clause("4", Verdict.FAIL, ["links"]),
        clause("5", Verdict.PENDING, ["catalogue"]),
        clause("6", Verdict.REVIEW, ["interpretation"]),
        clause("7", Verdict.REVIEW, ["plain"]),
        clause("8", Verdict.REVIEW, []),
        clause("9", Verdict.FAIL, ["videos"], modality="encourage"),
        clause("10", Verdict.PASS, ["plans"], same_as="county-2026/1"),
        clause("11", Verdict.NOT_APPLICABLE, ["epidemic"]),
        clause("12", Verdict.PASS, ["quarterly"]),
    ]
    by_id = {one.id: one for one in rules}
    seen = [(c.id.rpartition("/")[2], counted(c, by_id).value) for c in clauses]
    printed = re.findall(r"^\| (\d+) \|.*\| `(\w+)` \|$", DOC.read_text("utf-8"), re.MULTILINE)
    assert seen == printed
    told = one(clauses, rules)
    assert (told.passed, told.failed, told.decided, told.due) == (3, 2, 5, 8)
    assert (told.rate, told.decided_share) == (0.6, 0.625)
    assert (told.clauses, told.version, told.digest) == (12, PACK.version, PACK.digest)


def test_the_documentation_names_every_place_a_clause_is_counted() -> None:
    section = DOC.read_text("utf-8").partition("## 三")[2].partition("## 四")[0]
    assert all(f"`{place.value}`" in section for place in Counted)


def test_nothing_decided_is_no_rate() -> None:
    told = one([clause("1", Verdict.REVIEW, [])], [])
    assert told.rate is None
    assert told.decided_share == 0.0
    assert one([], []).decided_share is None


def test_a_weak_wording_is_advice_even_where_another_clause_made_its_rule_a_duty() -> None:
    told = one(
        [
            clause("1", Verdict.FAIL, ["columns"], modality="explore"),
            clause("2", Verdict.FAIL, ["columns"]),
        ],
        [rule("columns", Verdict.FAIL)],
    )
    assert (told.advisory, told.failed) == (1, 1)


def test_a_clause_with_a_duty_and_an_advice_is_a_duty() -> None:
    told = one(
        [clause("1", Verdict.PASS, ["a", "b"])],
        [rule("a", Verdict.PASS), rule("b", Verdict.PASS, Level.ADVISORY)],
    )
    assert told.passed == 1


@pytest.mark.parametrize(
    ("verdict", "counts"),
    [(Verdict.PASS, (1, 0, 0)), (Verdict.FAIL, (0, 1, 0)), (Verdict.REVIEW, (0, 0, 1))],
)
def test_advice_that_is_not_followed_makes_no_duty_fail(
    verdict: Verdict, counts: tuple[int, int, int]
) -> None:
    told = one(
        [clause("1", Verdict.FAIL, ["a", "b"])],
        [rule("a", verdict), rule("b", Verdict.FAIL, Level.ADVISORY)],
    )
    assert (told.passed, told.failed, told.review) == counts


def test_vetoes_that_failed_are_named() -> None:
    told = one(
        [clause("1", Verdict.FAIL, ["down"]), clause("2", Verdict.FAIL, ["down", "links"])],
        [rule("down", Verdict.PASS, Level.VETO), rule("links", Verdict.FAIL)],
    )
    assert told.vetoed == []
    told = one([clause("1", Verdict.FAIL, ["down"])], [rule("down", Verdict.FAIL, Level.VETO)])
    assert told.vetoed == ["county-2026/1"]


def test_packs_are_told_apart_though_one_name_begins_with_the_other() -> None:
    packs = [PACK, PackUsed(id="county", title="另一个", version="1")]
    clauses = [clause("1", Verdict.PASS, ["a"]), clause("1", Verdict.FAIL, ["b"], pack="county")]
    first, second = compliance(packs, clauses, [rule("a", Verdict.PASS), rule("b", Verdict.FAIL)])
    assert (first.passed, first.failed, second.passed, second.failed) == (1, 0, 0, 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Verdict)),
            st.sampled_from(["duty", "explore"]),
            st.booleans(),
            st.booleans(),
            st.sampled_from(list(Level)),
        ),
        max_size=30,
    )
)
def test_every_clause_is_counted_once(
    facts: list[tuple[Verdict, str, bool, bool, Level]],
) -> None:
    rules = [rule(f"r{n}", fact[0], fact[4]) for n, fact in enumerate(facts)]
    clauses = [
        clause(
            str(n),
            verdict if ruled else Verdict.REVIEW,
            [f"r{n}"] if ruled else [],
            modality=modality,
            same_as="county-2026/0" if again else None,
        )
        for n, (verdict, modality, ruled, again, _) in enumerate(facts)
    ]
    told = one(clauses, rules)
    assert sum(getattr(told, place.value) for place in Counted) == len(clauses)
    assert told.decided == told.passed + told.failed
    assert told.due == told.decided + told.review + told.asked
    assert (told.rate is None) == (told.decided == 0)


@pytest.mark.parametrize("level", list(Level))
def test_the_rate_is_one_only_where_all_that_was_decided_passed(level: Level) -> None:
    clauses = [clause(str(n), Verdict.PASS, ["a"]) for n in range(20_000)]
    clauses.append(clause("x", Verdict.FAIL, ["b"]))
    told = one(clauses, [rule("a", Verdict.PASS), rule("b", Verdict.FAIL, level)])
    if level is Level.ADVISORY:
        assert told.rate == 1.0
    else:
        assert told.rate is not None
        assert told.rate < 1.0
