"""What the style sheet says in words: the foot of each printed page, and what stands beside folded parts.

Texts from an audit get into a style sheet here and nowhere else: as CSS strings in which everything
but plain letters and digits is spelt out by code point.
"""

from __future__ import annotations

import re

from reports.language import Language
from reports.visible import clip, visible

_MAX_FOOT = 60
# Letters of the languages that reports are written in; no quote, no backslash, no angle bracket.
_PLAIN = re.compile(r"[0-9A-Za-z\u3400-\u9fff]")


def css_string(text: str) -> str:
    """A CSS string that holds the text, whatever it is."""
    spelt = (char if _PLAIN.match(char) else f"\\{ord(char):x} " for char in text)
    return f'"{"".join(spelt)}"'


def paper_style(site: str, as_of: str, t: Language) -> str:
    """A4 with the report, the site and the day at the foot of each page, and the page's number."""
    foot = visible(clip(f"{t('政务公开检查报告')} · {site}", _MAX_FOOT, t), t)
    before, _, rest = t.sentence("第 {page} 页，共 {pages} 页").partition("{page}")
    between, _, after = rest.partition("{pages}")
    number = f"{css_string(before)} counter(page) {css_string(between)} counter(pages) {css_string(after)}"
    small = "font-size: 8pt; color: #566069;"
    return (
        f":root {{ --folded: {css_string(t('（见电子版）'))}; }}\n"
        "@page {\n  size: A4; margin: 17mm 15mm 18mm;\n"
        f"  @bottom-left {{ content: {css_string(foot)}; {small} }}\n"
        f"  @bottom-center {{ content: {css_string(t('检查基准日：{day}', day=as_of))}; {small} }}\n"
        f"  @bottom-right {{ content: {number}; {small} }}\n}}\n"
    )
