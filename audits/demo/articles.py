"""Turns the written items into dated articles with addresses and attachments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from audits.demo import annual_reports
from audits.demo.annual_reports import Figures, Issuer
from audits.demo.content import Column, Item, clock_time, fill, published

MADE_BEFORE = timedelta(days=6)  # a document is made some days before it is put on the portal
UNIT_CODE = "11990123MB0123456X"  # of the county government; it belongs to no one


@dataclass(frozen=True, slots=True)
class File:
    """An attachment: its address, its name as shown, and the lines it holds."""

    path: str
    name: str
    lines: tuple[str, ...]

    @property
    def suffix(self) -> str:
        """pdf, docx or xlsx."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it stands on the portal."""

    column: Column
    number: int
    path: str
    title: str
    paragraphs: tuple[str, ...]
    when: datetime
    source: str
    kind: str
    item: Item | None = None
    files: tuple[File, ...] = ()
    issuer: Issuer | None = None
    year: int | None = None
    figures: Figures | None = None

    @property
    def key(self) -> str:
        """The name under which links are planted in it; empty where it has none."""
        return (self.item.key if self.item else None) or ""

    @property
    def document_number(self) -> str | None:
        """The 文号 of an official document."""
        return fill(self.item.number, self.when.date()) if self.item and self.item.number else None

    @property
    def index_table(self) -> tuple[tuple[str, str], ...]:
        """The index table that stands above an official document."""
        number, item = self.document_number, self.item
        if item is None or number is None:
            return ()
        day = self.when.date()
        made = max(day - MADE_BEFORE, date(day.year, 1, 1))
        office = "办公室" if "办发" in number else ""
        return (
            ("索引号", f"{UNIT_CODE}/{day.year}-{self.number:05}"),
            ("主题分类", item.subject or "综合政务"),
            ("发文机关", f"青岚县人民政府{office}"),
            ("成文日期", f"{made:%Y-%m-%d}"),
            ("标题", self.title),
            ("发文字号", number),
            ("发布日期", f"{day:%Y-%m-%d}"),
            ("有效性", "有效"),
        )


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """In the order in which a list page shows them."""
    return sorted(articles, key=lambda article: (article.when, article.number), reverse=True)


def portal_path(column: str, day: date, number: int) -> str:
    """An address of the kind that the portal's publishing system gives."""
    return f"{column}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"


def resolve(column: Column, today: date, first: int) -> list[Article]:
    """The articles of a column of the portal, newest first, numbered from `first`."""
    return newest_first(
        _article(column, item, published(item, today), first + place)
        for place, item in enumerate(column.items)
    )


def _article(column: Column, item: Item, day: date, number: int) -> Article:
    paragraphs = fill(item.body, day).split("\n")
    if column.closings:
        paragraphs.append(column.closings[number % len(column.closings)])
    title = fill(item.title, day)
    names = [fill(name, day) for name in item.files]
    return Article(
        column=column,
        number=number,
        path=portal_path(column.path, day, number),
        title=title,
        paragraphs=tuple(line for line in paragraphs if line),
        when=clock_time(day, number),
        source=item.source or column.source,
        kind=column.kind,
        item=item,
        files=tuple(
            File(
                f"{column.path}{day:%Y%m}/P0{day:%Y%m%d}{number:06}{place:03}.{_suffix(name)}",
                name,
                (title, name, f"{column.source} {day:%Y-%m-%d}"),
            )
            for place, name in enumerate(names, 1)
        ),
    )


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]


def reports(
    column: Column, issued: Sequence[tuple[Issuer, int, date]], first: int
) -> list[Article]:
    """Annual reports: who, on which year, published when."""
    return newest_first(
        Article(
            column=column,
            number=first + place,
            path=portal_path(column.path, day, first + place),
            title=f"{issuer.name}{year}年政府信息公开工作年度报告",
            paragraphs=(),
            when=clock_time(day, first + place),
            source=issuer.office,
            kind="report",
            issuer=issuer,
            year=year,
            figures=annual_reports.figures(issuer, year),
        )
        for place, (issuer, year, day) in enumerate(issued)
    )
