"""The year of rows that leave it out: from their address, or from the dated rows around them.

Only where there can be no other; such a date is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from checker.facts.dates import date_in_url
from checker.facts.row_dates import RowDate
from checker.facts.rows import Row
from checker.facts.stamps import make


def with_years(dates: list[RowDate], rows: Sequence[Row], urls: Sequence[str | None]) -> None:
    """Give a year to rows that leave it out, where there can be no other."""
    for at, row in enumerate(dates):
        if row.value is not None or not row.stamp:
            continue
        month, day = int(row.stamp[:2]), int(row.stamp[3:])
        named = date_in_url(urls[at] or "")
        if named and (named.month, named.day) == (month, day):
            dates[at] = replace(row, value=named, year_from="url")
    _from_neighbours(dates, rows)


def _from_neighbours(dates: list[RowDate], rows: Sequence[Row]) -> None:
    """Take the year that the dated rows on both sides share, where the order of the days allows it."""
    groups: dict[tuple[int, str], list[int]] = {}
    for at, row in enumerate(rows):
        if dates[at].stamp:
            groups.setdefault(row.key, []).append(at)
    for positions in groups.values():
        known = [at for at in positions if dates[at].value is not None]
        for at in positions:
            if dates[at].value is not None:
                continue
            above = next((dates[x].value for x in reversed(known) if x < at), None)
            below = next((dates[x].value for x in known if x > at), None)
            if above is None or below is None or above.year != below.year or above < below:
                continue
            value = make(above.year, dates[at].stamp[:2], dates[at].stamp[3:])
            if value is not None and below <= value <= above:
                dates[at] = replace(dates[at], value=value, year_from="neighbours")
