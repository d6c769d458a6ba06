"""Findings and evidence as the page shows them: sorted, capped, with their proof beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from checker.results import Evidence, Finding
from reports.allowance import Share
from reports.by_persons import waived_told
from reports.change_view import Mark
from reports.language import Language
from reports.moments import moment
from reports.places import place_count, widest_first
from reports.visible import Address, address, clip
from reports.wording import Observed, expected, observed

# No finding has an evidence page.
NOWHERE: Mapping[str, str] = MappingProxyType({})
MAX_EVIDENCE = 50
PLACES_AT_ONCE = 2
_MAX_PLACES = 20
_MAX_TALLIES = 30
_MAX_MESSAGE = 600
_MAX_LINE = 300
_MAX_EXCERPT = 300
_MAX_CODE = 120
_SHORT_HASH = 12
# A parked domain may show anything by the time the report is read: named, never linked.
NEVER_LINKED = frozenset({"parked"})


@dataclass(frozen=True, slots=True)
class Proof:
    """When something was seen and where the proof lies."""

    time: str
    sha256: str
    sha256_short: str
    warc: str
    rendered: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding.

    `places` are further pages beside `page`, shown at once; `more_places` are folded; the rest is
    only counted in `place_count`.
    """

    number: int
    message: str
    page: Address
    target: Address | None
    observed: Observed
    expected: str
    expected_worded: bool
    places: tuple[Address, ...]
    more_places: tuple[Address, ...]
    place_count: int
    excerpt: str
    suggestion: str
    fingerprint: str
    proof: Proof
    change: Mark | None
    archived: str
    waived: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """One finding on one line: `places` says on how many pages where it is more than one."""

    number: int
    message: str
    page: str
    target: str
    observed: str
    places: str
    change: Mark | None
    waived: bool = False


@dataclass(frozen=True, slots=True)
class FindingsView:
    """The findings of a rule, those on most pages first: in full, on a line each, only in audit.json.

    `advice` is what all of them suggest alike: it need not be said with each.
    """

    count: int
    shown: tuple[FindingView, ...]
    lines: tuple[LineView, ...]
    hidden: int
    advice: str
    tallies: tuple[tuple[Observed, int], ...]


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One piece of evidence."""

    page: Address
    what: str
    excerpt: str
    proof: Proof


def findings_view(
    findings: Sequence[Finding],
    share: Share,
    changes: Mapping[str, Mark],
    t: Language,
    archived: Mapping[str, str] = NOWHERE,
) -> FindingsView:
    """What is shown of a rule's findings, so many as `share` says.

    `changes` and `archived`, the addresses of evidence pages, are by fingerprint.
    """
    ordered = widest_first(findings)
    suggestions = {finding.suggestion for finding in findings}
    alike = len(findings) > 1 and len(suggestions) == 1
    last = share.full + share.lines
    counts = Counter(finding.observed for finding in findings if finding.observed)
    tallies = tuple((observed(clip(code, _MAX_CODE, t), t), n) for code, n in counts.most_common())
    return FindingsView(
        count=len(findings),
        shown=tuple(
            _finding(n, each, changes, t, archived.get(each.fingerprint, ""), alike=alike)
            for n, each in enumerate(ordered[: share.full], 1)
        ),
        lines=tuple(
            _line(n, each, changes, t)
            for n, each in enumerate(ordered[share.full : last], share.full + 1)
        ),
        hidden=len(findings) - last,
        advice=clip(suggestions.pop(), _MAX_MESSAGE, t) if alike else "",
        tallies=tallies if 1 < len(tallies) <= _MAX_TALLIES else (),
    )


def evidence_view(evidence: Sequence[Evidence], t: Language) -> tuple[EvidenceView, ...]:
    """The first MAX_EVIDENCE pieces, in the order of audit.json."""
    return tuple(
        EvidenceView(
            page=address(piece.url, t),
            what=clip(piece.what, _MAX_MESSAGE, t),
            excerpt=clip(piece.excerpt, _MAX_EXCERPT, t),
            proof=_proof(piece, t),
        )
        for piece in evidence[:MAX_EVIDENCE]
    )


def _finding(
    number: int,
    finding: Finding,
    changes: Mapping[str, Mark],
    t: Language,
    archived: str,
    *,
    alike: bool,
) -> FindingView:
    others = [url for url in finding.found_on[:_MAX_PLACES] if url != finding.url]
    places = tuple(address(url, t) for url in others)
    target = None if finding.target is None else address(finding.target, t)
    if target and finding.observed in NEVER_LINKED:
        target = Address(target.text)
    return FindingView(
        number=number,
        message=clip(finding.message, _MAX_MESSAGE, t),
        page=address(finding.url, t),
        target=target,
        observed=observed(clip(finding.observed, _MAX_EXCERPT, t), t),
        expected=expected(clip(finding.expected, _MAX_EXCERPT, t), t),
        expected_worded=expected(finding.expected, t) != finding.expected,
        places=places[:PLACES_AT_ONCE],
        more_places=places[PLACES_AT_ONCE:],
        place_count=place_count(finding),
        excerpt=clip(finding.excerpt, _MAX_EXCERPT, t),
        suggestion="" if alike else clip(finding.suggestion, _MAX_MESSAGE, t),
        fingerprint=clip(finding.fingerprint, _MAX_CODE, t),
        proof=_proof(finding, t),
        change=changes.get(finding.fingerprint),
        archived=archived,
        waived=waived_told(finding.waived, t),
    )


def _line(number: int, finding: Finding, changes: Mapping[str, Mark], t: Language) -> LineView:
    seen = observed(clip(finding.observed, _MAX_CODE, t), t)
    pages = place_count(finding)
    return LineView(
        number=number,
        message=clip(finding.message, _MAX_LINE, t),
        page=clip(finding.url, _MAX_LINE, t),
        target=clip(finding.target or "", _MAX_LINE, t),
        observed=seen.code if seen.code and seen.code.isdigit() else seen.words,
        places=t("（共 {n:,} 个页面）", n=pages) if pages > 1 else "",
        change=changes.get(finding.fingerprint),
        waived=finding.waived is not None,
    )


def _rendered(said: str | None, t: Language) -> str:
    """By which browser and when, as a person reads it."""
    browser, _, at = (said or "").rpartition(" ")
    return clip(f"{browser} {moment(at, t)}" if browser else said or "", _MAX_CODE * 2, t)


def _proof(seen: Finding | Evidence, t: Language) -> Proof:
    digest = seen.sha256 or ""
    return Proof(
        time=moment(seen.fetched_at, t),
        sha256=digest,
        sha256_short=digest[:_SHORT_HASH],
        warc=clip(seen.warc or "", _MAX_CODE * 2, t),
        rendered=_rendered(seen.rendered, t),
    )
