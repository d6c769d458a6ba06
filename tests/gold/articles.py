"""What a made-up county has to say: articles, letters and lists of people, without any markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.gold.annual_report import Table


@dataclass(frozen=True, slots=True)
class Person:
    """A row of a list of recipients.  `shown` is what the page prints for `number`."""

    name: str
    village: str
    shown: str
    phone: str
    amount: int
    leaks: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its answer; None where the page keeps the day to itself."""

    key: str
    title: str
    number: str
    writer: str
    asked: date
    answered: date | None
    department: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article.  `role` says what it is to the county; `related` are keys of other articles."""

    key: str
    role: str
    title: str
    published: date
    source: str
    paragraphs: tuple[str, ...]
    number: str | None = None
    formed: date | None = None
    related: tuple[str, ...] = ()
    related_label: str = ""
    attachments: tuple[str, ...] = ()
    media: str = ""
    pinned: bool = False
    closes: date | None = None
    answers: str = ""
    people: tuple[Person, ...] = ()
    tables: tuple[Table, ...] = ()
    report: dict[str, dict[str, int]] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Section:
    """A column of the county: its articles, newest first, or what stands there instead."""

    key: str
    name: str
    parent: str | None
    shape: str  # list, article, empty, scripted, letters, catalogue, group
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class County:
    """All of it."""

    name: str
    host: str
    region: str
    icp: str
    sections: tuple[Section, ...]
    letters: tuple[Letter, ...]
    catalogue: tuple[tuple[str, str, str | None], ...]  # domain, item, key of a section or None
    interpreted: dict[str, tuple[str, ...]]  # a policy's key: those of its interpretations

    def section(self, key: str) -> Section:
        """Return the section called `key`."""
        return next(section for section in self.sections if section.key == key)
