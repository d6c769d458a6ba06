"""A report on openness as it was read: sections, three tables, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from checker.facts.annual_report.form import Form
from checker.facts.tables import Number, Table


class State(StrEnum):
    """How much of a report came out."""

    READ = "read"  # every row and cell of the form was found
    PARTIAL = "partial"  # some were not; `Report.problems` says which
    NO_TABLES = "no_tables"  # a report, but no table of it stands here (perhaps in an attachment)
    IMAGE_ONLY = "image_only"  # a report whose tables are pictures


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands; all three count from 0, `table` among the tables that were given."""

    table: int
    row: int
    column: int

    def __str__(self) -> str:
        """For people, counted from 1."""
        return f"第{self.table + 1}张表第{self.row + 1}行第{self.column + 1}列"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of the form; `text` is what stands there."""

    name: str
    text: str
    number: Number
    place: Place

    @property
    def value(self) -> Decimal | None:
        """The number, None where there is none."""
        return self.number.value


class Fault(StrEnum):
    """What kept a part of the form from being read."""

    TABLE = "table"  # a whole table was not found
    ROW = "row"  # a row was not found, or its cells do not fit the columns
    CELL = "cell"  # a cell holds neither a number nor nothing
    TWICE = "twice"  # a row stands twice, with different figures


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was not read, in words for people."""

    fault: Fault
    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One of the report's sections; `number` is 1 to 6, or 0 where its heading is none of the form's."""

    number: int
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What a report is read from: the lines outside tables, and the tables, of one page or file."""

    lines: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    images: int = 0
    title: str = ""


Disclosure = Mapping[tuple[str, str], Figure]  # (item, measure)
Requests = Mapping[tuple[str, str], Figure]  # (row, column)
Disputes = Mapping[tuple[str, str], Figure]  # (course, end)


@dataclass(frozen=True, slots=True)
class Report:
    """An annual report on openness.  Figures that were not found are not in the tables."""

    title: str
    issuer: str
    year: int | None
    form: Form | None
    state: State
    sections: tuple[Section, ...] = ()
    disclosure: Disclosure = field(default_factory=dict)
    requests: Requests = field(default_factory=dict)
    disputes: Disputes = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
