"""An edited ledger (XLSX): read the same way twice, or a SheetError; every cell a text, every problem told."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from openpyxl.utils.datetime import WINDOWS_EPOCH

from audits.ledger.sheet_columns import SheetRow
from audits.ledger.sheet_reading import SheetError, day_written, plain, read
from audits.ledger.sheet_writing import made
from tests.audits.ledger.entries import entry
from tests.fuzzing.target import Target, said, text, workplace


def check(data: bytes) -> None:
    """Read it; and its bytes as a cell."""
    with workplace("ledger.xlsx", data) as path:
        try:
            found = read(path)
        except SheetError as error:
            said(error)
        else:
            assert read(path) == found
            for row in found.rows:
                assert all(isinstance(value, str) for value in row.values.values())
    cell = text(data)[:100]
    for value in (cell, plain(cell)):
        day = day_written(value, WINDOWS_EPOCH)
        assert not day or day_written(day, WINDOWS_EPOCH) == day


@cache
def seeds() -> tuple[bytes, ...]:
    """An exported ledger of two entries."""
    rows = [SheetRow(entry(), "青麓县", "", date(2026, 1, 1)), SheetRow(entry(id=8, fingerprint="links:00b2", unit="县政府办公室"), "青麓县", "例外", date(2026, 1, 1))]  # fmt: skip
    return (made(rows, ["县政府办公室"], datetime(2026, 1, 1)),)  # noqa: DTZ001 - a workbook knows no zones


TARGET = Target("ledger_sheets", check, seeds, zipped=True, most=60_000, examples=6, words=(b'<c t="e"><v>#REF!</v></c>', b"<f>1+1</f>", b"<v>1e400</v>", b"<v>-1</v>", b"<v>45000.5</v>", b"<v>nan</v>", b't="d"', b"<v>2026-02-30</v>", b's="9"', b"<!DOCTYPE x [<!ENTITY a 'a'>]>", b"</sheetData>", b'date1904="1"', b'<numFmt numFmtId="14" formatCode="d"/>', b"<v>99999999999999999999</v>", b"_x000D_"), about="edited ledger")  # fmt: skip
