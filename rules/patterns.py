"""Title patterns of rules and packs: regular expressions that take time in proportion to the text, whatever they say.

They are written as Python writes them and read by RE2, which has no way to fall back and try again: what it cannot
do (look-around, back-references) is refused where it stands, with what to write instead.  This module must not know
what a pattern is searched in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2

__all__ = ["Pattern", "PatternError"]

MAX_LENGTH = 300
# How large a pattern may become when its counted repetitions are written out; time grows with it where RE2 runs out
# of room for its faster ways.  The library's largest needs about 1,000.
MAX_SIZE = 30_000

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False  # they are told in words of ours
_OPTIONS.never_capture = True  # nobody asks for groups
_OPTIONS.never_nl = (
    True  # titles stand joined by line ends, and no match runs from one into the next
)

_DIGIT, _WORD, _SPACE = r"\p{Nd}", r"\p{L}\p{N}_", r"\s\x0b\x1c-\x1f\x{85}\p{Z}"
# What Python means by these for any script, and RE2 for ASCII only.
_CLASSES = {
    "d": (f"[{_DIGIT}]", _DIGIT),
    "w": (f"[{_WORD}]", _WORD),
    "s": (f"[{_SPACE}]", _SPACE),
    "D": (f"[^{_DIGIT}]", r"\P{Nd}"),
    "W": (f"[^{_WORD}]", None),
    "S": (f"[^{_SPACE}]", None),
    "Z": (r"\z", None),
}
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UP_TO = re.compile(r"\{,(\d+)\}")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
_WORDS = (
    ("missing ]", "方括号“[”没有配对的“]”"),
    ("missing )", "括号“(”没有配对的“)”"),
    ("unexpected )", "多了一个“)”；要匹配括号本身，写成 \\)"),
    ("no argument for repetition", "“*”“+”“?”前面没有可重复的字；要匹配它本身，前面加 \\"),
    ("bad repetition operator", "重复符号叠在一起；只留一个"),
    ("invalid repetition size", "重复次数写反了，或超过 1000"),
    ("invalid character class range", "方括号里的范围写反了，如 [9-0]"),
    ("invalid escape sequence", "不认识的反斜杠写法；要匹配反斜杠本身，写成 \\\\"),
    ("trailing", "末尾多了一个反斜杠"),
    ("pattern too large", "重复次数太多，展开后过大；请收窄次数"),
)


class PatternError(ValueError):
    """A pattern that cannot be used; the message (Chinese) says why, and what to write."""


class Pattern:
    """A pattern, ready to search; `^` and `$` are the ends of a line."""

    __slots__ = ("_regexp",)

    def __init__(self, source: str) -> None:
        """Read a pattern.  Raises PatternError."""
        self._regexp = _read(source)

    def search(self, text: str | bytes) -> bool:
        """Say whether it is somewhere in the text (as text, or as UTF-8)."""
        return self._regexp.search(_bytes(text)) is not None

    def first(self, text: bytes, start: int) -> int | None:
        """Return where in the UTF-8, from `start` on, it is found first."""
        match = self._regexp.search(text, start)
        return None if match is None else int(match.start())


def _bytes(text: str | bytes) -> bytes:
    """UTF-8; half of a surrogate pair, which a page's script may write, becomes a question mark."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


@lru_cache(2048)
def _read(source: str) -> Any:  # RE2 ships no types
    if len(source) > MAX_LENGTH:
        raise PatternError(f"超过 {MAX_LENGTH} 个字符，请拆成几条")
    try:
        found = re2.compile(f"(?m){_as_re2(source)}", _OPTIONS)
    except (re2.error, UnicodeEncodeError) as error:
        raise PatternError(f"写法有误（{_in_words(error)}）") from error
    if found.programsize > MAX_SIZE:
        raise PatternError("重复次数太多，展开后过大；请收窄 {0,30} 之类的次数，或拆成几条")
    return found


def _in_words(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return next((words for start, words in _WORDS if said.startswith(start)), said)


def _as_re2(source: str) -> str:
    """Write a pattern as RE2 reads it.  Raises PatternError for what RE2 cannot do."""
    written: list[str] = []
    position, in_class = 0, False
    while position < len(source):
        sign = source[position]
        if sign == "\\":
            piece, position = _escape(source, position, in_class=in_class)
            written.append(piece)
            continue
        if in_class:
            written.append("\\[" if sign == "[" else sign)
            if sign == "]":
                in_class = False
        elif sign == "[":
            in_class = True
            after = position + 1 + (source[position + 1 : position + 2] == "^")
            written.append(source[position:after])
            position = after
            if source[position : position + 1] == "]":  # the first one stands for itself
                written.append("\\]")
                position += 1
            continue
        elif sign == "(":
            _refuse_group(source, position)
            written.append(sign)
        elif sign == "{" and (most := _UP_TO.match(source, position)):
            written.append(f"{{0,{most[1]}}}")
            position = most.end()
            continue
        else:
            written.append(sign)
        position += 1
    return "".join(written)


def _refuse_group(source: str, position: int) -> None:
    if source.startswith(_LOOKS, position):
        raise PatternError(
            "用了前后查看（(?=…)、(?!…)、(?<=…)、(?<!…)），匹配会极慢，不支持；"
            "请直接写出前后的字，如“临汾市(?!尧都)”写成“临汾市(?:[^尧]|尧[^都]|尧?$)”，"
            "不要的标题写在 title_none 里"
        )
    if source.startswith(("(?P=", "(?(", "(?>"), position):
        raise PatternError("用了反向引用、条件或原子组，不支持；请把几种写法用“|”分开写出来")


def _escape(source: str, position: int, *, in_class: bool) -> tuple[str, int]:
    """Return the escape that stands here as RE2 writes it, and the place after it."""
    point = _CODE_POINT.match(source, position)
    if point:
        return f"\\x{{{point[1] or point[2]}}}", point.end()
    letter, after = source[position + 1 : position + 2], position + 2
    if letter in "bB" and letter and not in_class:
        raise PatternError("用了词边界 \\b，不支持：中文的词之间没有边界；请直接写出前后的字")
    if letter in "123456789" and letter:
        raise PatternError(f"用了反向引用 \\{letter}，不支持；请把几种写法用“|”分开写出来")
    if letter in _CLASSES:
        outside, inside = _CLASSES[letter]
        if in_class and inside is None:
            raise PatternError(f"方括号里不能写 \\{letter}；请在方括号外写")
        return (inside or "") if in_class else outside, after
    return source[position:after], after
