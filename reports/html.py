"""The HTML report: one self-contained file, without any outside resource.

The page carries a policy that allows nothing but its own style sheet and its own small script,
both by hash.  Every value goes through `visible` and is escaped, whatever the template forgets.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.results import AuditResult
from reports.change_view import marks
from reports.comparison import Comparison
from reports.finding_view import NOWHERE
from reports.formats import Asked
from reports.frame import asset, render_page
from reports.language import CHINESE, Language
from reports.page import page_view
from reports.paper import paper_style
from reports.states import State
from reports.view import report_view


def made(result: AuditResult, asked: Asked) -> str:
    """The report as a format.  Raises ComparisonError."""
    return render(result, asked.t, asked.compared(result), asked.archived)


def render(
    result: AuditResult,
    t: Language,
    comparison: Comparison | None = None,
    archived: Mapping[str, str] = NOWHERE,
) -> str:
    """The report of an audit in a language; equal results give equal text.

    With a `comparison` it says what changed; `archived` are the evidence pages to link, by fingerprint.
    """
    changes = marks(comparison, t)
    report = report_view(result, t, changes, archived)
    sheets = (
        "page/page.css",
        "charts.css",
        *(() if t.code == CHINESE.code else ("page/english.css",)),
    )
    return render_page(
        "page/report.html",
        t,
        # What `paper_style` adds from an audit is spelt out by code point.
        style=paper_style(report.site, report.as_of, t) + "".join(map(asset, sheets)),
        script=asset("page/filters.js") + asset("page/checklist.js"),
        report=report,
        page=page_view(result, report, comparison, changes, t),
        State=State,
    )
