"""The numbers of headings in Chinese papers: 一, 二 … 十, 十一 … 一百零一."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_TOO_MANY = 10_000


def chinese(number: int) -> str:
    """A number from 1 to 9999 in Chinese; others in digits."""
    if not 0 < number < _TOO_MANY:
        return str(number)
    written, gap = "", False
    digits = str(number)
    for at, digit in enumerate(digits):
        if digit == "0":
            gap = bool(written)
            continue
        written += ("零" if gap else "") + _DIGITS[int(digit)] + _PLACES[len(digits) - at - 1]
        gap = False
    return written.removeprefix("一") if written.startswith("一十") else written
