"""The test table: what must come out for every clause of every county, from what was planted there.

`python -m tests.audits.counties.table` writes `expected.tsv` anew after a planting or a pack was changed.
The program's own judgement has no part in it.  `verdict` is the clause's; `machine` what the machine
itself finds, rule by rule, where a person has the last word (`prepared`: it only gathers evidence).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from tests.audits.counties.plantings import (
    Plan,
    assisted,
    clauses,
    judged_as,
    pack,
    plans,
    prepared,
    rules_of,
)

TABLE = Path(__file__).with_name("expected.tsv")
_WORST_FIRST = ("fail", "review", "pending", "pass", "not_applicable")


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of one county."""

    county: str
    clause: str
    verdict: str
    machine: str
    planted: str


def lines(plan: Plan) -> Iterator[Line]:
    """Yield what must come out for a county."""
    for clause in clauses(plan):
        yield _line(plan, clause)


def _line(plan: Plan, clause: dict[str, Any]) -> Line:
    if _over(plan, clause):
        return Line(plan.key, clause["id"], "not_applicable", "-", "检查日期已过，不再适用")
    rules = rules_of(clause)
    if not rules:
        return Line(plan.key, clause["id"], "review", "-", "由检查员回答")
    judged = [_judged(plan, clause, one) for one in rules]
    verdict = min((one[0] for one in judged), key=_WORST_FIRST.index)
    if verdict == "fail" and plan.as_of <= date.fromisoformat(clause.get("due", "0001-01-01")):
        verdict = "pending"  # other clauses ask for it now
    machine = "+".join(one[1] for one in judged)
    planted = "；".join(dict.fromkeys(one[2] for one in judged))
    return Line(plan.key, clause["id"], verdict, machine, planted)


def _judged(plan: Plan, clause: dict[str, Any], told: dict[str, Any]) -> tuple[str, str, str]:
    """Return the verdict, the machine's own, and what was planted."""
    if told["rule"] in prepared():
        return "review", "prepared", "汇集线索，由检查员判断"
    truth = plan.truth(judged_as(told), clause["id"])
    verdict = truth.verdict
    if verdict == "fail" and _not_due(plan, told):
        verdict = "pending"
    decided = verdict in {"pass", "fail"}
    if decided and (told["rule"] in assisted() or _left_to_a_person(plan, told)):
        return "review", verdict, truth.because
    return verdict, verdict, truth.because


def _sharing(plan: Plan, told: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the clauses that are judged together with this one, each with its rule."""
    return [
        (clause, one)
        for clause in clauses(plan)
        for one in rules_of(clause)
        if judged_as(one) == judged_as(told) and not _over(plan, clause)
    ]


def _left_to_a_person(plan: Plan, told: dict[str, Any]) -> bool:
    return all(one.get("how") == "assisted" for _, one in _sharing(plan, told))


def _not_due(plan: Plan, told: dict[str, Any]) -> bool:
    days = [clause.get("due") for clause, _ in _sharing(plan, told)]
    return all(day and plan.as_of <= date.fromisoformat(day) for day in days)


def _over(plan: Plan, clause: dict[str, Any]) -> bool:
    if "until" in clause and plan.as_of > date.fromisoformat(clause["until"]):
        return True
    year = pack(plan.pack).get("year") if clause["id"].startswith(plan.pack) else None
    return clause.get("timing") == "year_bound" and bool(year) and plan.as_of.year > int(year or 0)


def written() -> str:
    """Return the table as text."""
    head = "\t".join(field.name for field in fields(Line))
    rows = ["\t".join(astuple(line)) for plan in plans().values() for line in lines(plan)]
    return "\n".join([head, *rows, ""])


def read() -> list[Line]:
    """Read the table that stands in the file."""
    _, *rows = TABLE.read_text(encoding="utf-8").splitlines()
    return [Line(*row.split("\t")) for row in rows]


if __name__ == "__main__":
    TABLE.write_text(written(), encoding="utf-8")
