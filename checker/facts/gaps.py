"""Column-like pages near home that were not seen: while there are any, absence proves nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.facts.drawn import why_not_drawn
from checker.facts.glance import Glance
from checker.facts.names import normal
from checker.facts.not_seen import why_not_seen
from checker.facts.site import SiteFacts
from checker.facts.urls import is_directory, path_of
from checker.results import Reason
from crawler.snapshot import Fetch, Outcome, Role

_SHORT_NAME = 8
_MANY_DEAD = 10
# Doors that are closed to robots on nearly every portal, and lead to no column of it.
_CLOSED = frozenset({Outcome.ROBOTS, Outcome.LOGIN})
_STAFF = re.compile("登录|登陆|注册|搜索|检索|后台|邮箱|订阅")
_NOTHING_BEHIND = frozenset({Outcome.NOT_FOUND, Outcome.UNSUPPORTED})


@dataclass(frozen=True, slots=True)
class Gap:
    """A page that could lead on and was not seen."""

    url: str
    text: str
    clicks: int
    reason: Reason
    detail: str
    fetch: Fetch | None


def gaps_within(site: SiteFacts, clicks: int) -> list[Gap]:
    """Return the unseen column-like pages at most `clicks` from home, nearest first."""
    return site.remember(("gaps within", clicks), lambda: _gaps_within(site, clicks))


def _gaps_within(site: SiteFacts, clicks: int) -> list[Gap]:
    found: dict[str, Gap] = {}
    for url, way in site.ways.items():
        fetch = site.snapshot.fetch(url)
        if way.clicks > clicks or fetch is None or fetch.role is not Role.PAGE:
            continue
        # A crawl that was cut short says nothing of what it did not reach, whatever it looks like.
        if fetch.outcome is not Outcome.NOT_REACHED and not _may_lead_on(url, way.text):
            continue
        gap = _unseen(site, url)
        if gap:
            found.setdefault(gap[0], Gap(gap[0], way.text, way.clicks, *gap[1:]))
    return sorted(found.values(), key=lambda gap: (gap.clicks, gap.url))


def all_gaps(site: SiteFacts) -> list[Gap]:
    """Return all known pages of the site that were not seen, in the order they became known."""
    return site.once(_all_gaps)


def _all_gaps(site: SiteFacts) -> list[Gap]:
    found: dict[str, Gap] = {}
    for fetch in site.snapshot.fetches():
        gap = _unseen(site, fetch.url) if fetch.role is Role.PAGE else None
        if gap:
            way = site.ways.get(fetch.url)
            text, clicks = (way.text, way.clicks) if way else ("", 0)
            found.setdefault(gap[0], Gap(gap[0], text, clicks, *gap[1:]))
    return list(found.values())


def _may_lead_on(url: str, text: str) -> bool:
    """The URL looks like a column: a folder, or a file without a number under a short name."""
    numbered = any(c.isdigit() for c in path_of(url).rpartition("/")[2])
    return is_directory(url) or (not numbered and 0 < len(normal(text)) <= _SHORT_NAME)


def main_reason(reasons: Sequence[Reason]) -> Reason:
    """Return the reason that stands most often; the first of equals."""
    return Counter(reasons).most_common(1)[0][0]


def _unseen(site: SiteFacts, url: str) -> tuple[str, Reason, str, Fetch | None] | None:
    resolved = site.resolve(url)
    last = resolved.last
    if last is not None and last.outcome in _NOTHING_BEHIND:
        return None
    if last is not None and last.role is Role.EXTERNAL:
        return None
    if last is not None and last.outcome is Outcome.OK:
        hidden = _hidden(site.glance(last.url))
        return (last.url, hidden[0], hidden[1] + why_not_drawn(last), last) if hidden else None
    way = site.ways.get(url)
    if last is not None and last.outcome in _CLOSED and way and _STAFF.search(way.text):
        return None
    reason, detail = why_not_seen(last)
    return (last.url if last else url), reason, detail, last


def _hidden(page: Glance | None) -> tuple[Reason, str] | None:
    """Say why a page that is held does not show its links; a file or an empty answer has none."""
    if page is None:
        return None
    if page.wall:
        return Reason.BLOCKED, f"返回的是防护页面（{page.wall}）"
    if page.script_only and (page.hollow or not page.leads):
        return Reason.SCRIPT_ONLY, "内容由脚本生成"
    if len(page.dead_links) >= max(_MANY_DEAD, page.live_links):
        return Reason.SCRIPT_ONLY, "多数链接由脚本打开，源码中没有网址"
    return None
