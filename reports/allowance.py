"""How many findings one page can carry: the first of a rule in full, further ones on a line each.

The page stays below five megabytes whatever the audit holds.  What does not fit is counted; this
module drops nothing by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from checker.results import Finding

FULL = 50
# Bytes of findings in the page.  With everything else it stays below 5 MB.
PAGE = 3_300_000
_ROW = 150  # markup of a line
_FULL_ROW = 900
_MAX_FIELD = 600


class Allowance:
    """What is left for findings; rules ask for their share in the order in which they are shown."""

    def __init__(self, left: int = PAGE) -> None:
        """Begin with so many bytes."""
        self._left = left

    def grant(self, findings: Sequence[Finding]) -> tuple[int, int]:
        """How many are shown in full, and how many altogether."""
        full = shown = 0
        for number, finding in enumerate(findings):
            whole = number < FULL
            self._left -= _full_row(finding) if whole else _row(finding)
            if self._left < 0:
                break
            full += whole
            shown += 1
        return full, shown


def _row(finding: Finding) -> int:
    return _ROW + sum(map(_bytes, (finding.message, finding.url, finding.target or "")))


def _full_row(finding: Finding) -> int:
    addresses = (finding.url, finding.target or "", *finding.found_on[:20])
    texts = (finding.message, finding.observed, finding.expected, finding.excerpt)
    return (
        _FULL_ROW
        + sum(2 * _bytes(each) + 20 for each in addresses)
        + sum(map(_bytes, (*texts, finding.suggestion, finding.fingerprint)))
    )


def _bytes(text: str) -> int:
    """Escaped and in UTF-8 it is no longer than this, cut as it is shown."""
    return min(len(text), _MAX_FIELD) * (1 if text.isascii() else 3)
