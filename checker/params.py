"""What a check may be told, and how the demands of several packs come together.

A field says by its annotation which of two values is the stricter one; where it says nothing, the
later pack's own value counts.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Stricter(StrEnum):
    """Which of two values of a field demands more."""

    HIGHER = "higher"
    LOWER = "lower"
    UNION = "union"


class Params(BaseModel):
    """The parameters of a check, converted from the text that stands in a rule file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stricter(self, other: Self, stated: AbstractSet[str]) -> Self:
        """Join the demand of a later clause, which states the fields `stated` itself."""
        joined: dict[str, Any] = {}
        for name, field in type(self).model_fields.items():
            mine, theirs = getattr(self, name), getattr(other, name)
            kind = next((m for m in field.metadata if isinstance(m, Stricter)), None)
            if kind is not None and (mine is None or theirs is None):  # None demands nothing
                joined[name] = theirs if mine is None else mine
            elif kind is Stricter.HIGHER:
                joined[name] = max(mine, theirs)
            elif kind is Stricter.LOWER:
                joined[name] = min(mine, theirs)
            elif kind is Stricter.UNION:
                joined[name] = type(mine)(dict.fromkeys([*mine, *theirs]))
            else:
                joined[name] = theirs if name in stated else mine
        return self.model_copy(update=joined)
