"""How a verdict is shown: word, symbol and what it means for the reader.

One state more than there are verdicts: a failed piece of advice is a hint (提示) and is never
counted among what failed.  This module decides nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from checker.results import ClauseResult, Level, RuleResult, Verdict
from reports.language import marked


class State(StrEnum):
    """The states a reader sees, worst first.  The value serves as anchor and CSS class."""

    FAIL = "fail"
    REVIEW = "review"
    ADVICE = "advice"
    PENDING = "pending"
    PASS = "pass"
    NOT_APPLICABLE = "not-applicable"

    @property
    def label(self) -> str:
        """The word for it, a constant of the catalogue: shown as `t(state.label)`."""
        return _WORDS[self][1]

    @property
    def symbol(self) -> str:
        """A sign of its own (all are in GB2312, so every Chinese font has them)."""
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        """What it means, in a sentence or two; a constant like `label`."""
        return _WORDS[self][2]


_WORDS = {
    State.FAIL: (
        "×",
        marked("不合格"),
        marked("有证据表明没有达到要求。每处问题都附有页面地址、实测情况和取证信息。"),
    ),
    State.REVIEW: (
        "?",
        marked("待人工核查"),
        marked("机器看不到所需内容或者不能下结论，须由人查看。不等于不合格，也不等于合格。"),
    ),
    State.ADVICE: ("△", marked("提示"), marked("建议性要求没有达到，供改进参考，不计入不合格。")),
    State.PENDING: (
        "○",
        marked("待到期"),
        marked("规定的期限在检查基准日还没有届满，到期后再判定。"),
    ),
    State.PASS: (
        "√",
        marked("合格"),
        marked("在本次看到的页面范围内达到了要求；没有看到的页面不在其内。"),
    ),
    State.NOT_APPLICABLE: (
        "—",
        marked("不适用"),
        marked("该要求不适用于本网站或本检查基准日，不参与判定。"),
    ),
}
_OF_VERDICT = {
    Verdict.FAIL: State.FAIL,
    Verdict.REVIEW: State.REVIEW,
    Verdict.PENDING: State.PENDING,
    Verdict.PASS: State.PASS,
    Verdict.NOT_APPLICABLE: State.NOT_APPLICABLE,
}
# The kind of clause that demands; all others encourage.
DUTY: Final = "duty"
_WORST_FIRST = tuple(State)


def rule_state(rule: RuleResult) -> State:
    """The state of a rule: advice that failed is a hint."""
    if rule.verdict is Verdict.FAIL and rule.level is Level.ADVISORY:
        return State.ADVICE
    return _OF_VERDICT[rule.verdict]


def clause_state(clause: ClauseResult, rules: Mapping[str, State]) -> State:
    """The state of a clause: as judged, unless nothing but advice failed in it.

    A clause that only encourages is advice, however much another one demands of the same rule, and whoever
    judged it.
    """
    if clause.verdict is not Verdict.FAIL:
        return _OF_VERDICT[clause.verdict]
    states = {rules[rule] for rule in clause.rules if rule in rules}
    if clause.modality != DUTY:
        others = set() if clause.attested else states - {State.FAIL}
        states = {State.ADVICE, *others}
    only_advice_failed = State.ADVICE in states and State.FAIL not in states
    return min(states, key=_WORST_FIRST.index) if only_advice_failed else State.FAIL
