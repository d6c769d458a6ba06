"""The part of an audit that concerns one unit: the rules of the clauses that it is responsible for.

What was seen stays as it was, with all its denominators; verdicts are not judged anew, but what failed and
others answer for is advice to the unit.  It says of itself that it is a part: in the site's name, and in a
note of the coverage.  Rates of whole documents are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from checker.results import AuditResult, Level, Score, Verdict
from reports.answerable import answering
from reports.language import Language


def units(result: AuditResult) -> tuple[str, ...]:
    """All units that clauses of this audit name, in the order of the documents."""
    return tuple(dict.fromkeys(unit for clause in result.clauses for unit in clause.responsible))


def for_unit(result: AuditResult, unit: str, t: Language) -> AuditResult | None:
    """The audit as far as it is the business of a unit; None where no clause names it."""
    clauses = [clause for clause in result.clauses if unit in clause.responsible]
    if not clauses:
        return None
    own = {clause.id for clause in clauses}
    known = {clause.id: clause for clause in result.clauses}
    rules = [
        rule.model_copy(
            update={
                "clauses": [name for name in rule.clauses if name in own],
                "level": rule.level if unit in answering(rule, known) else Level.ADVISORY,
            }
        )
        for rule in result.rules
        if own.intersection(rule.clauses)
    ]
    note = t(
        "本件只含由“{unit}”承担的 {n} 项条款和与之有关的规则，不是检查的全部结果；所见范围是整个网站的。",
        unit=unit,
        n=len(clauses),
    )
    coverage = result.coverage
    return result.model_copy(
        update={
            "site": result.site.model_copy(
                update={"name": t("{site}（{unit}承担的部分）", site=result.site.name, unit=unit)}
            ),
            "packs": [
                pack
                for pack in result.packs
                if any(name.partition("/")[0] == pack.id for name in own)
            ],
            "coverage": coverage.model_copy(update={"notes": [note, *coverage.notes]}),
            "score": Score(
                verdicts=_counted(result.score.verdicts, [rule.verdict for rule in rules]),
                clauses=_counted(result.score.clauses, [clause.verdict for clause in clauses]),
            ),
            "rules": rules,
            "clauses": clauses,
        }
    )


def _counted(before: Mapping[str, int], verdicts: Sequence[Verdict]) -> dict[str, int]:
    counts = Counter(verdict.value for verdict in verdicts)
    return {name: counts[name] for name in before or map(str, Verdict)}
