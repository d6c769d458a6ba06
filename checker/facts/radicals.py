"""Write the characters for which PDF and web fonts put look-alike radicals (⺠ for 民, ⼀ for 一)."""

from __future__ import annotations

import unicodedata

# NFKC knows the Kangxi radicals (U+2F00 …); of the supplement it knows hardly any.
_SUPPLEMENT = dict(
    zip(
        "⺠⻓⻔⻋⻅⻘⻛⻢⻥⻄⻚⻉⻝⻦⻨⻩⻬⻰⻣⻆⻜⻙⻳⺟⺎⻢",
        "民长门车见青风马鱼西页贝食鸟麦黄齐龙骨角飞韦龟母兀马",
        strict=True,
    )
)
_KANGXI = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_ALL = str.maketrans(_KANGXI | _SUPPLEMENT)


def fold_radicals(text: str) -> str:
    """Replace radicals by the characters that they stand for."""
    return text.translate(_ALL)
