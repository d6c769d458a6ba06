"""Hide numbers of persons in text that is only shown: resident IDs, bank cards, mobiles.

Unlike `mask_numbers` it leaves every other number as it is, and unlike `scan` it asks for no label or
name beside a number: hiding one too many accuses nobody.  Web addresses stay whole, as they must lead
somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.facts.personal_data.masking import masked
from checker.facts.personal_data.numbers import (
    is_card,
    is_credit_code,
    is_mobile,
    resident_birth,
)

_PLAIN = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), 0xFF38, 0xFF58)}
_BETWEEN = r"[ \t\n\r\xa0\u3000\-\u2010-\u2014\u2212]{0,2}"
_RUN = re.compile(rf"[0-9](?:{_BETWEEN}[0-9]){{10,}}{_BETWEEN}[Xx]?")
_DIGITS = re.compile(r"[0-9\uff10-\uff19]")
_PIECE = re.compile(r"[0-9]+[Xx]?|[Xx]")
_ADDRESS = re.compile(r"https?://[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uff65]+")
_ID = 18
_MOST_PIECES = 5
_MOBILES = {(11,), (3, 4, 4), (3, 8)}
_QUARTERS = 4


def hide(text: str, *, mobiles: bool = True) -> str:
    """Return the text with all numbers of persons masked; an office's number may be a mobile."""
    if not _DIGITS.search(text):
        return text
    shown: list[str] = []
    place = 0
    for address in _ADDRESS.finditer(text):
        shown += [_hidden(text[place : address.start()], mobiles), address.group()]
        place = address.end()
    return "".join([*shown, _hidden(text[place:], mobiles)])


def _hidden(text: str, mobiles: bool) -> str:  # noqa: FBT001 - handed on
    folded = text.translate(_PLAIN)
    shown: list[str] = []
    place = 0
    for run in _RUN.finditer(folded):
        for start, end, value in _persons(folded, run.start(), run.end()):
            if not mobiles and is_mobile(value):
                continue
            shown += [text[place:start], masked(value)]
            place = end
    return "".join([*shown, text[place:]])


def _persons(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Each number of a person in a run, as what its pieces make together."""
    pieces = list(_PIECE.finditer(text, first, last))
    at = 0
    while at < len(pieces):
        value = ""
        sizes: tuple[int, ...] = ()
        for many, piece in enumerate(pieces[at : at + _MOST_PIECES], 1):
            value += piece.group()
            sizes += (len(piece.group()),)
            if _is_persons(value, sizes):
                yield pieces[at].start(), piece.end(), value
                at += many - 1
                break
        at += 1


def _is_persons(value: str, sizes: tuple[int, ...]) -> bool:
    if len(value) in {_ID, _ID + 2} and resident_birth(value[:_ID]):  # two more: a disability card
        return not is_credit_code(value)
    if is_mobile(value):
        return sizes in _MOBILES
    quarters = all(size == _QUARTERS for size in sizes[:-1]) and sizes[-1] <= _QUARTERS
    return is_card(value) and (len(sizes) == 1 or quarters)
