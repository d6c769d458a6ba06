"""Lay the archived page of each finding beside the report, as evidence a person can look at.

Reads the snapshot and writes one page a finding into a folder.  It judges nothing; what cannot be shown
is counted with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checker.facts.personal_data.hiding import hide
from checker.results import AuditResult, Finding, RuleResult
from crawler.snapshot import Fetch, Snapshot, SnapshotError, absolute, untangled
from reports.archived_page import Sought, archived_page
from reports.evidence_page import Archived, file_name, render_evidence
from reports.language import Language
from reports.writing import write_whole

FOLDER = "evidence"
MOST = 300
MEASURED, NO_PAGE = "不是网页上的问题", "没有保存网页"
# Of these the snapshot holds nothing that audit.json does not.
NOTHING_LOST = frozenset({MEASURED, NO_PAGE})
_PAGES_HELD = 8


@dataclass(slots=True)
class Laid:
    """What was written: the file of each finding by fingerprint, and why others have none."""

    files: dict[str, Path] = field(default_factory=dict)
    without: Counter[str] = field(default_factory=Counter)


def lay_evidence(
    result: AuditResult,
    snapshot: Snapshot,
    out: Path | None,
    t: Language,
    *,
    only: Sequence[str] = (),
    most: int = MOST,
) -> Laid:
    """Write the evidence page of each finding into `out`.

    `only` are beginnings of fingerprints; without any, the first `most` findings are laid out, those
    of failed rules first.  Without `out` nothing is written: `files` hold names only.  Raises ReportError
    where the folder cannot be written.
    """
    laid = Laid()
    held: dict[str, tuple[Fetch, str]] = {}
    for rule, finding in _chosen(result, only):
        if finding.fingerprint in laid.files:
            continue
        if len(laid.files) >= most:
            laid.without["超出份数"] += 1
            continue
        measured = finding.warc is None and not finding.found_on
        why, page = (MEASURED, None) if measured else _page(snapshot, finding.url, held)
        if page is None:
            laid.without[why] += 1
            continue
        archived = _archived(snapshot, finding, page, t)
        text = render_evidence(result, rule, finding, archived, t)
        name = Path(file_name(finding))
        laid.files[finding.fingerprint] = (
            name if out is None else write_whole(out / name, text.encode())
        )
    return laid


def _chosen(result: AuditResult, only: Sequence[str]) -> Iterator[tuple[RuleResult, Finding]]:
    for rule in sorted(result.rules, key=lambda rule: rule.verdict != "fail"):
        for finding in rule.findings:
            if not only or any(finding.fingerprint.startswith(name) for name in only):
                yield rule, finding


def _page(
    snapshot: Snapshot, url: str, held: dict[str, tuple[Fetch, str]]
) -> tuple[str, tuple[Fetch, str] | None]:
    """Return the page that a finding stands on, or why there is none to show."""
    if url in held:
        return "", held[url]
    fetch = snapshot.fetch(url)
    if fetch is None:
        return NO_PAGE, None
    if not fetch.is_html and not fetch.drawn:
        return "不是网页（附件等）" if fetch.sha256 else NO_PAGE, None
    try:
        source = snapshot.text(url)
    except SnapshotError:
        return "快照里的网页读不出", None
    if not source:
        return NO_PAGE, None
    while len(held) >= _PAGES_HELD:
        held.pop(next(iter(held)))
    held[url] = (fetch, untangled(source))
    return "", held[url]


def _archived(
    snapshot: Snapshot, finding: Finding, page: tuple[Fetch, str], t: Language
) -> Archived:
    fetch, source = page
    encoding = fetch.encoding or "utf-8"
    shown = archived_page(
        source,
        Sought(finding.target, finding.excerpt),
        lambda href, base: absolute(absolute(fetch.url, base) or fetch.url, href, encoding),
        hide,
        t,
    )
    return Archived(shown, _same(snapshot, finding, fetch))


def _same(snapshot: Snapshot, finding: Finding, fetch: Fetch) -> bool | None:
    """Say whether the snapshot still holds what was judged: the page, or where its link leads."""
    if finding.sha256 is None:
        return None
    ways = snapshot.resolve(finding.target).hops if finding.target else ()
    seen = (fetch, fetch.drawn, *map(snapshot.fetch, ways))
    return finding.sha256 in {each.sha256 for each in seen if each is not None}


def standing(result: AuditResult, folder: Path) -> dict[str, str]:
    """Return the addresses of the evidence pages that already stand beside a report in `folder`."""
    files = {
        finding.fingerprint: folder / FOLDER / file_name(finding)
        for rule in result.rules
        for finding in rule.findings
    }
    return relative({name: path for name, path in files.items() if path.is_file()}, folder)


def relative(files: Mapping[str, Path], folder: Path) -> dict[str, str]:
    """Return the files' addresses as seen from a report in `folder`."""
    return {name: path.relative_to(folder).as_posix() for name, path in files.items()}
