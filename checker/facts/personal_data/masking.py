"""Mask values wherever they could be shown or stored.

The digest.  A finding must be recognised in the next run, and two values with the same masked form
must be told apart.  A plain hash of an ID or a mobile number is the number itself to anybody with an
hour: there are only ten thousand million mobiles.  A secret salt would have to be kept with the
inspector's files and would make two equal audits differ.  So the digest is three hexadecimal digits
of a plain SHA-256: with the masked form it fits about 250 mobiles, or some thousand IDs, and proves
none of them; yet two values on one page share it only once in 4096 times.
"""

from __future__ import annotations

import hashlib
import re

from checker.facts.personal_data.model import Kind

_DIGITS = 3
_FIRST, _LAST = 3, 2
_LONG = 9
_RUN = re.compile(r"[0-9](?:[ \-]?[0-9]){4,}[ \-]?[Xx]?")
_STAR = "*"


def masked(value: str) -> str:
    """Keep the first three and the last two characters; of short values, nothing but the first."""
    if len(value) < _LONG:
        return value[:1] + _STAR * (len(value) - 1)
    return value[:_FIRST] + _STAR * (len(value) - _FIRST - _LAST) + value[-_LAST:]


_FURTHEST = 200  # from a value that an excerpt reaches, so as not to cut a number in two


def digest(kind: Kind, value: str) -> str:
    """Tell two values of the same masked form apart, and give neither away."""
    return hashlib.sha256(f"{kind}:{value.upper()}".encode()).hexdigest()[:_DIGITS]


def mask_numbers(text: str) -> str:
    """Mask every run of five or more digits in a text, whatever it is."""
    return _RUN.sub(lambda run: masked(run.group()), text)


def excerpt(text: str, start: int, end: int, names: list[tuple[int, int]], reach: int = 18) -> str:
    """The surroundings of a value, with all numbers masked and of names only the first character."""
    left, right = max(0, start - reach), min(len(text), end + reach)
    first, last = max(0, left - _FURTHEST), min(len(text), right + _FURTHEST)
    # Do not cut a number in two: a half would not be masked as one.
    while left > first and _joins(text[left - 1]) and _joins(text[left]):
        left -= 1
    while right < last and _joins(text[right - 1]) and _joins(text[right]):
        right += 1
    pieces = list(text[left:right])
    # What goes on further is no number that anybody has; of such ends no digit is shown.
    if left == first > 0:
        pieces[: start - left - reach] = _starred(pieces[: start - left - reach])
    if right == last < len(text):
        pieces[end - left + reach :] = _starred(pieces[end - left + reach :])
    for begin, after in names:
        for index in range(max(begin + 1, left), min(after, right)):
            pieces[index - left] = _STAR
    return " ".join(mask_numbers("".join(pieces)).split())


def _starred(pieces: list[str]) -> list[str]:
    return [_STAR if piece.isdigit() else piece for piece in pieces]


def _joins(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in " -*")
