"""The columns of the rectification ledger, the same in every spreadsheet and in CSV.

Keys and their meaning are relied on where an edited ledger is read back: `finding` names the row,
`home` the site, `rule` the rule; what is `editable` may come back changed.
"""

from __future__ import annotations

from dataclasses import replace

from checker.results import AuditResult
from reports.by_persons import waived_told
from reports.columns import Cell, Column
from reports.deadline import Deadline
from reports.finding_view import NEVER_LINKED
from reports.language import Language, marked
from reports.ledger import LedgerRow
from reports.moments import moment
from reports.visible import Address, address
from reports.wording import LEVELS, expected, observed

# The way of a defect; the first is that of a fresh finding.
STATES = (
    marked("发现"),
    marked("核实"),
    marked("下发"),
    marked("整改"),
    marked("复核"),
    marked("销号"),
)
NO_UNIT = marked("未指定责任单位")


def ledger_columns(
    result: AuditResult, deadline: Deadline, t: Language
) -> tuple[Column[LedgerRow], ...]:
    """The columns: first those that are printed, then the evidence and what programs go by."""
    states = tuple(t(state) for state in STATES)
    home = address(result.site.home)
    evidence: tuple[Column[LedgerRow], ...] = (
        # The addresses themselves are plain text: LibreOffice wraps no cell that is a link.
        Column(
            "open_page",
            t("打开页面"),
            9,
            lambda row: opening(row.finding.url, t),
            clickable=True,
        ),
        Column("open_target", t("打开对象"), 9, lambda row: _target(row, t), clickable=True),
        Column(
            "issued",
            t("下发日期"),
            12,
            lambda _: deadline.issued_on or "",
            editable=True,
            dated=True,
        ),
        Column("expected", t("应达到"), 18, lambda row: expected(row.finding.expected, t)),
        Column("excerpt", t("依据摘录"), 40, lambda row: row.finding.excerpt),
        Column("fetched", t("取证时间"), 20, lambda row: moment(row.finding.fetched_at, t)),
        Column("sha256", t("取证内容 SHA-256"), 34, lambda row: row.finding.sha256 or ""),
        Column("site", t("网站"), 24, lambda _: result.site.name),
        Column("finding", t("问题标识"), 34, lambda row: row.finding.fingerprint),
        Column("rule", t("规则编号"), 20, lambda row: row.rule.id, hidden=True),
        Column("home", t("网站首页"), 24, lambda _: home.text, hidden=True),
    )
    return (
        Column("number", t("序号"), 6, lambda row: row.number),
        Column("units", t("责任单位"), 15, lambda row: units_told(row, t), editable=True),
        Column("clauses", t("工作要点条款"), 18, _clauses),
        Column("title", t("检查项"), 15, lambda row: row.rule.title),
        Column("level", t("级别"), 9, lambda row: t(LEVELS[row.rule.level])),
        Column("problem", t("问题"), 27, lambda row: row.finding.message),
        Column("page", t("所在页面"), 25, lambda row: row.finding.url),
        Column("target", t("问题对象"), 25, lambda row: row.finding.target or ""),
        Column("observed", t("实测"), 15, lambda row: observed(row.finding.observed, t).words),
        Column("places", t("页数"), 6, lambda row: row.places or "—"),
        Column("to_do", t("整改要求"), 25, lambda row: row.to_do),
        Column(
            "due", t("整改期限"), 12, lambda row: _due(row, deadline, t), editable=True, dated=True
        ),
        Column("state", t("状态"), 8, lambda _: states[0], editable=True, choices=states),
        Column("note", t("备注"), 13, lambda row: _note(row, t), editable=True),
        *(replace(column, printed=False) for column in evidence),
    )


def units_told(row: LedgerRow, t: Language) -> str:
    """All units of a row, or that none is named."""
    return t.listed(row.units) or t(NO_UNIT)


def _note(row: LedgerRow, t: Language) -> str:
    return waived_told(row.finding.waived or row.rule.waived, t)


def _clauses(row: LedgerRow) -> str:
    told = [f"{clause.section} [{clause.id}]" for clause in row.clauses]
    known = {clause.id for clause in row.clauses}
    return "\n".join([*told, *(name for name in row.rule.clauses if name not in known)])


def opening(url: str, t: Language) -> Cell:
    """A word to click on, where following the address is harmless; nothing elsewhere."""
    href = address(url).href
    return Address(t("打开"), href) if href else ""


def _target(row: LedgerRow, t: Language) -> Cell:
    # What a parked domain shows tomorrow nobody knows: it is named and never linked.
    if row.finding.target is None or row.finding.observed in NEVER_LINKED:
        return ""
    return opening(row.finding.target, t)


def _due(row: LedgerRow, deadline: Deadline, t: Language) -> Cell:
    if row.advisory:
        return t("建议，不限期")
    if deadline.due:
        return deadline.due
    if deadline.not_known:
        return t("无法推算（节假日历未覆盖）")
    return t("下发后 {n} 个工作日内", n=deadline.workdays)
