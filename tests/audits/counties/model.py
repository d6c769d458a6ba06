"""What a county publishes, without any markup: columns, documents, letters.  No planting, no style."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.gold.annual_report import Table


@dataclass(slots=True)
class Document:
    """A document as its editor entered it.  `asked` and `replied` are the two days of a letter."""

    key: str
    title: str
    day: date
    source: str
    paragraphs: list[str]
    number: str = ""
    formed: date | None = None
    index: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    tables: dict[int, Table] = field(
        default_factory=dict
    )  # each before the paragraph of that place
    related: list[str] = field(default_factory=list)
    asked: date | None = None
    replied: date | None = None
    image: bool = False
    video: bool = False
    listed: bool = True
    lost_files: bool = False


@dataclass(slots=True)
class Column:
    """A column; some are a text, a form or a picture instead of a list.  `rows` are those of a catalogue: domain, and the key of the document it leads to."""

    key: str
    name: str
    under: str
    text: str = ""
    fields: list[str] = field(default_factory=list)  # of a form that visitors fill in
    picture: str = ""
    documents: list[Document] = field(default_factory=list)
    rows: list[tuple[str, str | None]] = field(default_factory=list)
    state: str = "open"  # open, empty, script, walled, closed_to_robots


@dataclass(slots=True)
class County:
    """All that a county's portal shows, and on which day."""

    name: str
    host: str
    today: date
    groups: dict[str, str]
    columns: dict[str, Column]
    home_links: list[str] = field(default_factory=list)
    dead_links: list[str] = field(default_factory=list)
    marks: frozenset[str] = frozenset({"police", "search"})

    def children(self, key: str) -> list[Column]:
        """Return the columns right under a group or column."""
        return [column for column in self.columns.values() if column.under == key]

    def document(self, key: str) -> tuple[Column, Document]:
        """Return a document and where it stands."""
        return next(
            (column, one)
            for column in self.columns.values()
            for one in column.documents
            if one.key == key
        )

    def ago(self, days: int) -> date:
        """Return the day that lies so many days back."""
        return self.today - timedelta(days=days)
