"""The workbook as it is read: its sheets, what may be changed in it, and that it is the same each time.

After an intended change: `GONGKAI_ACCEPT=1 pytest tests/reports/xlsx/test_workbook.py`, then read the difference.
"""

import os
from datetime import date
from pathlib import Path

import pytest

from checker.results import AuditResult
from reports.deadline import Deadline
from reports.formats import Asked
from reports.language import language
from reports.xlsx import workbook
from reports.xlsx.workbook import made
from tests.reports.sample import DATA, OFFICE, county_portal, dead_link, links_rule
from tests.reports.xlsx.reading import dump, opened, table

ZH = language("zh")
TOLD = Deadline(10, usual=False, issued_on=date(2022, 1, 4), due=date(2022, 1, 18))


def small_portal() -> AuditResult:
    """The sample with two dead links, so that the snapshot stays readable."""
    portal = county_portal()
    findings = [
        dead_link(1, "http://fgj.qinglu.example/gk/2019/zc.html", "404", 12),
        dead_link(2, "http://shop.parked.example/", "parked"),
    ]
    return portal.model_copy(update={"rules": [links_rule(findings), *portal.rules[1:]]})


def with_units(*names: str) -> AuditResult:
    portal = county_portal()
    clause = next(one for one in portal.clauses if one.id == "qinglu-2021/2")
    clause = clause.model_copy(update={"responsible": list(names)})
    return portal.model_copy(update={"rules": [links_rule()], "clauses": [clause]})


def test_it_reads_as_its_snapshot() -> None:
    text = dump(made(small_portal(), Asked(ZH, TOLD)))
    path = Path(__file__).with_name("county_portal.txt")
    if os.environ.get("GONGKAI_ACCEPT"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_equal_results_give_equal_bytes() -> None:
    assert made(county_portal(), Asked(ZH)) == made(county_portal(), Asked(ZH))


def test_a_very_long_ledger_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    short = dump(made(county_portal(), Asked(ZH)))
    monkeypatch.setattr(workbook, "MANY_ROWS", 0)
    content = made(county_portal(), Asked(ZH))
    assert dump(content) == short
    assert made(county_portal(), Asked(ZH)) == content


def test_english_names_of_sheets() -> None:
    book = opened(made(county_portal(), Asked(language("en"))))
    assert book.sheetnames[:2] == ["Overview", "Ledger"]


def test_a_row_of_several_units_stands_with_each_under_the_same_key() -> None:
    book = opened(made(county_portal(), Asked(ZH)))
    whole = {row["问题标识"]: row for row in table(book["整改台账"])}
    for unit in (OFFICE, DATA):
        rows = table(book[unit])
        assert {row["问题标识"] for row in rows} == set(whole)
        for row in rows:
            assert row.items() <= whole[row["问题标识"]].items()


def test_what_a_program_reads_back_is_there() -> None:
    book = opened(made(county_portal(), Asked(ZH)))
    properties = {each.name: each.value for each in book.custom_doc_props.props}
    assert properties == {
        "gongkai-format": "gongkai-ledger/1",
        "gongkai-home": "http://www.qinglu.example/",
        "gongkai-run": "20211231-0001",
        "gongkai-as-of": "2021-12-31",
    }
    sheet = book["整改台账"]
    head = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.column_dimensions[head["规则编号"]].hidden
    locked = {name for name, letter in head.items() if sheet[f"{letter}2"].protection.locked}
    assert set(head) - locked == {"责任单位", "整改期限", "状态", "备注", "下发日期"}


def test_more_units_than_sheets_are_told_in_the_overview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNIT_SHEETS", 2)
    units = [f"第{number}中学" for number in range(5)]
    book = opened(made(with_units(*units), Asked(ZH)))
    assert len(book.sheetnames) == 5 + 2
    told = [cell.value for cell in book["概览"]["D"] if cell.value == "未单列，请在整改台账中筛选"]
    assert len(told) == 3


def test_an_unnamed_unit_has_a_sheet_of_its_own() -> None:
    book = opened(made(with_units(), Asked(ZH)))
    assert len(table(book["未指定责任单位"])) == 6


def test_a_unit_that_is_called_like_a_sheet_of_ours() -> None:
    book = opened(made(with_units("概览", "整改台账"), Asked(ZH)))
    assert book.sheetnames[-2:] == ["概览 (2)", "整改台账 (2)"]


@pytest.mark.parametrize("changes", [{"rules": [], "clauses": [], "packs": []}])
def test_an_audit_without_anything(changes: dict[str, list[object]]) -> None:
    book = opened(made(county_portal().model_copy(update=changes), Asked(ZH)))
    assert book["整改台账"].max_row == 1
