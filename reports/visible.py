"""Makes text from outside fit to be shown: bounded, with nothing hidden in it.

Page texts, addresses and rule texts are hostile until they have gone through here.  Escaping for
HTML is not done here: that is the template engine's job, for every value and without exception.
That something was cut is said in the language handed in, in Chinese without one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from reports.language import CHINESE, Language

MAX_TEXT = 4_000
MAX_ADDRESS = 300
MAX_HREF = 2_000

_KEPT = frozenset("\n\t")
# Control, format (bidi overrides, zero width …), surrogate, private use, line/paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# A long run of combining marks paints over the lines above and below it.
_PILED_MARKS = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Something a finding points at: `href` only where it is a plain http(s) address."""

    text: str
    href: str | None = None


def visible(text: str, t: Language = CHINESE) -> str:
    """`text` bounded to MAX_TEXT, characters that cannot be seen spelt out as `[U+202E]`."""
    return spelt_out(clip(text, MAX_TEXT, t))


def spelt_out(text: str) -> str:
    """`text`, however long, with characters that cannot be seen spelt out as `[U+202E]`."""
    if not text.isprintable():
        text = "".join(map(_shown, text))
    return _PILED_MARKS.sub(r"\1[…]", text)


def one_line(text: str, limit: int, t: Language = CHINESE) -> str:
    """`text` cut and visible, on one line: it breaks no header, and passes for no line of ours."""
    return " ".join(visible(clip(text, limit, t), t).split())


def clip(text: str, limit: int, t: Language = CHINESE) -> str:
    """The first `limit` characters, saying so where there were more."""
    if len(text) <= limit:
        return text
    return text[:limit] + t(
        "……（共 {n:,} 字，此处只显示前 {limit:,} 字）", n=len(text), limit=limit
    )


def address(text: str, t: Language = CHINESE) -> Address:
    """An address to be shown, on one line, with a link where following it is harmless to the reader."""
    shown = text if text.isprintable() else " ".join(text.split())
    return Address(clip(shown, MAX_ADDRESS, t), text if _may_link(text) else None)


def _shown(char: str) -> str:
    point = ord(char)
    hidden = unicodedata.category(char) in _HIDDEN and char not in _KEPT
    never_a_character = point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF  # noqa: PLR2004 -- Unicode's own bounds
    return f"[U+{point:04X}]" if hidden or never_a_character else char


def _may_link(text: str) -> bool:
    if len(text) > MAX_HREF or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
