"""Cut a text into the runs that can be numbers of persons, in one pass over it.

Digits may be full-width, split by single blanks or hyphens, and stand in web addresses, file names and
longer codes, where they are none of our business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.facts.block_text import INVISIBLE

MASKS = "*×●○•#■□✱\u2217"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Only what can be part of a number or stands before one; Chinese punctuation stays as it is.
_FOLD = {
    code: plain
    for code, plain in _FULL_WIDTH.items()
    if chr(plain).isalnum() or chr(plain) in "*-#()"
}
_DASHES: dict[int, int | str | None] = {
    0x3000: " ",
    0xA0: " ",
    0x2013: "-",
    0x2014: "-",
    0x2212: "-",
    0x2010: "-",
    0x2011: "-",
}
_TABLE: dict[int, int | str | None] = {**_FOLD, **_DASHES, **INVISIBLE}
_NEAR_ANY = re.compile(rf"[0-9](?:[ \-]?[0-9{MASKS}xX]){{10,}}")
_MOBILE_IN = re.compile(r"1[3-9][0-9]{9}")
_LONG = 15
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s\u4e00-\u9fff，。；、）]{1,2000}|www\.[^\s\u4e00-\u9fff，。；、）]{1,500}|"
    r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}",
    re.ASCII,
)
_TOKEN = re.compile(rf"[0-9A-Za-z_{MASKS}]+")
_GROUPS = frozenset(
    {(3, 4, 4), (6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (4, 4, 4, 4), (4, 4, 4, 4, 1)}
    | {
        (4, 4, 4, 4, 2),
        (4, 4, 4, 4, 3),
        (6, 13),
        (6, 10),
        (6, 11),
        (6, 12),
        (3, 3, 4, 4, 4),
        (3, 8),
    }
)
_FIRST_LENGTHS = frozenset(group[0] for group in _GROUPS)
_MOST_PIECES = 5
_SHORTEST = 9  # a passport's
_LINKS = "/\\_=&?%.~+@-"


@dataclass(frozen=True, slots=True)
class Token:
    """A run of characters; `value` is without the blanks and hyphens inside it."""

    value: str
    start: int
    end: int


def clean(text: str) -> str:
    """Fold full-width characters and dashes, drop invisible ones, blank out addresses."""
    folded = text.translate(_TABLE)
    if "://" in folded or "www." in folded or "@" in folded:
        return _ADDRESS.sub(lambda found: " " * len(found.group()), folded)
    return folded


def worth_a_look(cleaned: str) -> bool:
    """Some run in the text is long enough to hold a mobile, an ID, a card or a masked one."""
    if "护照" in cleaned:
        return True
    for run in _NEAR_ANY.finditer(cleaned):
        packed = run.group().replace(" ", "").replace("-", "")
        if len(packed) >= _LONG or not packed.isdecimal() or _MOBILE_IN.search(packed):
            return True
    return False


def tokens(cleaned: str) -> Iterator[Token]:
    """All runs, then those that several pieces make together."""
    pieces = [
        Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(cleaned)
    ]
    for piece in pieces:
        if len(piece.value) >= _SHORTEST and not _glued(cleaned, piece):
            yield piece
    yield from _grouped(cleaned, pieces)


def _grouped(cleaned: str, pieces: list[Token]) -> Iterator[Token]:
    first = 0
    while first < len(pieces):
        if len(pieces[first].value) not in _FIRST_LENGTHS:
            first += 1
            continue
        last = first
        while (
            last + 1 < len(pieces)
            and last - first + 1 < _MOST_PIECES + 1
            and cleaned[pieces[last].end : pieces[last + 1].start] in {" ", "-"}
            and pieces[last].value.isdecimal()
        ):
            last += 1
        for end in range(last, first, -1):
            group = pieces[first : end + 1]
            if tuple(len(one.value) for one in group) in _GROUPS and _digits(group):
                whole = Token("".join(one.value for one in group), group[0].start, group[-1].end)
                if not _glued(cleaned, whole) and not _hangs(cleaned, whole):
                    yield whole
                    first = end
                    break
        first += 1


def _digits(group: list[Token]) -> bool:
    *head, tail = (one.value for one in group)
    return all(one.isdecimal() for one in head) and (
        tail.isdecimal() or (tail[:-1].isdecimal() and tail[-1] in "Xx")
    )


def _hangs(cleaned: str, token: Token) -> bool:
    """More digits follow after one more hyphen: this is a piece of a longer code."""
    before = cleaned[max(0, token.start - 2) : token.start]
    after = cleaned[token.end : token.end + 2]
    return (len(before) == 2 and before[1] == "-" and before[0].isalnum()) or (  # noqa: PLR2004 - “A-”
        len(after) == 2 and after[0] == "-" and after[1].isalnum()  # noqa: PLR2004 - “-1”
    )


def _glued(cleaned: str, token: Token) -> bool:
    """The run is a part of a code, a path, a file name or a decimal."""
    size = len(token.value)
    before = cleaned[max(0, token.start - 1 - size) : token.start]
    after = cleaned[token.end : token.end + 1 + size]
    if len(before) > 1 and before[-1] in _LINKS and _plain(before[-2]):
        return not (before[-1] == "/" and _same_length(before[:-1], token))
    if len(after) > 1 and after[0] in _LINKS and _plain(after[1]):
        return not (after[0] == "/" and _same_length(after[1:], token))
    return False


def _plain(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _same_length(other: str, token: Token) -> bool:
    """Two numbers of one kind stand side by side with a slash between them."""
    return len(other) == len(token.value) and other.isdecimal() and token.value.isdecimal()
