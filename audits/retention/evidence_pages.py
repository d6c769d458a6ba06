"""Lays the evidence pages of some matters of the ledger while the snapshot that they were seen in is still there."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from pathlib import Path

from audits import evidence
from audits.evidence import Laid, lay_evidence
from audits.folder_names import RESULTS, SNAPSHOT
from checker.results import AuditResult, Evidence, Finding, RuleResult
from crawler.snapshot import DiskSnapshot
from reports.language import language

_UNKNOWN = "在 audit.json 里找不到"


def lay_before_it_goes(folder: Path, fingerprints: Collection[str], *, dry: bool = False) -> Laid:
    """Lay the evidence pages of these matters into an audit's folder, and count what cannot be shown.

    A matter that is a whole rule (`rule:<id>`) stands on what the rule gives as evidence.  `dry` writes
    nothing.  Raises ResultsError, SnapshotError, ReportError.
    """
    result = AuditResult.read(folder / RESULTS)
    rules = [
        rule.model_copy(update={"findings": list(_stood_on(rule, fingerprints))})
        for rule in result.rules
    ]
    asked = [finding.fingerprint for rule in rules for finding in rule.findings]
    snapshot = DiskSnapshot(folder / SNAPSHOT)
    try:
        laid = lay_evidence(
            result.model_copy(update={"rules": rules}),
            snapshot,
            None if dry else folder / evidence.FOLDER,
            language("zh"),
            most=len(asked),
        )
    finally:
        snapshot.close()
    known = {*asked, *(f"rule:{rule.id}" for rule in rules)}
    if lost := len(set(fingerprints) - known):
        laid.without[_UNKNOWN] += lost
    return laid


def _stood_on(rule: RuleResult, fingerprints: Collection[str]) -> Iterator[Finding]:
    yield from (each for each in rule.findings if each.fingerprint in fingerprints)
    if f"rule:{rule.id}" in fingerprints:
        yield from (_as_finding(rule, each) for each in rule.evidence)


def _as_finding(rule: RuleResult, seen: Evidence) -> Finding:
    place = f"{rule.id}\n{seen.url}".encode("utf-8", "replace")
    return Finding(
        fingerprint=hashlib.sha256(place).hexdigest()[:32],
        message=rule.message,
        observed=seen.what,
        **seen.model_dump(exclude={"what"}),
    )
