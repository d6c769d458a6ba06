"""Chinese numerals as numbers: 十五, 二〇二四, 三百二十.  It knows nothing of dates or periods."""

from __future__ import annotations

# Zero is typed as U+3007, as one of two circles, as a Latin or Cyrillic letter O, or written out.
ZEROS = "\u3007\u25cb\u25ef\u041eOo零"
NUMERALS = f"{ZEROS}一二两三四五六七八九十百千廿"
_DIGITS = {
    **dict.fromkeys(ZEROS, 0),
    **{sign: n for n, sign in enumerate("一二三四五六七八九", 1)},
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 12


def chinese_number(text: str) -> int | None:
    """Return the number that digits or Chinese numerals spell, None where they spell none."""
    if not text or len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if all(sign in _DIGITS for sign in text):  # figure by figure, as years are written
        return int("".join(str(_DIGITS[sign]) for sign in text))
    return _counted(text.replace("廿", "二十"))


def _counted(text: str) -> int | None:
    total, figure, unit = 0, None, 10_000
    for sign in text:
        if sign in _UNITS:
            if _UNITS[sign] >= unit:
                return None
            unit = _UNITS[sign]
            total += (1 if figure is None else figure) * unit
            figure = None
        elif sign in _DIGITS:
            if figure not in {None, 0}:
                return None
            figure = _DIGITS[sign]
        else:
            return None
    return total + (figure or 0)
