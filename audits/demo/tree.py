"""The portal as a tree: which sections, columns, notes and articles it has in a given state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from audits.demo import content, openness
from audits.demo.articles import Article, reports, resolve
from audits.demo.content import Column, Note, Section

Plans = Literal["present", "missing", "empty", "script_only", "blocked"]

PLANS = "/zfxxgk/fdzdgknr/ghjh/"
FIRST_NUMBER = 10001
REPORT_COLUMNS = (
    Column(
        path="/zfxxgk/nb/xzf/",
        name="县政府年报",
        description="青岚县人民政府政府信息公开工作年度报告",
        keywords="年报,政府信息公开工作年度报告",
        type="政府信息公开",
        source="青岚县人民政府办公室",
    ),
    Column(
        path="/zfxxgk/nb/bm/",
        name="部门年报",
        description="青岚县政府部门政府信息公开工作年度报告",
        keywords="年报,部门年报",
        type="政府信息公开",
        source="青岚县人民政府办公室",
    ),
)


@dataclass(frozen=True, slots=True)
class Child:
    """An entry of a menu; `articles` is what may be shown of it in advance."""

    path: str
    name: str
    articles: Sequence[Article] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """All parts of the portal, by path.  `hidden` columns list nothing outside themselves."""

    columns: dict[str, Column]
    articles: dict[str, list[Article]]
    sections: dict[str, Section]
    notes: dict[str, Note]
    hidden: frozenset[str]

    def child(self, path: str) -> Child:
        """The menu entry for a section, a column or a note."""
        if path in self.columns:
            shown = () if path in self.hidden else self.articles[path]
            return Child(path, self.columns[path].name, shown)
        part = self.sections.get(path) or self.notes[path]
        return Child(path, part.name)

    def children(self, section: Section) -> list[Child]:
        """The menu of a section."""
        return [self.child(path) for path in section.children]

    def siblings(self, path: str) -> list[Child]:
        """The menu beside a page: that of the section it stands in, or the notes of its name."""
        for section in self.sections.values():
            if path in section.children:
                return self.children(section)
        note = self.notes.get(path)
        return [
            Child(other.path, other.title)
            for other in self.notes.values()
            if note is not None and other.name == note.name
        ]

    def crumbs(self, path: str) -> tuple[tuple[str, str], ...]:
        """Where a page stands: the home page and every part whose path begins the page's own."""
        parts: dict[str, Section | Column | Note] = {
            **self.sections,
            **self.columns,
            **self.notes,
        }
        above = sorted((part for part in parts if path.startswith(part)), key=len)
        return (("首页", "/"), *((parts[part].name, part) for part in above))

    def all_articles(self) -> Iterator[Article]:
        """Every article of every column."""
        for articles in self.articles.values():
            yield from articles


def grow(today: date, plans: Plans, annual_report: openness.AnnualReport) -> Tree:
    """Build the tree for a day and a state."""
    columns = {column.path: column for column in content.columns("www")}
    articles: dict[str, list[Article]] = {}
    number = FIRST_NUMBER
    for column in columns.values():
        articles[column.path] = resolve(column, today, number)
        number += len(column.items)
    county, bureaus = REPORT_COLUMNS
    lists = (
        (county, openness.county_reports(today, annual_report)),
        (bureaus, openness.bureau_reports(today, annual_report)),
    )
    for column, issued in lists:
        columns[column.path] = column
        articles[column.path] = reports(column, issued, number)
        number += len(issued)
    if plans in {"missing", "empty"}:
        articles[PLANS] = []
    if plans == "missing":
        del columns[PLANS], articles[PLANS]
    sections = {
        section.path: section.model_copy(
            update={"children": tuple(c for c in section.children if c != PLANS or c in columns)}
        )
        for section in content.sections()
    }
    notes = {note.path: note for note in content.notes()}
    hidden = frozenset() if plans == "present" else frozenset({PLANS})
    return Tree(columns, articles, sections, notes, hidden)
