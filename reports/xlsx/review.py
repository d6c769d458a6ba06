"""The sheet of what a person has to look at, with room for the answers.

`kind` and `subject` name the rule or the clause where the answers are read back.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.results import AuditResult, ClauseResult, RuleResult, Verdict
from reports.columns import Column
from reports.language import Language, marked
from reports.ledger_columns import opening
from reports.reasons import NO_REASON, REASONS
from reports.states import State

ANSWERS = (marked("合格"), marked("不合格"), marked("不适用"), marked("仍不能判定"))
_MAX_LEADS = 5


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One thing to look at: a rule that came out as review, or a clause with a question."""

    number: int
    rule: RuleResult | None
    clauses: tuple[ClauseResult, ...]

    @property
    def subject(self) -> str:
        """The id of the rule, or of the clause."""
        return self.rule.id if self.rule else self.clauses[0].id

    @property
    def leads(self) -> list[str]:
        """Addresses where a person may begin to look."""
        if self.rule is None:
            return []
        seen = [one.url for one in self.rule.evidence]
        return list(dict.fromkeys([*seen, *(finding.url for finding in self.rule.findings)]))


def review_rows(result: AuditResult) -> list[ReviewRow]:
    """The rules first, then the questions, each in the order of audit.json."""
    known = {clause.id: clause for clause in result.clauses}
    waiting: list[tuple[RuleResult | None, tuple[ClauseResult, ...]]] = [
        (rule, tuple(known[name] for name in rule.clauses if name in known))
        for rule in result.rules
        if rule.verdict is Verdict.REVIEW
    ]
    waiting += [
        (None, (clause,))
        for clause in result.clauses
        if clause.verdict is Verdict.REVIEW and clause.question
    ]
    return [ReviewRow(number, *one) for number, one in enumerate(waiting, 1)]


def review_columns(t: Language) -> tuple[Column[ReviewRow], ...]:
    """The columns of the sheet: what is to be looked at, then the answer, then the keys."""
    return (
        Column("number", t("序号"), 6, lambda row: row.number),
        Column("clauses", t("工作要点条款"), 20, _clauses),
        Column("units", t("责任单位"), 15, lambda row: t.listed(_units(row))),
        Column("title", t("事项"), 22, _title),
        Column("reason", t("为什么要人看"), 24, lambda row: _reason(row, t)),
        Column("message", t("机器看到的"), 26, lambda row: row.rule.message if row.rule else ""),
        Column("question", t("看什么、怎么判"), 34, lambda row: _question(row, t)),
        Column("first", t("机器初判"), 9, lambda row: _first(row, t)),
        Column("lead", t("从这里看起"), 25, lambda row: (row.leads or [""])[0]),
        Column(
            "answer",
            t("人工判定"),
            11,
            lambda _: "",
            editable=True,
            choices=tuple(t(answer) for answer in ANSWERS),
        ),
        Column("basis", t("依据"), 24, lambda _: "", editable=True),
        Column("person", t("核查人"), 10, lambda _: "", editable=True),
        Column("day", t("核查日期"), 12, lambda _: "", editable=True, dated=True),
        Column(
            "open",
            t("打开页面"),
            9,
            lambda row: opening((row.leads or [""])[0], t),
            printed=False,
            clickable=True,
        ),
        Column("more", t("更多地址"), 40, _more, printed=False),
        Column("kind", t("类别"), 8, _kind, printed=False, hidden=True),
        Column("subject", t("编号"), 24, lambda row: row.subject, printed=False, hidden=True),
    )


def _kind(row: ReviewRow) -> str:
    return "rule" if row.rule else "clause"


def _clauses(row: ReviewRow) -> str:
    return "\n".join(f"{clause.section} [{clause.id}]" for clause in row.clauses)


def _units(row: ReviewRow) -> dict[str, None]:
    return dict.fromkeys(unit for clause in row.clauses for unit in clause.responsible)


def _title(row: ReviewRow) -> str:
    return row.rule.title if row.rule else row.clauses[0].title


def _reason(row: ReviewRow, t: Language) -> str:
    if row.rule is None:
        return t("条款须由人判定")
    return t((REASONS[row.rule.reason] if row.rule.reason else NO_REASON).label)


def _question(row: ReviewRow, t: Language) -> str:
    if row.rule is None:
        return "\n".join([row.clauses[0].question or "", *row.clauses[0].hints])
    words = REASONS[row.rule.reason] if row.rule.reason else NO_REASON
    return "\n".join(filter(None, [t(words.what_to_do), row.rule.pass_when]))


def _first(row: ReviewRow, t: Language) -> str:
    if row.rule is None or row.rule.first is None:
        return ""
    return t(State(row.rule.first.value.replace("_", "-")).label)


def _more(row: ReviewRow) -> str:
    return "\n".join(row.leads[1 : _MAX_LEADS + 1])
