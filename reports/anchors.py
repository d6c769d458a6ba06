"""Names for the places of a page that links can lead to: readable, and each given once."""

from __future__ import annotations

import re

_SLUG_LENGTH = 60


class Anchors:
    """Gives out anchors; whatever the ids hold, no two are equal."""

    def __init__(self) -> None:
        """Start with none given."""
        self._taken: set[str] = set()

    def take(self, kind: str, name: str) -> str:
        """A new anchor such as `rule-plans-column`."""
        slug = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:_SLUG_LENGTH]
        anchor = f"{kind}-{slug}"
        number = 1
        while anchor in self._taken:
            number += 1
            anchor = f"{kind}-{slug}-{number}"
        self._taken.add(anchor)
        return anchor
