"""The ranking as one self-contained page: no script, no outside resource, links to the reports beside it."""

from __future__ import annotations

from reports.frame import asset, render_page
from reports.language import Language
from reports.ranking import Ranking
from reports.ranking_view import ranking_view
from reports.states import State


def render(ranking: Ranking, t: Language) -> str:
    """The page; equal rankings give equal text."""
    return render_page(
        "ranking/ranking.html",
        t,
        style=asset("ranking/ranking.css"),
        ranking=ranking_view(ranking, t),
        State=State,
    )
