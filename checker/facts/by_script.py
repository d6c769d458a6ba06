"""Whether a script draws what a page shows: its list, its text, or at least could.

The source alone is looked at; nothing is run.
"""

from __future__ import annotations

import re

from checker.facts.markup import Markup
from crawler.snapshot import UNRENDERED

_LIST_SCRIPT = re.compile(
    r"\$\.(?:ajax|get|post|getJSON)\b|axios|fetch\(|XMLHttpRequest|queryData|dataproxy|new Vue|"
    r"createApp|avalon\.|recordCount|paramJson|innerHTML|\.html\(|\.append\(|loadData|getList",
)
_LITTLE_TEXT = 200


def only_script(markup: Markup, text: str, said: int, *, listed: bool) -> bool:
    """The rows of the list are missing because only a script would bring them.

    `text` is the main part's, `said` how many characters of it stand in no link; `listed`: the page
    has entries of its own.
    """
    if listed:
        return False
    if markup.source.hollow and draws(markup, text):
        return True
    rendered = len(UNRENDERED.sub("", text))
    unfilled = len(text) - rendered
    if unfilled and said - unfilled < _LITTLE_TEXT:
        return True
    if rendered >= _LITTLE_TEXT:
        return False
    return markup.shell or bool(_LIST_SCRIPT.search(markup.scripts))


def draws(markup: Markup, text: str) -> bool:
    """Something on the page could bring a list that the source does not show."""
    return (
        markup.shell
        or markup.source.asks
        or bool(UNRENDERED.search(text))
        or (markup.source.hollow and markup.source.own_script)
    )
