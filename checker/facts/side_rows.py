"""Rows that stand beside the lists of several columns: they belong to the template, to none of them.

One page alone cannot tell a list headed 最新公开 in its margin from a list of its own; that the same rows
stand in the margin of other columns' pages can.  Which rows stand beside a list is said in `groups`.
"""

from __future__ import annotations

from checker.facts.names import normal
from checker.facts.site import SiteFacts
from checker.facts.urls import folder_of

_COLUMNS = 3


class SideRows:
    """The rows that are set aside on pages of several columns; `SiteFacts.once(SideRows)` makes it once."""

    def __init__(self, site: SiteFacts) -> None:
        """Note for every row that is set aside on which columns' pages that is so."""
        self._columns: dict[str, set[str]] = {}
        for fetch in site.held:
            page = site.page(fetch.url)
            if page is None or not page.beside:
                continue
            column = normal(page.column_name) or folder_of(page.url)
            for entry in page.beside:
                known = self._columns.setdefault(entry.url or entry.title, set())
                if len(known) < _COLUMNS:
                    known.add(column)

    def everywhere(self, row: str) -> bool:
        """The row (its address, or its title where it has none) stands beside the lists of several columns."""
        return len(self._columns.get(row, ())) >= _COLUMNS
