"""Which regular expressions of a rule file are too dear to be tried on what a page says.

Python's matcher tries every way to divide a text; a repeated group with a repetition inside makes
those ways grow without bound (`(.+)+x`).  This is a check of the pattern's form, by one walk over its
characters: it may refuse a harmless pattern, and each can be written without such a group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_PATTERN = 300
MOST_WAYS = 8_000_000  # three unbounded repetitions
_TITLE = 200  # how long a title may be
_COUNTED = re.compile(r"\{(\d*)(,?)(\d*)\}")
_WIDE = 10


@dataclass(slots=True)
class _Group:
    """An open group: whether something in it repeats, and whether it holds alternatives."""

    repeats: bool = False
    alternatives: bool = False


def too_dear(pattern: str) -> str | None:
    """Say in Chinese what makes a pattern too dear, None where nothing does.

    Refused: a group repeated more than once that holds a repetition, or, where it is repeated often,
    alternatives; so many repetitions that a title can be divided in millions of ways; too long.
    """
    if len(pattern) > MAX_PATTERN:
        return f"超过 {MAX_PATTERN} 个字符，请拆成几条"
    open_groups, ways, position = [_Group()], 1, 0
    closed: _Group | None = None
    while position < len(pattern):
        sign = pattern[position]
        least, most, size = _repeats(pattern, position)
        if size:
            if closed and most > 1 and closed.repeats:
                return "括号里已有 *、+、? 之类的重复，括号外又重复，匹配会极慢；请去掉其中一层重复"
            if closed and most >= _WIDE and closed.alternatives:
                return "括号里有“|”，括号外又不限次数地重复，匹配会极慢；请写明次数或去掉重复"
            ways *= min(most, _TITLE) - min(least, _TITLE) + 1 if most < _NO_END else _TITLE
            open_groups[-1].repeats = True
            position, closed = position + size, None
            continue
        closed = None
        if sign == "(":
            open_groups.append(_Group())
            position += pattern[position + 1 : position + 2] == "?"  # (?: and the like
        elif sign == "|":
            open_groups[-1].alternatives = True
        elif sign == ")" and len(open_groups) > 1:
            closed = open_groups.pop()
            open_groups[-1].repeats |= closed.repeats
            open_groups[-1].alternatives |= closed.alternatives
        position = _past(pattern, position)
    if ways > MOST_WAYS:
        return "不定次数的重复（*、+、?、{0,30} 之类）太多，匹配会很慢；请减少几处或收窄次数"
    return None


_NO_END = 1_000_000


def _repeats(pattern: str, position: int) -> tuple[int, int, int]:
    """Return least and most of the quantifier that stands here, and its length (0: none)."""
    sign = pattern[position]
    if sign in "*+?":
        low, most, size = int(sign == "+"), (1 if sign == "?" else _NO_END), 1
    else:
        counted = _COUNTED.match(pattern, position)
        if counted is None or not (counted[1] or counted[3]):
            return 0, 0, 0
        least, comma, upper = counted.groups()
        low = int(least or 0)
        most = int(upper or _NO_END) if comma else int(least)
        size = len(counted.group())
    more = pattern[position + size : position + size + 1]
    return low, most, size + (more in {"?", "+"})


def _past(pattern: str, position: int) -> int:
    """Return the place after the character, escape or [class] that stands here."""
    if pattern[position] == "\\":
        return position + 2
    if pattern[position] != "[":
        return position + 1
    end = position + 1
    end += pattern[end : end + 1] == "^"
    end += pattern[end : end + 1] == "]"
    while end < len(pattern) and pattern[end] != "]":
        end += 2 if pattern[end] == "\\" else 1
    return end + 1
