"""Find tables by their ruling lines: lines make a grid, and what no line divides is one cell.

Pure geometry on plain numbers: PDF and OFD pages come here alike.  y grows upwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.facts.attachments.written import cell_text, table_of, whole
from checker.facts.tables import Table, Written

MAX_RULES = 20_000
MAX_SIDE = 400
_SNAP = 2.5
_NEAR = 3.5
_OPEN = 9.0
_FEWEST = 4
_IN_LINE = 0.8


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `flat` at height `at` from `start` to `end`, or upright at x = `at`."""

    flat: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def x(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """Its middle."""
        return (self.bottom + self.top) / 2


def ruled_tables(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Table], list[str]]:
    """The tables of a page from top to bottom, and the lines of text outside them."""
    grids = [grid for group in _touching(_joined(rules[:MAX_RULES])) if (grid := _Grid.of(group))]
    grids.sort(key=lambda grid: (-grid.ys[-1], grid.xs[0]))
    outside = [glyph for glyph in glyphs if not any(grid.take(glyph) for grid in grids)]
    tables = [table for grid in grids if (table := grid.table())]
    return tables, text_of(outside).splitlines()


def text_of(glyphs: Iterable[Glyph]) -> str:
    """Join characters in their order; a new line begins where the next one stands lower or higher."""
    pieces: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text in "\r\n":
            continue
        if last is not None:
            height = max(last.top - last.bottom, glyph.top - glyph.bottom, 1.0)
            if abs(glyph.y - last.y) > height * 0.7:
                pieces.append("\n")
            elif glyph.left - last.right > height * 1.2 and not pieces[-1].isspace():
                pieces.append(" ")
        pieces.append(glyph.text)
        if glyph.text.strip():
            last = glyph
    return whole("".join(pieces))


class _Joined:
    """Numbers that belong together (a union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def _root(self, one: int) -> int:
        parent = self._parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        self._parent[self._root(other)] = self._root(one)

    def groups(self) -> list[list[int]]:
        members: dict[int, list[int]] = defaultdict(list)
        for one in range(len(self._parent)):
            members[self._root(one)].append(one)
        return list(members.values())


class _Grid:
    """The grid of one group of lines."""

    def __init__(self, xs: list[float], ys: list[float], rules: Sequence[Rule]) -> None:
        self.xs, self.ys = xs, ys
        self._flat, self._upright = _covers(rules, ys, flat=True), _covers(rules, xs, flat=False)
        self._region = self._regions()
        self._texts: dict[int, list[Glyph]] = defaultdict(list)

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> _Grid | None:
        """A grid, where the lines make one with at least two cells."""
        xs = _sides(rules, flat=False)
        ys = _sides(rules, flat=True)
        cells = (len(xs) - 1) * (len(ys) - 1)
        if len(xs) < 2 or len(ys) < 2 or cells < 2 or max(len(xs), len(ys)) > MAX_SIDE:  # noqa: PLR2004 - a cell has two sides each way
            return None
        return cls(xs, ys, rules)

    def take(self, glyph: Glyph) -> bool:
        """Put a character into its cell, if it stands in the grid."""
        column = bisect_right(self.xs, glyph.x) - 1
        row = bisect_right(self.ys, glyph.y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return False
        self._texts[self._region[row][column]].append(glyph)
        return True

    def _regions(self) -> list[list[int]]:
        """Number the cells; places that no line divides share a number if they make a rectangle."""
        wide, high = len(self.xs) - 1, len(self.ys) - 1
        joined = _Joined(wide * high)
        for row in range(high):
            y = (self.ys[row] + self.ys[row + 1]) / 2
            for column in range(wide):
                x = (self.xs[column] + self.xs[column + 1]) / 2
                here = row * wide + column
                if column + 1 < wide and not _covered(self._upright[column + 1], y):
                    joined.join(here, here + 1)
                if row + 1 < high and not _covered(self._flat[row + 1], x):
                    joined.join(here, here + wide)
        region = list(range(wide * high))
        for places in joined.groups():
            rows = [place // wide for place in places]
            columns = [place % wide for place in places]
            area = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
            if area == len(places):
                for place in places:
                    region[place] = places[0]
        return [region[row * wide : (row + 1) * wide] for row in range(high)]

    def table(self) -> Table | None:
        """The grid as a table, from top to bottom."""
        high = len(self.ys) - 1
        counts: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
        for r, row in enumerate(self._region):
            for c, number in enumerate(row):
                counts[number][0].add(r)
                counts[number][1].add(c)
        written: list[list[Written]] = []
        done: set[int] = set()
        for r in range(high - 1, -1, -1):
            line: list[Written] = []
            for number in self._region[r]:
                if number in done:
                    continue
                done.add(number)
                rows, columns = counts[number]
                text = cell_text(text_of(self._texts.get(number, ())))
                line.append(Written(text, len(rows), len(columns)))
            written.append(line)
        said = any(one.text for line in written for one in line)
        return table_of(written) if said else None


def _sides(rules: Sequence[Rule], *, flat: bool) -> list[float]:
    """Where the lines of one direction stand; a table that runs over the page's end has an open side.

    Lines that touch are of both directions.
    """
    lines = _snapped(rule.at for rule in rules if rule.flat is flat)
    across = [rule for rule in rules if rule.flat is not flat]
    first = min(rule.start for rule in across)
    last = max(rule.end for rule in across)
    if first < lines[0] - _OPEN:
        lines.insert(0, first)
    if last > lines[-1] + _OPEN:
        lines.append(last)
    return lines


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Lines are drawn cell by cell: join the pieces that lie in one line and touch."""
    joined: list[Rule] = []
    for flat in (True, False):
        group: list[Rule] = []
        for rule in sorted((r for r in rules if r.flat is flat), key=lambda r: (r.at, r.start)):
            if group and rule.at - group[-1].at > _IN_LINE:
                joined += _in_line(group)
                group = []
            group.append(rule)
        joined += _in_line(group)
    return joined


