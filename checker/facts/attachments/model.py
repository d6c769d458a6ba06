"""What was read of one attached file, and what was not, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from checker.facts.tables import Table


class Kind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    OFD = "ofd"
    DOC = "doc"
    DOCX = "docx"
    XLS = "xls"
    XLSX = "xlsx"
    PPT = "ppt"
    PPTX = "pptx"
    RTF = "rtf"
    CSV = "csv"
    TXT = "txt"
    HTML = "html"
    MHTML = "mhtml"
    WORD_XML = "word_xml"
    EXCEL_XML = "excel_xml"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    GZIP = "gzip"
    IMAGE = "image"
    ODF = "odf"
    LOCKED = "locked"  # an Office document of any kind, encrypted as a whole
    OFFICE = "office"  # an Office container of a kind that is not known here
    UNKNOWN = "unknown"
    EMPTY = "empty"


class State(StrEnum):
    """How the reading ended.  Only READ means that nothing was left out."""

    READ = "read"
    PARTIAL = "partial"  # something was left out; `notes` says what and why
    IMAGE_ONLY = "image_only"  # nothing but pictures: a person must look
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"  # it says that it is of a kind, and cannot be opened as such
    CUT = "cut"  # it cannot be opened because we hold only its beginning
    UNSUPPORTED = "unsupported"  # a kind that is not read here
    TOO_LARGE = "too_large"  # beyond a limit of ours, or built to exhaust its reader
    EMPTY = "empty"


class Seen(StrEnum):
    """How a reader of the file would come across a text."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # hidden text, rows, columns, sheets or slides
    COMMENT = "comment"
    DELETED = "deleted"  # struck out in tracked changes, still in the file
    MARGIN = "margin"  # headers, footers, foot- and endnotes


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that stand together at one place, such as a page or the comments."""

    place: str
    lines: tuple[str, ...]
    seen: Seen = Seen.SHOWN


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not read, in words for people."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file, read as far as it goes.

    `tables` are in the order of the file, named by sheet or page.  `metadata` holds what the file
    says of itself (author, last editor …).  `members` are the files in an archive; `inner` what was
    read of them.
    """

    name: str
    kind: Kind
    state: State
    passages: tuple[Passage, ...] = ()
    tables: tuple[Table, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    pages: int | None = None
    members: tuple[str, ...] = ()
    inner: tuple[Attachment, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What a reader sees outside tables."""
        return tuple(
            line for part in self.passages if part.seen is Seen.SHOWN for line in part.lines
        )

    @property
    def readable(self) -> bool:
        """Some of its content came out."""
        return self.state in {State.READ, State.PARTIAL}
