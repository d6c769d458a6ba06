"""Masks that hide nothing: an ID of which the birth date, or nearly all, can still be read."""

from __future__ import annotations

import re

from checker.facts.personal_data import numbers
from checker.facts.personal_data.masking import masked
from checker.facts.personal_data.tokens import MASKS, Token

_SHAPE = re.compile(rf"[1-9]\d{{1,16}}[{MASKS}xX]{{1,16}}[\dxX{MASKS}]{{0,16}}")
_LENGTHS = frozenset({18, 15})
_MOST_SHOWN = 14


def is_masked(value: str) -> bool:
    """Something in the run is masked, so it is no plain value."""
    return any(character in MASKS for character in value) or bool(re.search(r"[xX]{2}", value))


def weakness(token: Token) -> tuple[str, str] | None:
    """The token masked anew and why its own mask is weak; None where it is no ID, or well masked."""
    value = token.value
    if len(value) not in _LENGTHS or not is_masked(value) or not _SHAPE.fullmatch(value):
        return None
    if value[:2] not in numbers.PROVINCES:
        return None
    shown = sum(character.isdigit() for character in value)
    hidden = "".join(c if c.isdigit() else "*" for c in value)
    if len(value) == 18 and numbers.visible_birth(value):  # noqa: PLR2004 - a resident ID
        return masked(hidden), "遮盖后仍能看出出生日期"
    if shown > _MOST_SHOWN:
        return masked(hidden), f"只遮盖了{len(value) - shown}位"
    return None
