"""Read what a cell says as a number, and tell a number from a blank, a dash and a word.

A blank or a dash is *missing*; whether it means zero is decided by who knows the table.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from checker.facts.block_text import INVISIBLE

_LONGEST = 40
_PLAIN = re.compile(
    r"([+-]?)(\d{1,3}(?:,\d{3}){1,7}|\d{1,24})(?:\.(\d{1,12}))?(万|亿)?([^\d.,]{0,6})"
)
_UNIT = re.compile(
    r"(?:|%|元|人|人次|件|件次|次|个|条|项|份|篇|期|户|名|起|宗|家|批|场|部|亩|公里|平方米|吨|天|年|月|日|岁)"
)
_TWO_FIGURES = re.compile(r"\d\s+\d")
# Blanks separate thousands ("1 234"), and spread the digits of justified cells ("2 6").
_ONE_SPREAD = re.compile(r"\d{1,3}(?:\s\d{3})+|\d(?:\s\d)+")
_DASHES = frozenset({"-", "--", "---", "—", "——", "–", "\u2212", "―", "/", "\\", "\u2500", "~"})
_SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_MINUS = str.maketrans({"\u2212": "-", "﹣": "-", "—": "-", "–": "-"})


class Kind(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    BLANK = "blank"
    DASH = "dash"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Number:
    """A cell's content.  `value` is set for numbers only; `unit` is what follows the digits."""

    kind: Kind
    value: Decimal | None = None
    unit: str = ""

    @property
    def missing(self) -> bool:
        """Nothing, or a dash, was written where a number could stand."""
        return self.kind in {Kind.BLANK, Kind.DASH}

    @property
    def count(self) -> int | None:
        """The value where it is a whole number."""
        if self.value is None or self.value != self.value.to_integral_value():
            return None
        return int(self.value)


@lru_cache(maxsize=4096)
def read_number(text: str) -> Number:
    """Read a cell: full-width digits, thousands separators, 万 and 亿, units, blanks and dashes.

    What is not surely a number ("1,23", "3/5", "约20") is text.
    """
    if len(text) > _LONGEST * 4:
        return Number(Kind.TEXT)
    folded = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    packed = "".join(folded.split())
    if not packed:
        return Number(Kind.BLANK)
    if packed in _DASHES:
        return Number(Kind.DASH)
    if len(packed) > _LONGEST:
        return Number(Kind.TEXT)
    if _TWO_FIGURES.search(folded) and not _ONE_SPREAD.fullmatch(folded.strip()):
        return Number(Kind.TEXT)
    found = _PLAIN.fullmatch(packed.translate(_MINUS))
    if not found or not _UNIT.fullmatch(found.group(5)):
        return Number(Kind.TEXT)
    sign, whole, part, scale, unit = found.groups()
    value = Decimal(f"{sign}{whole.replace(',', '')}.{part or '0'}")
    value = value * _SCALE[scale] if scale else value
    return Number(Kind.NUMBER, value.normalize() if value else Decimal(0), (scale or "") + unit)
