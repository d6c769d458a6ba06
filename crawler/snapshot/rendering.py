"""That a browser drew a page: how that ended, when and by which browser, and where its DOM is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Drawn(StrEnum):
    """How drawing a page ended.  A closed list."""

    WHOLE = "whole"  # quiet, and nothing that it asked for is missing
    PARTLY = "partly"  # the DOM was taken, but `detail` says what may be missing in it
    NAVIGATED = "navigated"  # the page went elsewhere by itself: a jump
    HANG = "hang"  # a script did not let go
    CRASH = "crash"  # the tab crashed, or showed nothing that could be read
    DIALOGS = "dialogs"  # one dialog after the other
    TOO_LARGE = "too_large"  # more elements, or more text, than a page may have
    MEMORY = "memory"  # more memory than a page may take
    BROWSER = "browser"  # the browser itself was lost

    @property
    def seen(self) -> bool:
        """There is a DOM to read."""
        return self in {Drawn.WHOLE, Drawn.PARTLY}


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """Where a WARC record stands."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page as a browser drew it from the answer that is kept beside it.

    `browser` is its name and version.  `sha256`, `size` and `record` are those of the DOM (HTML in
    UTF-8, a WARC `conversion` record); None where none was had.  `need` is why the page was drawn
    (see `crawler.reading.scripted`); `detail` is a short technical text for people.
    """

    drawn: Drawn
    drawn_at: datetime
    browser: str
    need: str
    seconds: float = 0.0
    detail: str | None = None
    sha256: str | None = None
    size: int | None = None
    record: RecordPlace | None = None
