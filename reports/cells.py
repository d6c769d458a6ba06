"""Makes text fit for a cell of a spreadsheet: nothing hidden, not too long, never a formula.

Everything goes through here that did not come from our own code.
"""

from __future__ import annotations

from functools import lru_cache

from reports.language import CHINESE, Language
from reports.visible import MAX_TEXT, visible

# What Excel holds in a cell, in UTF-16 units; longer text would be refused or cut without a word.
MAX_CELL = 32_767
# No limit touches it, so it is the same in every language.
_SHORT = 300
_SPACES = frozenset(" 　")
# Spreadsheets also take the full-width forms for the start of a formula where the system is Chinese.
_FORMULA_STARTS = frozenset("=+-@＝＋－＠\t\r\n")  # noqa: RUF001 -- the full-width ones are meant


def cell_text(text: str, t: Language = CHINESE) -> str:
    """`text` with what cannot be seen spelt out, in MAX_TEXT characters and a mark at most."""
    if len(text) <= _SHORT:
        return _short(text)
    shown = visible(text, t)
    # One character may become `[U+202E]`: what was short enough may not be so any more.
    return shown if len(shown) <= MAX_TEXT * 2 else f"{shown[: MAX_TEXT * 2]}……"


@lru_cache(maxsize=8192)  # units, clauses and what to do stand in thousands of rows
def _short(text: str) -> str:
    return visible(text)


def like_a_formula(text: str) -> bool:
    """A spreadsheet could take the text for a formula, now or when a reader edits the cell."""
    first = text[:1]
    if first in _SPACES:
        first = text.lstrip(" 　")[:1]
    return first in _FORMULA_STARTS


def inert(text: str) -> str:
    """For formats without types: an apostrophe goes before what could be a formula.

    It is what spreadsheets themselves put before text.  A program that reads the file back takes
    one apostrophe off.
    """
    return f"'{text}" if like_a_formula(text) or text.startswith("'") else text
