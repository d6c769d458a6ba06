"""The county's annual reports on openness: three years whose figures fit, unless planted otherwise."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from tests.audits.counties.model import Document
from tests.audits.counties.plantings import Plan
from tests.gold.annual_report import WAYS, Cell, Table, made_report

_Numbers = dict[str, dict[str, int]]
_Drawn = tuple[_Numbers, tuple[Table, Table, Table]]
_YEARS = 3
_TRIES = 4_000
_ON, _OVER = "四、结转下年度继续办理", "二、上年结转政府信息公开申请数量"
_TABLES = ("active", "requests", "disputes")
_LINES = {
    "general": (
        "一、总体情况",
        "本年度主动公开信息两千余条，依申请公开按期办结，平台建设和监督保障有序推进。",
    ),
    "workpoints": (
        "",
        "对照年度政务公开工作要点，逐项分解任务、明确责任，要点落实情况按季度通报。",
    ),
    "active": ("二、主动公开政府信息情况", ""),
    "requests": ("三、收到和处理政府信息公开申请情况", ""),
    "disputes": ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", ""),
    "problems": ("五、存在的主要问题及改进情况", "个别单位公开不够主动，将加强培训和日常检查。"),
    "other": ("六、其他需要报告的事项", "本年度没有收取信息处理费。"),
}


def report_documents(plan: Plan, asked: dict[str, Any]) -> list[Document]:
    """Return the reports, newest first.  `until`: so many years back the newest one is."""
    newest = asked.get("until", 1)
    years = [plan.as_of.year - back for back in range(newest, newest + _YEARS)]
    drawn = _fitting(years, more=asked.get("disputes") == "more")
    return [
        _document(plan, year, tables, asked if year == years[0] else {})
        for year, tables in zip(years, drawn, strict=True)
    ]


def _document(
    plan: Plan, year: int, tables: tuple[Table, Table, Table], asked: dict[str, Any]
) -> Document:
    when = str(asked.get("published", f"{{年}}-03-{20 + year % 7}"))
    paragraphs: list[str] = []
    placed: dict[int, Table] = {}
    for key, (head, line) in _LINES.items():
        if key == asked.get("without"):
            continue
        paragraphs += [text for text in (head, line) if text]
        if key in _TABLES:
            wrong = key == "requests" and asked.get("wrong")
            table = tables[_TABLES.index(key)]
            placed[len(paragraphs)] = _wrong(table) if wrong else table
    return Document(
        key=f"report{year}",
        title=f"{plan.county}{year}年政府信息公开工作年度报告",
        day=date.fromisoformat(when.replace("{年}", str(year + 1))),
        source=f"{plan.county}人民政府办公室",
        paragraphs=paragraphs,
        tables=placed,
    )


def _wrong(table: Table) -> Table:
    """The first number of the requests' table is three too many."""
    rows = [list(row) for row in table]
    for row in rows:
        if row[0].text.startswith("一、本年新收"):
            row[1] = Cell(str(int(row[1].text) + 3))
            break
    return tuple(tuple(row) for row in rows)


def _fitting(years: list[int], *, more: bool) -> list[tuple[Table, Table, Table]]:
    """Draw reports until what one year carries on is what the next carries over.

    `more`: the newest year has the larger share of disputes, or of lost cases.
    """
    found: list[_Drawn] = []
    for year in years:
        draws = (Random(year * 10_000 + seed) for seed in range(_TRIES))  # noqa: S311  no secrets
        seeds = (made_report(draw) for draw in draws)
        found.append(next(one for one in seeds if _goes_with(found, one, more=more)))
    return [tables for _, tables in found]


def _goes_with(found: list[_Drawn], one: _Drawn, *, more: bool) -> bool:
    if not found:
        return True
    later = found[-1][0]
    if one[0][_ON] != later[_OVER]:
        return False
    if len(found) > 1:
        return True
    now, before = _rates(later), _rates(one[0])
    return (now[0] > before[0]) if more else (now[0] < before[0] and now[1] < before[1])


def _rates(numbers: _Numbers) -> tuple[float, float]:
    """Return disputes a request handled, and cases lost a case decided."""
    total = sum(numbers[way]["总计"] for way in WAYS)
    decided = total - sum(numbers[way]["尚未审结"] for way in WAYS)
    lost = sum(numbers[way]["结果纠正"] for way in WAYS)
    return total / numbers["（七）总计"]["总计"], lost / decided if decided else 0.0
