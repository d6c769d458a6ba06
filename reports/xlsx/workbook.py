"""The whole workbook of an audit: overview, ledger, what to look at, clauses, coverage, a sheet a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from tempfile import TemporaryDirectory

from checker.results import AuditResult
from reports.columns import Column
from reports.formats import Asked
from reports.language import Language
from reports.ledger import LedgerRow, by_unit, ledger
from reports.ledger_columns import NO_UNIT, ledger_columns
from reports.moments import instant
from reports.xlsx.book import Book
from reports.xlsx.clauses import clause_columns, clause_rows
from reports.xlsx.coverage import coverage_columns, coverage_rows
from reports.xlsx.overview import Contents, Overview, UnitSheet
from reports.xlsx.review import review_columns, review_rows

# More sheets than these nobody finds; more rows make a file that opens slowly.
MOST_UNIT_SHEETS = 60
MOST_UNIT_ROWS = 60_000
# Rows in memory are written a third faster; each takes some 5 KB there.
MANY_ROWS = 15_000
# What a program that reads the file back goes by.
FORMAT = "gongkai-ledger/1"


def made(result: AuditResult, asked: Asked) -> bytes:
    """The bytes of the file; equal results give equal bytes.

    Raises OSError where the disk does not take the rows that wait for the end.
    """
    file, t = BytesIO(), asked.t
    with TemporaryDirectory(prefix="gongkai-xlsx-") as tmp:
        title = t("{site} 政务公开检查台账", site=result.site.name)
        rows = ledger(result)
        book = Book(file, t, title, _made_at(result), tmp, many=len(rows) > MANY_ROWS)
        _identity(book, result)
        _sheets(book, result, rows, asked)
        book.close()
    return file.getvalue()


def _sheets(book: Book, result: AuditResult, rows: Sequence[LedgerRow], asked: Asked) -> None:
    """All sheets, in the order in which they stand."""
    t, deadline = asked.t, asked.deadline
    overview, whole, review, clauses, coverage = (
        book.names.take(name, name)
        for name in (t("概览"), t("整改台账"), t("待人工核查"), t("条款"), t("覆盖范围"))
    )
    columns = ledger_columns(result, deadline, t)
    units = _units(book, rows, t)
    contents = Contents(rows, units, [column.heading for column in columns if column.editable])
    Overview(book, book.sheet(overview), t).write(result, deadline, contents)
    book.table(whole, columns, rows)
    book.table(review, review_columns(t), review_rows(result))
    book.table(clauses, clause_columns(t), clause_rows(result))
    book.table(coverage, coverage_columns(t), coverage_rows(result.coverage, t))
    own = _of_a_unit(columns)
    for unit in units:
        if unit.sheet:
            book.table(unit.sheet, own, unit.rows)


def _of_a_unit(columns: Sequence[Column[LedgerRow]]) -> list[Column[LedgerRow]]:
    """What a unit needs: what is printed, and the keys.  The evidence stands in the whole ledger."""
    keys = {"issued", "finding", "rule", "home"}
    return [column for column in columns if column.printed or column.key in keys]


def _units(book: Book, rows: Sequence[LedgerRow], t: Language) -> list[UnitSheet]:
    """The units, and for those who get one the name of their sheet."""
    units: list[UnitSheet] = []
    written = 0
    for unit, own in by_unit(rows).items():
        name = unit or t(NO_UNIT)
        written += len(own)
        room = len(units) < MOST_UNIT_SHEETS and written <= MOST_UNIT_ROWS
        units.append(UnitSheet(name, own, book.names.take(name, t("责任单位")) if room else ""))
    return units


def _identity(book: Book, result: AuditResult) -> None:
    book.property("gongkai-format", FORMAT)
    book.property("gongkai-home", result.site.home)
    book.property("gongkai-run", result.run.id)
    book.property("gongkai-as-of", result.as_of)


def _made_at(result: AuditResult) -> datetime:
    """When the audit was finished; what cannot be read as a time gives the first day that a ZIP file can name."""
    return instant(result.run.finished_at) or datetime(1980, 1, 1, tzinfo=UTC)
