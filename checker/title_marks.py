"""Title marks within title marks, as Chinese punctuation wants them: 《〈办法〉解读》 for 《《办法》解读》.

Titles come from pages with marks of their own and are put into messages that mark them again.  Pages'
own words are left as they are elsewhere.
"""

from __future__ import annotations

_OPEN, _CLOSE = "《", "》"
_INNER = {_OPEN: "〈", _CLOSE: "〉"}


def nested(text: str) -> str:
    """Turn marks within marks into single ones; a text whose marks do not pair stays as it is."""
    if _OPEN * 2 not in text and text.count(_OPEN) < 2:  # noqa: PLR2004 - one pair has nothing within
        return text
    told: list[str] = []
    depth = 0
    for sign in text:
        if sign == _OPEN:
            depth += 1
            told.append(sign if depth == 1 else _INNER[sign])
        elif sign == _CLOSE:
            if depth == 0:
                return text
            told.append(sign if depth == 1 else _INNER[sign])
            depth -= 1
        else:
            told.append(sign)
    return text if depth else "".join(told)
