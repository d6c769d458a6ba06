"""Advice that failed is a hint, in rules and in clauses."""

import pytest

from checker.results import Attested, ClauseResult, Level, Verdict
from reports.states import State, clause_state, rule_state
from tests.reports.sample import links_rule


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("verdict", Verdict)
def test_only_a_failed_advice_is_shown_as_something_else(level: Level, verdict: Verdict) -> None:
    state = rule_state(links_rule().model_copy(update={"level": level, "verdict": verdict}))
    hint = level is Level.ADVISORY and verdict is Verdict.FAIL
    assert state.name == ("ADVICE" if hint else verdict.name)


@pytest.mark.parametrize(
    ("verdict", "rules", "state"),
    [
        (Verdict.FAIL, {"a": State.ADVICE}, State.ADVICE),
        (Verdict.FAIL, {"a": State.ADVICE, "b": State.PASS}, State.ADVICE),
        (Verdict.FAIL, {"a": State.ADVICE, "b": State.REVIEW}, State.REVIEW),
        (Verdict.FAIL, {"a": State.ADVICE, "b": State.FAIL}, State.FAIL),
        (Verdict.FAIL, {}, State.FAIL),
        (Verdict.PASS, {"a": State.PASS}, State.PASS),
        (Verdict.REVIEW, {}, State.REVIEW),
    ],
)
def test_a_clause_in_which_only_advice_failed_did_not_fail(
    verdict: Verdict, rules: dict[str, State], state: State
) -> None:
    clause = ClauseResult(
        id="p/1",
        section="一",
        title="t",
        responsible=[],
        modality="duty",
        verdict=verdict,
        rules=[*rules, "not-in-the-results"],
    )
    assert clause_state(clause, rules) is state


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ({"a": State.FAIL}, State.ADVICE),
        ({"a": State.FAIL, "b": State.REVIEW}, State.REVIEW),
        ({"a": State.FAIL, "b": State.PASS}, State.ADVICE),
    ],
)
def test_a_clause_that_only_encourages_never_fails(rules: dict[str, State], state: State) -> None:
    clause = ClauseResult(
        id="p/1",
        section="一",
        title="t",
        responsible=[],
        modality="encourage",
        verdict=Verdict.FAIL,
        rules=list(rules),
    )
    assert clause_state(clause, rules) is state


@pytest.mark.parametrize("rules", [{}, {"a": State.REVIEW}])
def test_nor_where_a_person_says_that_it_is_not_met(rules: dict[str, State]) -> None:
    clause = ClauseResult(
        id="p/1",
        section="一",
        title="t",
        responsible=[],
        modality="encourage",
        verdict=Verdict.FAIL,
        rules=list(rules),
        attested=Attested(who="王某", at="2026-06-30"),
    )
    assert clause_state(clause, rules) is State.ADVICE


def test_no_two_states_look_or_sound_alike() -> None:
    for words in ({s.symbol for s in State}, {s.label for s in State}, {s.meaning for s in State}):
        assert len(words) == len(State)
