"""The rectification ledger as CSV: RFC 4180, UTF-8 with a mark that Excel needs, nothing runs in it.

Every field stands in quotes, and what a spreadsheet could take for a formula has an apostrophe
before it (see `cells.inert`).
"""

from __future__ import annotations

import csv
import io
from datetime import date

from checker.results import AuditResult
from reports.cells import cell_text, inert
from reports.columns import Cell
from reports.formats import Asked
from reports.language import Language
from reports.ledger import ledger
from reports.ledger_columns import ledger_columns
from reports.visible import Address


def made(result: AuditResult, asked: Asked) -> bytes:
    """The bytes of the file; equal results give equal bytes."""
    columns = [
        column for column in ledger_columns(result, asked.deadline, asked.t) if not column.clickable
    ]
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    for row in ledger(result):
        writer.writerow([_field(column.value(row), asked.t) for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _field(cell: Cell, t: Language) -> str:
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return inert(cell_text(cell.text if isinstance(cell, Address) else cell, t))
