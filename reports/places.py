"""On how many pages a finding stands, and findings in the order of that."""

from __future__ import annotations

from collections.abc import Sequence

from checker.results import Finding


def place_count(finding: Finding) -> int:
    """On how many pages a finding is said to stand; its own page is one."""
    return max(finding.found_on_count, len(finding.found_on), 1)


def widest_first(findings: Sequence[Finding]) -> list[Finding]:
    """The order in which findings are shown; equal ones keep that of audit.json."""
    return sorted(findings, key=lambda finding: -place_count(finding))