def _in_line(group: list[Rule]) -> list[Rule]:
    if not group:
        return []
    at = sum(rule.at for rule in group) / len(group)
    spans = _merged([(rule.start - _NEAR / 2, rule.end + _NEAR / 2) for rule in group])
    return [Rule(group[0].flat, at, start + _NEAR / 2, end - _NEAR / 2) for start, end in spans]


def _snapped(values: Iterable[float]) -> list[float]:
    """Nearby positions are one line."""
    found: list[float] = []
    group: list[float] = []
    for value in sorted(values):
        if group and value - group[-1] > _SNAP:
            found.append(sum(group) / len(group))
            group = []
        group.append(value)
    return [*found, sum(group) / len(group)] if group else found


Spans = list[tuple[float, float]]


def _covers(rules: Sequence[Rule], lines: list[float], *, flat: bool) -> list[Spans]:
    """For each line of the grid, the stretches on which it is drawn."""
    spans: list[Spans] = [[] for _ in lines]
    for rule in rules:
        if rule.flat is flat:
            spans[_nearest(lines, rule.at)].append((rule.start - _NEAR, rule.end + _NEAR))
    return [_merged(group) for group in spans]


def _nearest(lines: list[float], at: float) -> int:
    right = bisect_right(lines, at)
    around = [n for n in (right - 1, right) if 0 <= n < len(lines)]
    return min(around, key=lambda n: abs(lines[n] - at))


def _merged(spans: Spans) -> Spans:
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _covered(spans: Spans, at: float) -> bool:
    index = bisect_right(spans, (at, float("inf"))) - 1
    return index >= 0 and spans[index][0] <= at <= spans[index][1]


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group lines that cross or meet: each group is drawn as one thing."""
    flat = sorted((rule for rule in rules if rule.flat), key=lambda rule: rule.at)
    upright = [rule for rule in rules if not rule.flat]
    heights = [rule.at for rule in flat]
    joined = _Joined(len(flat) + len(upright))
    for number, rule in enumerate(upright, len(flat)):
        first = bisect_right(heights, rule.start - _NEAR)
        last = bisect_right(heights, rule.end + _NEAR)
        for index in range(first, last):
            if flat[index].start - _NEAR <= rule.at <= flat[index].end + _NEAR:
                joined.join(number, index)
    everything = [*flat, *upright]
    groups = [[everything[number] for number in group] for group in joined.groups()]
    return [group for group in groups if len(group) >= _FEWEST]
