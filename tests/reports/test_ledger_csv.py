"""The CSV reads back as the ledger, in Excel's encoding, and nothing in it runs."""

import csv
import io
from datetime import date

import pytest

from checker.results import AuditResult
from reports.cells import like_a_formula
from reports.deadline import Deadline
from reports.formats import Asked
from reports.language import language
from reports.ledger_csv import made
from tests.reports.sample import county_portal
from tests.reports.test_html_safety import HOSTILE_PIECES, poisoned

ZH = language("zh")


def read(result: AuditResult, asked: Asked) -> list[dict[str, str]]:
    content = made(result, asked)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in content.replace(b"\r\n", b"").replace(b"]\n", b"")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def test_the_rows_read_back() -> None:
    rows = read(county_portal(), Asked(ZH))
    assert len(rows) == 8
    first = rows[0]
    assert first["责任单位"] == "县政府办公室、县大数据发展中心"
    assert first["问题对象"] == "http://old.qinglu.example/index.asp"
    assert (first["实测"], first["页数"]) == ("域名无法解析", "1842")
    assert (first["整改期限"], first["状态"]) == ("下发后 10 个工作日内", "发现")
    assert (first["问题标识"], first["规则编号"]) == ("links:00000002", "links")
    assert rows[-1]["整改期限"] == "建议，不限期"
    assert rows[-1]["级别"] == "建议性"
    assert "打开页面" not in first


def test_days_are_written_as_iso_dates() -> None:
    told = Deadline(5, usual=False, issued_on=date(2022, 1, 4), due=date(2022, 1, 11))
    row = read(county_portal(), Asked(ZH, told))[0]
    assert (row["下发日期"], row["整改期限"]) == ("2022-01-04", "2022-01-11")


def test_a_due_date_that_nobody_can_know_is_not_guessed() -> None:
    row = read(county_portal(), Asked(ZH, Deadline(10, issued_on=date(2031, 1, 4))))[0]
    assert row["整改期限"] == "无法推算（节假日历未覆盖）"


def test_equal_results_give_equal_bytes() -> None:
    assert made(county_portal(), Asked(ZH)) == made(county_portal(), Asked(ZH))


def test_english_headings() -> None:
    assert read(county_portal(), Asked(language("en")))[0]["State"] == "found"


@pytest.mark.parametrize(
    "text",
    [*HOSTILE_PIECES, '=cmd|"/c calc"!A0', "@SUM(1)", '",=1,"', "a\r\n=1", "-1;=1\t=1"],
    ids=lambda text: ascii(text)[:20],
)
def test_hostile_text_is_inert(text: str) -> None:
    for row in read(poisoned(text), Asked(ZH)):
        assert None not in row
        for cell in row.values():
            assert not like_a_formula(cell)
            assert cell.replace("\n", "").replace("\t", "").isprintable()
