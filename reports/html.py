"""The HTML report: one self-contained file, without any outside resource.

The page carries a policy that allows nothing but its own style sheet and its own small script,
both by hash.  Every value goes through `visible` and is escaped, whatever the template forgets.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checker.results import AuditResult
from reports.formats import Asked
from reports.states import State
from reports.view import report_view
from reports.visible import visible


def made(result: AuditResult, _: Asked) -> str:
    """The report as a format."""
    return render(result)


def render(result: AuditResult) -> str:
    """The report of an audit; equal results give equal text."""
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        "default-src 'none'; "
        f"style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report_view(result),
            State=State,
            policy=policy,
            # Our own files, never anything from an audit: the only text that is not escaped.
            style=Markup(style),  # noqa: S704 -- see the line above
            script=Markup(script),  # noqa: S704 -- see above
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        finalize=_fit_to_show,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["count"] = lambda number: f"{number:,}"
    return environment


def _fit_to_show(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


@cache
def _asset(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
