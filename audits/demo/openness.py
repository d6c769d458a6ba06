"""Which annual reports the demo portal shows, for each state the portal can be asked to be in."""

from __future__ import annotations

from datetime import date
from typing import Literal

from audits.demo.annual_reports import BUREAUS, COUNTY, FIRST_YEAR, Issuer

AnnualReport = Literal["published", "missing", "previous_only", "bureaus_only", "late"]
Issued = tuple[Issuer, int, date]

YEARS_SHOWN = 5
DEADLINE = (3, 31)  # of the year after, for a county government
LATE_DAY = (4, 20)


def expected_year(today: date) -> int:
    """The year whose report is due in the year of `today`."""
    return today.year - 1


def is_due(today: date) -> bool:
    """The limit for the county's report has run out."""
    return today > date(today.year, *DEADLINE)


def _years(today: date) -> range:
    last = expected_year(today)
    return range(max(FIRST_YEAR, last - YEARS_SHOWN + 1), last + 1)


def county_reports(today: date, state: AnnualReport) -> list[Issued]:
    """The reports of the county government."""
    if state == "missing":
        return []
    found = [(COUNTY, year, date(year + 1, 3, 4 + year % 7)) for year in _years(today)]
    expected = expected_year(today)
    if state == "published":
        # Before March the report is out by the day before, so that the demo always passes.
        return [(who, year, min(day, _yesterday(today))) for who, year, day in found]
    found = [report for report in found if report[1] != expected]
    late = date(today.year, *LATE_DAY)
    if state == "late" and late < today:
        found.append((COUNTY, expected, late))
    return found


def bureau_reports(today: date, state: AnnualReport) -> list[Issued]:
    """The reports of two bureaus; where the county is behind, so are they, or they are not."""
    behind = state in {"missing", "previous_only"}
    return [
        (bureau, year, min(date(year + 1, 1, 14 + (year + place) % 9), _yesterday(today)))
        for year in _years(today)
        for place, bureau in enumerate(BUREAUS)
        if not (behind and year == expected_year(today))
    ]


def _yesterday(today: date) -> date:
    return max(date(today.year, 1, 1), date.fromordinal(today.toordinal() - 1))
