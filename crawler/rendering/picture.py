"""What goes into drawing a page, and what comes out: plain data, without a browser."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.snapshot.rendering import Drawn


@dataclass(frozen=True, slots=True)
class Source:
    """The page to draw, as the server sent it; `charset` as browsers call it."""

    url: str
    body: bytes
    charset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What came of drawing a page.

    `html` is the DOM as it stood, "" where it could not be had; `base` is what its links are
    relative to; `location` is where a page went that did not stay.  `detail` says what is missing.
    `asked` counts the requests that the page cost.
    """

    drawn: Drawn
    html: str = ""
    base: str = ""
    location: str | None = None
    detail: str = ""
    seconds: float = 0.0
    asked: int = 0
