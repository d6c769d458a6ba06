"""The page that shows what a finding is about: its facts above, the archived page below, marked.

One self-contained file without any script; what comes from the archive has been made harmless by
`archived_page` before.  It opens nothing itself: the archived page is an argument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from checker.results import AuditResult, Finding, RuleResult
from reports.allowance import Share
from reports.archived_page import ArchivedPage
from reports.finding_view import findings_view
from reports.frame import asset, render_page
from reports.language import Language
from reports.visible import visible

_FINGERPRINT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Archived:
    """An archived page, and whether it still is what the audit judged (None: the audit does not say)."""

    page: ArchivedPage
    same: bool | None


def file_name(finding: Finding) -> str:
    """Where the evidence of a finding stands inside its folder; a name safe on every file system."""
    known = _FINGERPRINT.fullmatch(finding.fingerprint)
    stem = known[0] if known else sha256(finding.fingerprint.encode()).hexdigest()[:32]
    return f"{stem}.html"


def render_evidence(
    result: AuditResult, rule: RuleResult, finding: Finding, archived: Archived, t: Language
) -> str:
    """The evidence page of one finding; equal arguments give equal text."""
    return render_page(
        "evidence.html",
        t,
        style=asset("evidence.css"),
        site=result.site.name,
        rule=rule,
        finding=findings_view((finding,), Share(full=1, lines=0), {}, t).shown[0],
        archived=archived.page,
        same=archived.same,
        title=visible(finding.message or rule.title, t),
        # Cleaned by archived_page, which lets nothing through but plain structure.
        markup=Markup(archived.page.markup),  # noqa: S704 -- see the line above
    )
