"""Which pages of a survey only a browser can show, in which order, and how many of them may be drawn.

Looks at pages that are held; draws nothing.  Counts what stays undrawn, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from crawler.reading.charset import recorded_text
from crawler.reading.scripted import Need, Scripted, may_hold_rows, scripted
from crawler.rendering.picture import Source
from crawler.snapshot.model import HTML_TYPES
from crawler.snapshot.rendering_table import HeldPage, RenderingTable

_MOST_LOOKED_AT = 5_000
_FAR = 1_000  # what only a sitemap leads to
_SMALL = 10_000  # bytes; a document that has its text in it is larger
_CHARSETS = {
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "big5hkscs": "big5",
    "cp949": "euc-kr",
    "hz": "gb18030",
}


@dataclass(frozen=True, slots=True)
class ToDraw:
    """A page that a browser is to draw, and why."""

    url: str
    depth: int | None
    encoding: str
    need: Need
    source: Source
    text: str


class DrawingList:
    """The pages to draw, the home page and the surest first.  `most` is the budget for the site."""

    def __init__(self, table: RenderingTable, most: int) -> None:
        self._table = table
        self._left = most - len(table.read())
        self._looked: set[int] = set()
        self._waiting: list[tuple[bool, bool, int, int, HeldPage, Scripted]] = []
        self._stopped: str | None = None
        self._put_back = 0
        self._most = most

    @property
    def has_work(self) -> bool:
        """A page waits, and may be drawn."""
        return bool(self._waiting) and self._left > 0 and self._stopped is None

    def consider(self, page: HeldPage) -> None:
        """Look at one page."""
        self._looked.add(hash(page.url))
        text = recorded_text(self._table.body(page), page.encoding, page.content_type)
        found = scripted(text, page.url, home=page.depth == 0)
        if found is not None:
            far = _FAR if page.depth is None else page.depth
            order = (far > 0, not found.sure, far, len(self._looked))
            heappush(self._waiting, (*order, page, found))

    def look(self) -> Iterator[None]:
        """Look at all held pages that were not looked at yet, one at a step."""
        for page in self._table.pages(HTML_TYPES):
            if hash(page.url) in self._looked or len(self._looked) >= _MOST_LOOKED_AT:
                continue
            if page.depth != 0 and not may_hold_rows(page.url) and page.size > _SMALL:
                continue
            self.consider(page)
            yield

    def next(self) -> ToDraw | None:
        """Take the next page from the list, None where none may be drawn."""
        if not self.has_work:
            return None
        self._left -= 1
        *_, page, found = heappop(self._waiting)
        body = self._table.body(page)
        charset = _CHARSETS.get(page.encoding, page.encoding.replace("cp125", "windows-125"))
        return ToDraw(
            page.url,
            page.depth,
            page.encoding,
            found.need,
            Source(page.url, body, charset or "utf-8"),
            recorded_text(body, page.encoding, page.content_type),
        )

    def stop(self, why: str, left: ToDraw | None = None) -> None:
        """Draw nothing more, nor the page `left` that was taken; `why` is a Chinese sentence."""
        self._stopped = self._stopped or why
        self._put_back += left is not None

    def undrawn(self) -> tuple[int, str] | None:
        """Return how many pages were not drawn that need it, and why; None where there are none."""
        count = len(self._waiting) + self._put_back
        if not count:
            return None
        why = self._stopped or (
            f"已渲染满本次上限 {self._most} 页（可用 --render-pages 调整）"
            if self._left <= 0
            else "抓取结束前没有轮到"
        )
        return count, why
