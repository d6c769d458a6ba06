"""Whether a place in a page is commented out, or inside a script: what stands there is not shown.

Only the neighbourhood is looked at, so that a page with many such places is read in good time.
"""

from __future__ import annotations

import re

_REACH = 50_000
_LINE = 300
_STATEMENT = re.compile(r"[;>}\n]")


def hidden_until(html: str, at: int) -> int:
    """Return where the script or comment that `at` stands in ends; 0 where it is in none."""
    for opening, closing in (("<script", "</script"), ("<!--", "-->")):
        opened = html.rfind(opening, max(0, at - _REACH), at)
        if opened >= 0 and html.find(closing, opened, at) < 0:
            closed = html.find(closing, at)
            return closed + len(closing) if closed >= 0 else len(html)
    return 0


def is_disabled(html: str, at: int) -> bool:
    """The script statement at `at` is commented out, by itself or with its script.

    `<script><!-- … //--></script>` is no comment: scripts were written so for browsers without any.
    """
    statement = _STATEMENT.split(html[max(0, at - _LINE) : at])[-1]
    if "//" in statement or html.rfind("/*", max(0, at - _REACH), at) > html.rfind(
        "*/", max(0, at - _REACH), at
    ):
        return True
    script = html.rfind("<script", max(0, at - _REACH), at)
    return script >= 0 and hidden_until(html, script) > at
