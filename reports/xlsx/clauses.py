"""The sheet of all clauses: each with its verdict, its units, its rules or its question."""

from __future__ import annotations

from dataclasses import dataclass

from checker.results import AuditResult, ClauseResult
from reports.by_persons import attested_told
from reports.columns import Column
from reports.language import Language
from reports.states import State, clause_state, rule_state
from reports.wording import modality


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause; `document` is the title of its pack, `rules` the titles of its rules."""

    number: int
    clause: ClauseResult
    state: State
    document: str
    rules: tuple[str, ...]


def clause_rows(result: AuditResult) -> list[ClauseRow]:
    """All clauses in the order of audit.json."""
    documents = {pack.id: pack.title for pack in result.packs}
    titles = {rule.id: rule.title for rule in result.rules}
    states = {rule.id: rule_state(rule) for rule in result.rules}
    return [
        ClauseRow(
            number,
            clause,
            clause_state(clause, states),
            documents.get(clause.id.partition("/")[0], ""),
            tuple(titles.get(rule, rule) for rule in clause.rules),
        )
        for number, clause in enumerate(result.clauses, 1)
    ]


def clause_columns(t: Language) -> tuple[Column[ClauseRow], ...]:
    """The columns of the sheet."""
    return (
        Column("number", t("序号"), 6, lambda row: row.number),
        Column("document", t("所属文件"), 22, lambda row: row.document),
        Column("clause", t("条款编号"), 16, lambda row: row.clause.id),
        Column("section", t("位置"), 14, lambda row: row.clause.section),
        Column("title", t("内容"), 30, lambda row: row.clause.title),
        Column("units", t("责任单位"), 20, lambda row: t.listed(row.clause.responsible)),
        Column("modality", t("性质"), 10, lambda row: modality(row.clause.modality, t)),
        Column("verdict", t("判定"), 11, lambda row: t(row.state.label)),
        Column("rules", t("检查项"), 24, lambda row: t.series(row.rules)),
        Column("question", t("须由人回答的问题"), 34, lambda row: row.clause.question or ""),
        Column("printed", t("文件写明的要求"), 20, lambda row: row.clause.printed or ""),
        Column("note", t("说明"), 24, lambda row: _note(row.clause, t)),
    )


def _note(clause: ClauseResult, t: Language) -> str:
    return "\n".join(filter(None, (attested_told(clause.attested, t), clause.note)))
