"""The first sheet: which audit, how it stands, what was seen, who has how much to do, how to go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from checker.results import AuditResult
from reports.cells import cell_text, like_a_formula
from reports.columns import Cell
from reports.coverage_view import coverage_view
from reports.deadline import Deadline
from reports.language import Language
from reports.ledger import LedgerRow
from reports.moments import day
from reports.states import State, clause_state, rule_state
from reports.visible import Address, address, clip
from reports.xlsx.book import Book
from reports.xlsx.heights import height, lines

_WIDTHS = (26, 16, 16, 62)
_MAX_TITLE = 40
_WIDE = sum(_WIDTHS)


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """A unit, its rows, and its sheet; `sheet` is empty where it has none of its own."""

    unit: str
    rows: Sequence[LedgerRow]
    sheet: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What the sheet tells of the rest of the book."""

    rows: Sequence[LedgerRow]
    units: Sequence[UnitSheet]
    editable: Sequence[str]


class Overview:
    """Writes the sheet from top to bottom."""

    def __init__(self, book: Book, sheet: Worksheet, t: Language) -> None:
        """Begin at the top."""
        self._book, self._sheet, self._t = book, sheet, t
        self._row = 0
        sheet.set_portrait()
        for index, width in enumerate(_WIDTHS):
            sheet.set_column(index, index, width)

    def write(self, result: AuditResult, deadline: Deadline, contents: Contents) -> None:
        """Write it all."""
        t = self._t
        self._title(t("{site} 政务公开检查台账", site=result.site.name))
        self._notice(
            t(
                "本表由程序根据网上抓取的内容自动生成，须经人工核实后，方可作为通报和整改的依据。"
                "“待人工核查”不等于不合格；没有看到的页面不作判断。"
            )
        )
        self._facts(result, deadline)
        self._verdicts(result)
        self._seen(result)
        self._units(contents)
        self._section(t("怎么用"))
        for line in _how(contents, t):
            self._notice(line, "text")

    def _facts(self, result: AuditResult, deadline: Deadline) -> None:
        t = self._t
        self._section(t("基本情况"))
        self._fact(t("网站"), result.site.name)
        self._fact(t("首页"), address(result.site.home))
        self._fact(t("检查基准日"), day(result.as_of, t))
        self._fact(t("抓取时间"), coverage_view(result.coverage, t).crawled_at)
        for pack in result.packs:
            told = t(
                "{title}（{id}，版本 {version}）",
                title=pack.title,
                id=pack.id,
                version=pack.version,
            )
            self._fact(t("检查依据"), told)
        self._fact(t("下发日期"), t.date(deadline.issued_on) if deadline.issued_on else t("未定"))
        self._fact(t("整改期限"), _term(deadline, t))

    def _verdicts(self, result: AuditResult) -> None:
        t = self._t
        states = {rule.id: rule_state(rule) for rule in result.rules}
        rules = Counter(rule_state(rule) for rule in result.rules)
        clauses = Counter(clause_state(clause, states) for clause in result.clauses)
        self._section(t("判定"))
        self._cells(t("判定"), t("要求（项）"), t("条款（条）"), t("含义"), kind="head")
        for state in State:
            self._cells(t(state.label), rules[state], clauses[state], t(state.meaning))

    def _seen(self, result: AuditResult) -> None:
        t = self._t
        view = coverage_view(result.coverage, t)
        self._section(t("看到了多少"))
        self._cells(t("项目"), t("已知"), t("看到"), t("说明"), kind="head")
        for extent in view.extents:
            share = t("看到 {share}", share=extent.share)
            self._cells(extent.name, extent.known, extent.seen, share)
        if not view.complete:
            self._notice(
                t(
                    "本次检查不完整：有 {n} 个已知网页没有读到。“合格”和“没有发现”只对已读到的网页有效。",
                    n=view.pages.unseen,
                )
            )

    def _units(self, contents: Contents) -> None:
        t = self._t
        self._section(t("责任单位"))
        self._cells(t("责任单位"), t("须整改（条）"), t("建议（条）"), t("工作表"), kind="head")
        for one in contents.units:
            self._unit(one.unit, one.rows, one.sheet)
        advice = sum(row.advisory for row in contents.rows)
        self._cells(t("合计（不重复）"), len(contents.rows) - advice, advice, t("整改台账"))

    def _unit(self, unit: str, rows: Sequence[LedgerRow], sheet: str) -> None:
        advice = sum(row.advisory for row in rows)
        self._cells(unit, len(rows) - advice, advice, self._t("未单列，请在整改台账中筛选"))
        if sheet:
            quoted = sheet.replace("'", "''")
            link = self._book.format("link", quoted=like_a_formula(sheet))
            self._sheet.write_url(self._row - 1, 3, f"internal:'{quoted}'!A1", link, sheet)

    def _title(self, text: str) -> None:
        self._book.cell(self._sheet, self._row, 0, clip(text, _MAX_TITLE, self._t), "title")
        self._sheet.set_row(self._row, 26)
        self._row += 1

    def _section(self, text: str) -> None:
        self._row += 1
        self._book.cell(self._sheet, self._row, 0, text, "section")
        self._sheet.set_row(self._row, 20)
        self._row += 1

    def _notice(self, text: str, kind: str = "notice") -> None:
        """A sentence across the sheet; the height of merged cells is not found by itself."""
        self._book.across(self._sheet, self._row, len(_WIDTHS) - 1, text, kind)
        self._sheet.set_row(self._row, height(lines(text, _WIDE)))
        self._row += 1

    def _fact(self, label: str, cell: Cell) -> None:
        last, row = len(_WIDTHS) - 1, self._row
        told = cell if isinstance(cell, str) else ""
        self._sheet.set_row(row, height(lines(cell_text(told, self._t), _WIDE - _WIDTHS[0])))
        self._book.cell(self._sheet, row, 0, label, "label")
        self._book.across(self._sheet, row, last, "", "text", first=1)
        self._book.cell(self._sheet, row, 1, cell, "" if isinstance(cell, Address) else "text")
        self._row += 1

    def _cells(self, *cells: Cell, kind: str = "") -> None:
        most = 1
        for index, cell in enumerate(cells):
            self._book.cell(self._sheet, self._row, index, cell, kind)
            if isinstance(cell, str):
                most = max(most, lines(cell_text(cell, self._t), _WIDTHS[index]))
        self._sheet.set_row(self._row, height(most))
        self._row += 1


def _term(deadline: Deadline, t: Language) -> str:
    """The time to mend, in words, with where it comes from."""
    term = t("{n} 个工作日", n=deadline.workdays)
    if deadline.usual:
        term = t("{term}（通报的通常期限，未另行指定）", term=term)
    if deadline.due:
        return t("{term}，到{day}止", term=term, day=t.date(deadline.due))
    if deadline.not_known:
        return t("{term}；到期日无法推算（节假日历未覆盖）", term=term)
    return t("下发之日起 {term}；没有指定下发日期，未推算到期日", term=term)


def _how(contents: Contents, t: Language) -> list[str]:
    return [
        t(
            "“整改台账”和各责任单位的工作表中，表头为黄色的列可以填写：{columns}。"
            "其余各列受保护，以免误改；保护没有设密码，需要排序、增删行时可以撤销。",
            columns=t.listed(contents.editable),
        ),
        t("“问题标识”一列和隐藏的列用来识别每一条问题，请不要删改。"),
        t("同一条问题涉及几个责任单位的，在每个单位的工作表中各有一行，序号和问题标识相同。"),
        t("打印只含办理所需的列；取证时间、哈希等在右侧各列。"),
    ]
