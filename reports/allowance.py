"""How many findings one page can carry: the first of a rule in full, further ones on a line each.

The page stays below five megabytes whatever the audit holds: every rule gets its first findings before
any gets more.  What does not fit is counted by whoever shows it; nothing is dropped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from checker.results import Finding
from reports.visible import visible

FULL = 15
# Bytes of findings in the page: with everything else it stays below 5 MB.
PAGE = 3_400_000
_MARKUP_FULL = 900
_MARKUP_LINE = 90
_MARK = 80  # what says of a finding that it is new, or still there
_MAX_FIELD = 600
_PLACES = 20


@dataclass(frozen=True, slots=True)
class Share:
    """How many findings of a rule are shown in full, and how many on a line each."""

    full: int
    lines: int


def shares(
    rules: Sequence[Sequence[Finding]], left: int = PAGE, *, marked: bool = False
) -> list[Share]:
    """The shares of rules, given the findings of each in the order in which they are shown.

    With `marked` each finding bears a mark that says what became of it.
    """
    mark = _MARK if marked else 0
    full = []
    for findings in rules:
        fits, left = _fitting([mark + _in_full(finding) for finding in findings[:FULL]], left)
        full.append(fits)
    lines = []
    for findings, shown in zip(rules, full, strict=True):
        fits, left = _fitting([mark + _on_a_line(finding) for finding in findings[shown:]], left)
        lines.append(fits)
    return [Share(*both) for both in zip(full, lines, strict=True)]


def _fitting(sizes: Sequence[int], left: int) -> tuple[int, int]:
    for number, size in enumerate(sizes):
        if size > left:
            return number, left
        left -= size
    return len(sizes), left


def _on_a_line(finding: Finding) -> int:
    texts = (finding.message, finding.url, finding.target or "", finding.observed)
    return _MARKUP_LINE + sum(map(_bytes, texts))


def _in_full(finding: Finding) -> int:
    addresses = (finding.url, finding.target or "", *finding.found_on[:_PLACES])
    texts = (finding.message, finding.observed, finding.expected, finding.excerpt)
    return (
        _MARKUP_FULL
        + sum(2 * _bytes(each) + 30 for each in addresses)
        + sum(map(_bytes, (*texts, finding.suggestion, finding.fingerprint)))
    )


def _bytes(text: str) -> int:
    """How long it is in the page: escaped, in UTF-8, cut as it is shown."""
    return len(escape(visible(text[:_MAX_FIELD])).encode())
