"""The table of sites as a file to fill in: XLSX with a sheet of advice, or CSV."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from audits.desk.setup import ConfiguredSite
from audits.desk.site_columns import COLUMNS, HEADINGS, SiteColumn
from audits.refused import RefusedError
from reports.cells import inert
from reports.columns import Column
from reports.language import language
from reports.writing import write_whole
from reports.xlsx.book import Book


def write_table(sites: Sequence[ConfiguredSite], path: Path, now: datetime) -> Path:
    """Write the table; the ending of the name says which kind.  Raises RefusedError, ReportError."""
    kind = path.suffix.lower()
    if kind == ".csv":
        return write_whole(path, _csv(sites))
    if kind == ".xlsx":
        return write_whole(path, _xlsx(sites, now))
    raise RefusedError(f"不知道写成什么格式：{path}。文件名请以 .xlsx 或 .csv 结尾。")


def _csv(sites: Sequence[ConfiguredSite]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([inert(column.text(site)) for column in COLUMNS] for site in sites)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(sites: Sequence[ConfiguredSite], now: datetime) -> bytes:
    out = io.BytesIO()
    advice: list[Column[SiteColumn]] = [
        Column("heading", "列", 18, lambda column: column.heading),
        Column("needed", "必填", 8, lambda column: "是" if column.needed else ""),
        Column("help", "怎样填", 70, lambda column: column.help),
    ]
    columns: list[Column[ConfiguredSite]] = [
        Column(column.key, column.heading, column.width, column.text) for column in COLUMNS
    ]
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        book = Book(out, language("zh"), "网站名单", now.replace(tzinfo=None), folder)
        book.table("网站", columns, sites)
        book.table("填写说明", advice, COLUMNS)
        book.close()
    return out.getvalue()
