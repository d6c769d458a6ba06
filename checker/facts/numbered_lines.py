"""How many points a text numbers: 一、二、三、 or 1. 2. 3. at the beginning of lines, or alone in a cell.

Counts how far each style of numbers goes up one by one; a sub-list that begins again at 1 counts by
itself.  What the points are about is not for here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from checker.facts.chinese_numbers import NUMERALS, chinese_number

_POINT = re.compile(
    rf"^[(【\[第]?\s?(?:(?P<han>[{NUMERALS}]{{1,3}})|(?P<digits>\d{{1,2}}))\s?(?:[)\]】、.,:]|项|件|$)(?!\d)"
)


def numbered_points(lines: Iterable[str]) -> int:
    """Return the length of the longest list 1, 2, 3 … that the lines number, 0 without any."""
    reached: dict[str, int] = {}
    longest = 0
    for line in lines:
        point = _POINT.match(unicodedata.normalize("NFKC", line).strip())
        if point is None or point.lastgroup is None:
            continue
        style = point.lastgroup
        number = chinese_number(point[style])
        if number == reached.get(style, 0) + 1 or number == 1:
            reached[style] = number
            longest = max(longest, number)
    return longest
