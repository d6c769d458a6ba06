"""The ranking as one self-contained page: no script, no outside resource, links to the reports beside it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from reports.html import environment
from reports.language import Language
from reports.ranking import Ranking
from reports.ranking_view import ranking_view
from reports.states import State


def render(ranking: Ranking, t: Language) -> str:
    """The page; equal rankings give equal text."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        environment(t)
        .get_template("ranking/ranking.html")
        .render(
            ranking=ranking_view(ranking, t),
            State=State,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            # Our own file, never anything from an audit: the only text that is not escaped.
            style=Markup(style),  # noqa: S704 -- see the line above
        )
    )


@cache
def _style() -> str:
    return files("reports").joinpath("templates", "ranking", "ranking.css").read_text("utf-8")
