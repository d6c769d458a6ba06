"""The HTML report: one self-contained file, without any outside resource.

The page carries a policy that allows nothing but its own style sheet and its own small script,
both by hash.  Every value goes through `visible` and is escaped, whatever the template forgets.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from checker.results import AuditResult
from reports.change_view import marks
from reports.comparison import compare
from reports.finding_view import NOWHERE
from reports.formats import Asked
from reports.language import CHINESE, Language, marked
from reports.page import page_view
from reports.paper import paper_style
from reports.states import State
from reports.view import report_view
from reports.visible import visible


def made(result: AuditResult, asked: Asked) -> str:
    """The report as a format."""
    return render(result, asked.t, asked.earlier, asked.archived)


def render(
    result: AuditResult,
    t: Language,
    earlier: Sequence[AuditResult] = (),
    archived: Mapping[str, str] = NOWHERE,
) -> str:
    """The report of an audit in a language; equal results give equal text.

    With earlier audits of the same site it says what changed; `archived` are the evidence pages to link,
    by fingerprint.  Raises ComparisonError where they are
    of another site, or none is earlier.
    """
    comparison = compare(result, earlier) if earlier else None
    changes = marks(comparison, t)
    report = report_view(result, t, changes, archived)
    sheets = (
        "page/page.css",
        "charts.css",
        *(() if t.code == CHINESE.code else ("page/english.css",)),
    )
    style = paper_style(report.site, report.as_of, t) + "".join(map(_asset, sheets))
    script = f"{_asset('page/filters.js')}{_asset('page/checklist.js')}"
    policy = (
        "default-src 'none'; "
        f"style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        environment(t)
        .get_template("page/report.html")
        .render(
            report=report,
            page=page_view(result, report, comparison, changes, t),
            State=State,
            policy=policy,
            # Our own files; what `paper_style` adds from an audit is spelt out by code point.
            style=Markup(style),  # noqa: S704 -- see the line above
            script=Markup(script),  # noqa: S704 -- our own files
        )
    )


@cache
def environment(t: Language) -> Environment:
    """Jinja for the templates of this package in a language, escaping on.

    Templates find `t`; `rich`, a sentence whose slots may be their own markup; `original`, a text of
    the results in the language that they are written in; `zh`, the same as an attribute.
    """

    def fit_to_show(value: object) -> object:
        if isinstance(value, str) and not isinstance(value, Markup):
            return visible(value, t)
        return value

    def rich(sentence: str, /, **slots: object) -> Markup:
        # The sentence is one of ours; Markup escapes what is filled in, unless it is markup.
        own = Markup(escape(t.sentence(sentence, **slots)))  # noqa: S704 -- escaped here
        return own.format(**{name: fit_to_show(value) for name, value in slots.items()})

    def original(text: str) -> Markup | str:
        return Markup("<span{}>{}</span>").format(zh, visible(text, t)) if zh else text

    zh = Markup("") if t.code == CHINESE.code else Markup(' lang="{}"').format(CHINESE.code)
    jinja = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        finalize=fit_to_show,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.filters["count"] = t.number
    jinja.globals.update(t=t, rich=rich, original=original, zh=zh, marked=marked)
    return jinja


@cache
def _asset(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
