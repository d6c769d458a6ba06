"""The ledger as an XLSX file that an inspector edits and `sheet_reading` takes back.

Beside the sheet that is read stand two hidden ones: the units that may be chosen, and each entry as it was
when it was exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from tempfile import TemporaryDirectory

from audits.ledger.sheet_columns import UNIT, SheetRow, base_columns, sheet_columns
from reports.columns import Column
from reports.language import language
from reports.xlsx.book import Book

LEDGER, UNITS, BASE = "整改台账", "单位", "导出时的内容"
FORMAT = "gongkai-desk-ledger/1"


def made(rows: Sequence[SheetRow], units: Sequence[str], made_at: datetime) -> bytes:
    """The bytes of the file; equal rows at an equal time give equal bytes.  Raises OSError."""
    file, t = BytesIO(), language("zh")
    known = sorted(dict.fromkeys([*units, *(row.entry.unit for row in rows if row.entry.unit)]))
    with TemporaryDirectory(prefix="gongkai-xlsx-") as tmp:
        book = Book(file, t, "政务公开整改台账", made_at, tmp)
        book.property("gongkai-format", FORMAT)
        names = [book.names.take(name, name) for name in (LEDGER, UNITS, BASE)]
        offered = f"='{names[1]}'!$A$2:$A${len(known) + 1}" if known else ""
        book.table(names[0], sheet_columns(offered), rows)
        book.table(names[1], (_unit_column(),), known)
        book.table(names[2], base_columns(), rows)
        book.hide(names[1:])
        book.close()
    return file.getvalue()


def _unit_column() -> Column[str]:
    return Column("unit", UNIT, 30, lambda unit: unit)
