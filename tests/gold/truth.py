"""What is true of a page or a site, as JSON-able records: what planted pages and hand labels share.

A field that is None was not judged; an empty list was judged and is empty.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class EntryTruth:
    """One row of a page's own list.  `stamp` is MM-DD where the page leaves the year out."""

    title: str
    url: str | None
    date: str | None = None
    stamp: str | None = None
    pinned: bool = False


@dataclass(slots=True)
class LetterTruth:
    """A letter: what day it came, what day it was answered; None where the page does not say."""

    asked: str | None
    answered: str | None
    number: str | None = None
    department: str | None = None


@dataclass(slots=True)
class PageTruth:
    """One page.  Dates are ISO days as the page shows them."""

    kind: str
    title: str | None = None
    trail: list[str] | None = None
    column: str | None = None
    entries: list[EntryTruth] | None = None
    published: str | None = None
    undated: bool = False
    source: str | None = None
    number: str | None = None
    numberless: bool = False
    index: dict[str, str] | None = None
    attachments: list[str] | None = None
    tables: list[list[list[str]]] | None = None
    report: dict[str, dict[str, int]] | None = None
    letter: LetterTruth | None = None
    form: str | None = None
    closes: str | None = None
    private: list[str] | None = None
    identity: dict[str, str] | None = None


@dataclass(slots=True)
class ColumnTruth:
    """A column: its name and page, and what is there (`list`, `empty`, `scripted`, `article` …).

    `names` are those under which it is looked for, as rules know them.
    """

    name: str
    url: str
    parent: str | None
    state: str
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class CatalogueTruth:
    """A row of a standard catalogue and what it leads to: `list`, `empty`, `unseen`, `none` …."""

    item: str
    url: str | None
    target: str


@dataclass(slots=True)
class SiteTruth:
    """A whole site.  Pairs are (earlier page, later page)."""

    home: str
    pages: dict[str, PageTruth] = field(default_factory=dict)
    columns: list[ColumnTruth] = field(default_factory=list)
    absent_columns: list[str] = field(default_factory=list)
    feedback: list[tuple[str, str]] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    interpretations: list[tuple[str, str]] = field(default_factory=list)
    catalogue: list[CatalogueTruth] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return plain data; what was not judged is left out."""
        data = asdict(self)
        data["pages"] = {
            url: {key: value for key, value in page.items() if value not in (None, False)}
            for url, page in data["pages"].items()
        }
        return data
