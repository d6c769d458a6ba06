"""The one table that all tries end in."""

from __future__ import annotations

from collections.abc import Iterable

from tests.faults import cluster, tries
from tests.faults.tries import Row

_HEAD = ("fault", "where", "tried", "lost", "doubled", "half-written", "left behind", "sent again")


def table(rows: Iterable[Row]) -> str:
    """Markdown: a row for each fault and place that was tried, and the sums."""
    tried = sorted(
        (row for row in rows if row.tried), key=lambda row: (_order(row.fault), row.where)
    )
    lines = [_HEAD, ("---", "---", *("---:",) * 6)]
    lines += [(_told(row.fault), row.where, *map(str, _figures(row))) for row in tried]
    sums = [sum(column) for column in zip(*map(_figures, tried), strict=True)]
    lines.append(("all", "", *map(str, sums)))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _figures(row: Row) -> tuple[int, ...]:
    return row.tried, row.lost, row.doubled, row.half, row.left, row.resent


def _order(fault: str) -> int:
    every = (*tries.FAULTS, *cluster.FAULTS)
    return every.index(fault)


def _told(fault: str) -> str:
    return tries.TOLD.get(fault) or cluster.TOLD[fault]
