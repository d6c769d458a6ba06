"""What came of the home page.  Without it nothing can be said of the site, good or bad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.facts.drawn import why_not_drawn
from checker.facts.not_seen import why_not_seen
from checker.facts.page import PageFacts
from checker.results import Reason
from crawler.snapshot import Drawn, Fetch, Link, Outcome, Role

_ALMOST_NOTHING = 50


@dataclass(frozen=True, slots=True)
class HomeState:
    """`reason` is None where the home page was seen; else why not, with `detail` in words."""

    fetch: Fetch | None
    page: PageFacts | None
    reason: Reason | None = None
    detail: str = ""


def home_state(
    last: Fetch | None, page: PageFacts | None, html: str, links: Sequence[Link]
) -> HomeState:
    """Say whether the home page was seen: fetched, no bot wall, and not empty."""
    if last is not None and last.outcome is Outcome.OK and last.role is not Role.PAGE:
        detail = f"首页跳转到 {last.url}，不在本站范围内，请以该网址重新检查"
        return HomeState(last, None, Reason.TOO_FEW, detail)
    if page is None:
        if last is not None and last.is_html:
            return HomeState(last, None, Reason.TOO_FEW, "首页返回的内容为空")
        reason, detail = why_not_seen(last)
        return HomeState(last, None, reason, f"首页没有抓到：{detail}")
    if page.wall:
        return HomeState(last, None, Reason.BLOCKED, f"首页返回的是防护页面（{page.wall}）")
    if not links and len(page.visible) < _ALMOST_NOTHING:
        scripted = page.script_only or "<script" in html.lower()
        if scripted and page.drawn is not Drawn.WHOLE:
            detail = f"首页内容由脚本生成，源码中没有链接{why_not_drawn(last)}"
            return HomeState(last, page, Reason.SCRIPT_ONLY, detail)
        return HomeState(last, page, Reason.TOO_FEW, "首页没有链接，也几乎没有文字")
    return HomeState(last, page)
