"""How a fixed phrase can be written wrongly: by a character or two, in the middle of the right ones.

Two places are compared: what stands before and what stands behind a part of the phrase that is right.
One character may be too many or missing; up to `edits` may be others or have changed places.
"""

from __future__ import annotations

from dataclasses import dataclass

# Inserted between words without changing them: 中华民族的伟大复兴.
_JOINTS = frozenset("的和与及、之")
_FAR = 99


@dataclass(frozen=True, slots=True)
class Fit:
    """How much of the text belongs to the side of the phrase, and how many characters are wrong."""

    length: int
    edits: int
    indels: int


def fits(wanted: str, written: str) -> list[Fit]:
    """Return the ways in which a side of a phrase can be read out of the text beside it.

    Both are read outwards; `written` may be longer than `wanted`.
    """
    size = len(wanted)
    if not size:
        return [Fit(0, 0, 0)]
    found = []
    if len(written) >= size:
        found.append(Fit(size, _replaced(wanted, written[:size]), 0))
    if len(written) > size:
        found.append(Fit(size + 1, _inserted(wanted, written[: size + 1]), 1))
    if size > 1 and len(written) >= size - 1:
        missing = _inserted(written[: size - 1], wanted)
        found.append(Fit(size - 1, 1 if missing <= 1 else _FAR, 1))
    return [one for one in found if one.edits < _FAR]


def _replaced(wanted: str, written: str) -> int:
    """Count the characters that differ; two that changed places count once."""
    different = [
        place for place, pair in enumerate(zip(wanted, written, strict=True)) if pair[0] != pair[1]
    ]
    if len(different) == 2:  # noqa: PLR2004  # a swap
        first, second = different
        swapped = wanted[first] == written[second] and wanted[second] == written[first]
        if second == first + 1 and swapped:
            return 1
    return len(different)


def _inserted(shorter: str, longer: str) -> int:
    """Return 1 where `longer` is `shorter` with one character more, 0 where that one only joins words."""
    place = 0
    while place < len(shorter) and shorter[place] == longer[place]:
        place += 1
    if shorter[place:] != longer[place + 1 :]:
        return _FAR
    doubled = place > 0 and longer[place] == longer[place - 1]
    return 0 if longer[place] in _JOINTS and not doubled else 1


def pieces(phrase: str, edits: int) -> list[tuple[int, str]]:
    """Cut a phrase so that with so many edits one piece stays right; (where it begins, piece)."""
    count = edits + 1
    size, left = divmod(len(phrase), count)
    cut, found = 0, []
    for number in range(count):
        length = size + (1 if number < left else 0)
        found.append((cut, phrase[cut : cut + length]))
        cut += length
    return found
