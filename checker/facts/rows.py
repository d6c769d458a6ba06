"""The rows of a page's lists: a link with a title, the box around it, and the list it belongs to.

Finds rows by how boxes hold links, whatever their names.  Dates and whether a row is an entry are the
business of `row_dates` and `entries`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from checker.facts.markup import Markup
from checker.facts.outline import Element, Outline
from checker.facts.row_titles import Titled, is_action, titled_links
from checker.facts.stamps import Stamp

ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "p", "article"})
_SHARED = frozenset({"li", "tr"})
_ROW_LINKS = 4
_MAX_CLIMB = 8
_MAX_ANCHORS = 6
_ROOM = 400
# Names that a row has by its place in the list, or because it is new.
_PASSING = re.compile(
    r"^(?:odd|even|alt\w{0,4}|first|last|on|active|cur\w{0,5}|hover|new|hot|red|top|zd|sel\w{0,6}|now)$|\d|"
    r"[-_](?:odd|even|first|last|new|top|on|active|end)$",
    re.IGNORECASE,
)
_NEIGHBOUR = re.compile(r"^\s*(?:[【\[]\s*)?(?:上|下|前|后)一(?:篇|条|页|个|则)")


@dataclass(slots=True)
class Row:
    """One row: its link, its box, the box of its list (-1 where it stands alone), its other links.

    `kin` tells lists in one box apart: the rows of one list are built alike.
    """

    link: Titled
    box: Element
    group: int
    start: int
    end: int
    others: list[Titled] = field(default_factory=list)
    kin: str = ""

    @property
    def key(self) -> tuple[int, str]:
        """What the rows of one list have in common."""
        return self.group, self.kin


def read_rows(markup: Markup) -> list[Row]:
    """Return the rows outside the template, in document order."""
    links = titled_links(markup)
    finder = _Finder(markup.outline, links)
    found: list[Row] = []
    taken: set[int] = set()
    # Long titles first: a short link in the row of a long one (解读, 下载) is no row of its own.
    for position in finder.by_length():
        if position in taken or links[position].label:
            continue
        box, group = finder.box_of(position)
        inside = finder.within(box)
        if len(finder.keys(inside)) > 1:
            rows = list(finder.shared(box, group, inside, markup.stamps))
        else:
            rows = [Row(finder.best(inside), box, group, box.start, box.end)]
        taken.update(inside)
        found += [
            row
            for row in rows
            if not _neighbour(markup.outline, row) and not (_leads_nowhere(row) and row.group < 1)
        ]
    for row in found:
        row.kin = _kin(markup.outline, row)
    return sorted(found, key=lambda row: row.link.element.index)


def _leads_nowhere(row: Row) -> bool:
    return len(row.link.href) <= 1 or row.link.href[:11].lower() == "javascript:"


def _kin(outline: Outline, row: Row) -> str:
    """Spell how a row is built: its boxes and the names that do not tell one row from the next."""
    steps = [row.box]
    for element in outline.above(row.box):
        if element.index <= row.group:
            break
        steps.append(element)
    return ">".join(f"{one.tag}.{_lasting(one.get('class'))}" for one in steps)


@lru_cache(maxsize=4096)
def _lasting(classes: str) -> str:
    return ".".join(name for name in classes.split() if not _PASSING.search(name))


def _neighbour(outline: Outline, row: Row) -> bool:
    """The row leads to the article before or after this one."""
    before = outline.text[max(row.link.element.start - 8, 0) : row.link.element.start]
    return bool(
        _NEIGHBOUR.match(outline.text[row.start : row.start + 12])
        or _NEIGHBOUR.match(row.link.title)
        or _NEIGHBOUR.match(before.rpartition("\n")[2])
    )


class _Finder:
    """Finds the boxes of links by counting the different links in them."""

    def __init__(self, outline: Outline, links: Sequence[Titled]) -> None:
        self._outline = outline
        self._links = links
        self._indexes = [link.element.index for link in links]
        self._known = frozenset(self._indexes)

    def by_length(self) -> list[int]:
        """Return the positions of the links: those with long titles first, else as they stand."""
        return sorted(range(len(self._links)), key=lambda at: not self._links[at].long)

    def within(self, box: Element) -> range:
        """Return the positions of the links in a box, itself one of them."""
        return range(
            bisect_left(self._indexes, box.index), bisect_left(self._indexes, box.last + 1)
        )

    def keys(self, positions: range) -> set[str]:
        """Return what tells links apart; those of one address are one, labels are none."""
        return {self._links[at].key for at in positions if not self._links[at].label}

    def best(self, positions: range) -> Titled:
        """Return the link with the most telling title among those of one address."""
        return max(
            (self._links[at] for at in positions),
            key=lambda link: (not link.label, not link.pictured, len(link.title)),
        )

    def box_of(self, position: int) -> tuple[Element, int]:
        """Return the row's box, and the index of its list: the smallest box with other rows too."""
        link = self._links[position]
        box, natural = link.element, False
        limit = len(link.title) + _ROOM
        for climbed, element in enumerate(self._outline.above(link.element)):
            if element.tag == "body" or climbed >= _MAX_CLIMB:
                return box, element.index
            count = self._count(element)
            if count > 1:
                shared = element.tag in _SHARED and count <= _ROW_LINKS
                if shared and not natural and self._is_row(element):
                    return element, element.parent
                return box, element.index
            if natural or self._crowded(element, link) or element.end - element.start > limit:
                # The row is found; what is around it only tells which list it belongs to.
                natural = True
                continue
            box = element
            natural = element.tag in ROW_TAGS
        return box, -1

    def _crowded(self, element: Element, link: Titled) -> bool:
        """A box holds links that have nothing to do with this one."""
        anchors = self._outline.anchors_in(element)
        if len(anchors) > _MAX_ANCHORS:
            return True
        return any(
            anchor.get("href").strip() != link.href
            and anchor.end > anchor.start
            and not is_action(self._outline.text_of(anchor))
            and anchor.index not in self._known
            for anchor in anchors
        )

    def _count(self, element: Element) -> int:
        """Count the rows that a box may hold: its long titles, and short ones beyond one beside them."""
        positions = self.within(element)
        if len(positions) <= 1 or len(positions) > _ROW_LINKS * 4:
            return len(positions)
        links = [self._links[at] for at in positions if not self._links[at].label]
        long = {link.key for link in links if link.long}
        short = {link.key for link in links if not link.long} - long
        return len(long) + max(len(short) - 1, 0) if long else len(short)

    def _is_row(self, element: Element) -> bool:
        """A tr or li with some links is one row where one of them is the title of all."""
        return any(self._links[at].long for at in self.within(element)) and not any(
            child.tag in {"ul", "ol", "table"} for child in self._outline.inside(element)[:60]
        )

    def shared(
        self, box: Element, group: int, positions: range, stamps: Sequence[Stamp]
    ) -> Iterator[Row]:
        """Divide a box with several links: into rows where each has its own line or date."""
        links = [self._links[at] for at in positions]
        long = [link for link in links if link.long] or links
        dates = [stamp for stamp in stamps if box.start <= stamp.start < box.end]
        if len(long) > 1 and len(dates) != 1 and self._lines_between(long) == len(long) - 1:
            ends = [link.element.start for link in long[1:]] + [box.end]
            for link, end in zip(long, ends, strict=True):
                yield Row(link, link.element, box.index, link.element.start, end)
            return
        yield Row(long[0], box, group, box.start, box.end, [x for x in links if x is not long[0]])

    def _lines_between(self, links: Sequence[Titled]) -> int:
        """Count how many neighbours among the links stand in different lines."""
        text = self._outline.text
        return sum(
            "\n" in text[before.element.end : after.element.start + 1]
            for before, after in pairwise(links)
        )
