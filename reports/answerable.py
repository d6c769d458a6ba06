"""Which clauses a rule is demanded by, and so which units answer where it failed.

One answer for every output: a clause that only encourages makes nobody answer for a failure, so that no
unit is told to mend what it is merely encouraged to do; nor does one that is not due yet, or whose time is
over.  What did not fail burdens nobody; there all clauses that name the rule count.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.results import ClauseResult, RuleResult, Verdict
from reports.states import DUTY, State, rule_state

_NOT_NOW = frozenset({Verdict.PENDING, Verdict.NOT_APPLICABLE})


def named(rule: RuleResult, known: Mapping[str, ClauseResult]) -> tuple[ClauseResult, ...]:
    """The known clauses that name `rule`, each once."""
    return tuple(known[name] for name in dict.fromkeys(rule.clauses) if name in known)


def binding(rule: RuleResult, known: Mapping[str, ClauseResult]) -> tuple[ClauseResult, ...]:
    """The known clauses that make somebody answer for `rule` as it was judged."""
    clauses = named(rule, known)
    if rule_state(rule) is not State.FAIL:
        return clauses
    return tuple(
        clause for clause in clauses if clause.modality == DUTY and clause.verdict not in _NOT_NOW
    )


def cited(rule: RuleResult, known: Mapping[str, ClauseResult]) -> tuple[ClauseResult, ...]:
    """The clauses that stand beside `rule` as its basis: those that bind, or else all that name it."""
    return binding(rule, known) or named(rule, known)


def answering(rule: RuleResult, known: Mapping[str, ClauseResult]) -> tuple[str, ...]:
    """The units that answer for `rule`, in the order of its clauses; none may be named."""
    return tuple(
        dict.fromkeys(unit for clause in binding(rule, known) for unit in clause.responsible)
    )
