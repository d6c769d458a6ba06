"""The fonts that Chinese official papers are set in, by name, and what stands in for each.

Nothing is embedded: a machine that lacks a font takes the next one named.
"""

from __future__ import annotations

from typing import Final

TITLE: Final = "方正小标宋简体"
HEADING: Final = "黑体"
SUBHEADING: Final = "楷体_GB2312"
BODY: Final = "仿宋_GB2312"
PAGE_NUMBER: Final = "宋体"
LATIN: Final = "Times New Roman"

# Word and LibreOffice look for these names where they lack the font.
_INSTEAD: Final = {
    TITLE: "小标宋;华文中宋;宋体;SimSun;Noto Serif CJK SC",
    HEADING: "SimHei;微软雅黑;Noto Sans CJK SC",
    SUBHEADING: "楷体;KaiTi;华文楷体;Noto Serif CJK SC",
    BODY: "仿宋;FangSong;华文仿宋;Noto Serif CJK SC",
    PAGE_NUMBER: "SimSun;Noto Serif CJK SC",
}
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def font_table() -> bytes:
    """The part `word/fontTable.xml`."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:fonts xmlns:w="{_W}">{fonts}<w:font w:name="{LATIN}"><w:charset w:val="00"/></w:font></w:fonts>'
    ).encode()
