"""Compare names of columns as people read them: width, brackets and white space do not count.

Decides whether a text *names* a column.  It knows nothing of pages or links.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from opencc import OpenCC

# A name this short stands in too many others (规划局, 规划许可): only the very word is meant.
_SHORTEST_PART = 3
# A link text may carry this many characters more than the name: 本县规划计划, 规划计划专栏.
_ROOM = 4
_LONGEST_NAME = 200
_COUNT = re.compile(r"[(\[【]\s*\d+\s*[)\]】]\s*$")
_MORE = re.compile(r"(?:更多|more|进入|点击进入)[>»›]*$", re.IGNORECASE)
_NOISE = re.compile(r"[^\w\u3400-\u9fff]|_")


class NameMatch(StrEnum):
    """How well a text names a column; the better match stands first."""

    EXACT = "exact"
    CONTAINED = "contained"


@dataclass(frozen=True, slots=True)
class Named:
    """A text that names a column: which of the wanted names, and how."""

    name: str
    match: NameMatch


def normal(text: str) -> str:
    """Fold width and case, drop counts, white space, brackets and other punctuation.

    A name is also written in simplified characters; a whole text is not.
    """
    return _remembered(text) if len(text) <= _LONGEST_NAME else _normal(text)


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    folded = _COUNT.sub("", folded)
    folded = _MORE.sub("", folded) or folded
    return _NOISE.sub("", folded)


# Names come again and again, whole texts do not.
@lru_cache(maxsize=65536)
def _remembered(name: str) -> str:
    return _normal(simplified(name))


def simplified(name: str) -> str:
    """Write traditional characters as simplified ones."""
    try:
        name.encode("gb2312")  # what this set holds is simplified already, and nearly all is
    except UnicodeEncodeError:
        # Half characters, which JSON can spell, are no text to convert.
        return str(_converter().convert(name.encode("utf-8", "replace").decode()))
    return name


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def named(text: str, names: Sequence[str], exclude: Iterable[str] = ()) -> Named | None:
    """Say which of `names` the text `text` is, or None.

    Equal after normalisation comes first; then a name contained in a text that is at most a few
    characters longer.  A text that holds one of `exclude` is never a match.
    """
    plain = normal(text)
    if not plain or any(word and word in plain for word in map(normal, exclude)):
        return None
    for name in names:
        if plain == normal(name):
            return Named(name, NameMatch.EXACT)
    for name in names:
        wanted = normal(name)
        near = wanted in plain and len(plain) <= len(wanted) + _ROOM
        if near and len(wanted) >= _SHORTEST_PART:
            return Named(name, NameMatch.CONTAINED)
    return None
