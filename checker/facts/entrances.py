"""The entrances to a function of the site: links so named, and what a visitor finds behind them.

Nothing is ever submitted.  Whether what is found is enough is not for here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from checker.facts.columns import Column, columns_named
from checker.facts.link_state import Alive, Broken, LinkStates, Unchecked, Undecided
from checker.facts.names import normal
from checker.facts.not_seen import why_not_seen
from checker.facts.parsing import parsed
from checker.facts.site import SiteFacts
from checker.results import Reason
from crawler.snapshot import Outcome, Role, scripts_of

_MOST = 12
_TAG = re.compile(r"<[a-zA-Z][^<>]{0,2000}>")


class Behind(StrEnum):
    """What lies behind an entrance, as a visitor finds it."""

    ANSWERS = "answers"
    UNSURE = "unsure"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Entrance:
    """One entrance and what came of it; `reason` says why what lies behind is unsure."""

    column: Column
    behind: Behind
    reason: Reason | None
    detail: str


def entrances(
    site: SiteFacts,
    names: Sequence[str],
    exclude: Sequence[str],
    clicks: int,
    *,
    shows: Sequence[str] = (),
    login_wall_ok: bool = True,
) -> list[Entrance]:
    """Return the links so named at most `clicks` from home, with what lies behind each.

    With `shows` one of these words must stand there; a page of another host is not read for them.
    """
    return [
        _entrance(site, column, shows, login_wall_ok=login_wall_ok)
        for column in columns_named(site, names, exclude)[:_MOST]
        if column.clicks is not None and column.clicks <= clicks
    ]


def mark_of_home(site: SiteFacts, marks: Sequence[str]) -> str | None:
    """Return the first of `marks` in the home page's tags and scripts; a word in its text is none."""
    home = site.home.fetch
    if home is None or not marks:
        return None
    html = site.snapshot.text(home.url)
    source = "".join(_TAG.findall(html)) + scripts_of(parsed(html))[0]
    return next((mark for mark in marks if mark in source), None)


def _entrance(
    site: SiteFacts, column: Column, shows: Sequence[str], *, login_wall_ok: bool
) -> Entrance:
    state = site.once(LinkStates).of(column.url, (column.text,))
    last = site.resolve(column.url).last
    if last is not None and last.outcome is Outcome.LOGIN:
        if login_wall_ok:
            return Entrance(column, Behind.ANSWERS, None, "入口可达，办理需要登录")
        return Entrance(column, Behind.UNSURE, Reason.LOGIN, "需要登录才能看到")
    if isinstance(state, Broken):
        return Entrance(column, Behind.BROKEN, None, f"打不开：{state.detail}")
    if isinstance(state, Undecided):
        return Entrance(column, Behind.UNSURE, state.reason, state.detail)
    if isinstance(state, Unchecked) or last is None:
        return Entrance(column, Behind.UNSURE, *why_not_seen(last))
    assert isinstance(state, Alive)  # noqa: S101 - there is no fifth state
    return _shown(site, column, shows)


def _shown(site: SiteFacts, column: Column, shows: Sequence[str]) -> Entrance:
    last = site.resolve(column.url).last
    page = site.page(last.url) if last else None
    if not shows:
        return Entrance(column, Behind.ANSWERS, None, "入口可达")
    if page is None or last is None or last.role is Role.EXTERNAL:
        return Entrance(column, Behind.UNSURE, Reason.ASSISTED, "入口在其他网站，没有核对内容")
    text = normal(page.title + page.visible + site.snapshot.text(last.url)[:200_000])
    word = next((word for word in shows if normal(word) in text), None)
    if word:
        return Entrance(column, Behind.ANSWERS, None, f"页面上有“{word}”")
    if page.script_only:
        return Entrance(column, Behind.UNSURE, Reason.SCRIPT_ONLY, "页面内容由脚本生成")
    detail = f"页面上没有看到“{'”“'.join(shows[:3])}”"
    return Entrance(column, Behind.UNSURE, Reason.ASSISTED, detail)
