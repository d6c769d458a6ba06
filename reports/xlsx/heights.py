"""How high a row has to be so that all its text can be read, on the screen and on paper.

Spreadsheet programs find the height of wrapped text when a person edits it, but not all of them when
they open a file.  What is found here is an estimate on the safe side: fonts differ.
"""

from __future__ import annotations

# Excel's rows end at 409 points.
MOST_LINES = 29
_LINE = 13.6
_PADDING = 4.0
# Letters wider than the standard one, and words that go to the next line as a whole.
_USED = 0.84
# Of one character, as `_rows_of` finds it for four bytes of UTF-8.
_WIDEST = 2.5


def lines(text: str, width: float) -> int:
    """The lines that a text takes in a column of so many Latin characters; a Chinese one is two wide."""
    room = width * _USED
    if "\n" not in text:
        return _rows_of(text, room)
    return sum(_rows_of(part, room) for part in text.split("\n"))


def height(most: int) -> float:
    """The height in points of a row whose longest cell has so many lines."""
    return min(most, MOST_LINES) * _LINE + _PADDING


def fitting(text: str, width: float, mark: str) -> tuple[str, int]:
    """As much of a text as a row can show, and its lines; where something is left out, the mark says so."""
    short = len(text) * _WIDEST < width * _USED and "\n" not in text
    taken = 1 if short else lines(text, width)
    if taken <= MOST_LINES:
        return text, taken
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if lines(text[:middle] + mark, width) <= MOST_LINES:
            low = middle
        else:
            high = middle - 1
    return text[:low] + mark, MOST_LINES


def _rows_of(part: str, room: float) -> int:
    # UTF-8 takes one byte for what is one wide and three for what is two wide.
    wide = (len(part) + len(part.encode("utf-8", "replace"))) / 2
    return max(1, -int(-wide // room))
