"""What persons have granted and decided is marked in every output, and never taken for the machine's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from audits.ledger.attested import with_attestations
from audits.ledger.waived import with_waivers
from audits.store.rows import Attestation, Waiver
from checker.results import AuditResult
from reports.formats import FORMATS, Asked
from reports.language import language
from tests.reports.papers.reading import text_of
from tests.reports.sample import county_portal

DAY = date(2021, 12, 31)
WAIVER = Waiver(
    site="qinglu",
    rule="links",
    target="links:00000001",
    reason="<b>停机改造",
    approver="李主任",
    since=date(2021, 1, 1),
    expires=date(2022, 6, 30),
)


def answered() -> tuple[AuditResult, list[str]]:
    """The sample with a waived link, and every open rule and question answered by a person."""
    portal = county_portal()
    open_rules = [rule.id for rule in portal.rules if rule.verdict == "review"]
    questions = [
        clause.id for clause in portal.clauses if clause.verdict == "review" and clause.question
    ]
    answer = Attestation(
        site="qinglu",
        clause="",
        verdict="不合格",
        note="<i>查阅纪要",
        evidence="attachments/ab-纪要.pdf",
        evidence_sha256="ab" * 32,
        who="王五",
        at=datetime(2021, 12, 30, tzinfo=UTC),
        expires=date(2022, 12, 31),
    )
    answers = [replace(answer, clause=name) for name in (*open_rules, *questions)]
    result = with_waivers(with_attestations(portal, answers, DAY), [WAIVER], DAY)
    return result, [*open_rules, *questions]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    result, _ = answered()
    asked = Asked(t=language("zh"))
    return {
        name: b"".join(FORMATS[name].make(result, asked).values())
        for name in ("html", "xlsx", "md", "docx")
    }


def test_the_page_marks_both_and_escapes_what_was_typed(made: dict[str, bytes]):
    page = BeautifulSoup(made["html"], "html.parser")
    told = [part.get_text() for part in page.select(".by-person")]
    assert "已豁免：<b>停机改造（李主任批准，到 2022-06-30 为止）" in told
    mine = [text for text in told if text.startswith("人工认定：王五，2021-12-30")]
    assert len(mine) >= len(answered()[1])
    assert "证据 ab-纪要.pdf（SHA-256 abababababababab…）" in mine[0]
    assert not page.select(".by-person b, .by-person i")
    result, _ = answered()
    counts = [one.attested for one in result.score.compliance if one.attested]
    assert counts
    table = page.select_one("table.compliance")
    assert table
    assert f"其中由人判定 {counts[0]}" in table.get_text()


def test_the_sheets_mark_both(made: dict[str, bytes]):
    book = load_workbook(BytesIO(made["xlsx"]), read_only=True)
    cells = [
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    assert any(cell.startswith("已豁免：") for cell in cells)
    assert any(cell.startswith("人工认定：王五") for cell in cells)


def test_summary_and_circular_say_what_persons_decided(made: dict[str, bytes]):
    assert "其中由人判定" in made["md"].decode()
    circular = text_of(made["docx"])
    assert "其中由人判定" in circular
    assert "人工认定：王五" in circular
    assert "已豁免：" in circular


def test_without_persons_nothing_is_said():
    page = FORMATS["html"].make(county_portal(), Asked(t=language("zh")))["report.html"].decode()
    assert "by-person" not in page
    assert "由人判定 " not in page
