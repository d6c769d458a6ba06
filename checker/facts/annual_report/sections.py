"""Split a report's lines into its sections by their headings."""

from __future__ import annotations

import re

from checker.facts.annual_report.form import SECTIONS, plain
from checker.facts.annual_report.model import Section

_HEADING = re.compile(r"^\s*([一二三四五六七八九十])\s*[、.]\s*(.{2,40})$")
_END = re.compile(r"[。；;]$")


def split_sections(lines: tuple[str, ...]) -> tuple[Section, ...]:
    """The sections in their order; what stands before the first heading is left out."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if _HEADING.match(line) and not _END.search(line):
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
    return tuple(Section(_number(heading), heading, tuple(body)) for heading, body in found)


def _number(heading: str) -> int:
    words = plain(heading)
    for number, needles in enumerate(SECTIONS, 1):
        if any(needle in words for needle in needles) and not _misleading(number, words):
            return number
    return 0


def _misleading(number: int, words: str) -> bool:
    """The title "收到和处理政府信息公开申请情况" is about requests, and "被申请行政复议" about disputes."""
    return number == 3 and ("复议" in words or "诉讼" in words)  # noqa: PLR2004 - the form's third section
