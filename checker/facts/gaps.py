"""Column-like pages near home that were not seen: while there are any, absence proves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.facts.names import normal
from checker.facts.not_seen import why_not_seen
from checker.facts.site import SiteFacts
from checker.facts.urls import is_directory, path_of
from checker.results import Reason
from crawler.snapshot import Fetch, Outcome, Role

_SHORT_NAME = 8
_MANY_DEAD = 10
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
    found: dict[str, Gap] = {}
    for url, way in site.ways.items():
        fetch = site.snapshot.fetch(url)
        if way.clicks > clicks or fetch is None or fetch.role is not Role.PAGE:
            continue
        if not _may_lead_on(url, way.text):
            continue
        gap = _unseen(site, url)
        if gap:
            found.setdefault(gap[0], Gap(gap[0], way.text, way.clicks, *gap[1:]))
    return sorted(found.values(), key=lambda gap: (gap.clicks, gap.url))


def all_gaps(site: SiteFacts) -> list[Gap]:
    """Return all known pages of the site that were not seen, in the order they became known."""
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
        page = site.page(last.url)
        if page is None:  # a file, or an empty answer: no links in it
            return None
        if page.wall:
            return last.url, Reason.BLOCKED, f"返回的是防护页面（{page.wall}）", last
        if page.script_only and not page.main_targets:
            return last.url, Reason.SCRIPT_ONLY, "内容由脚本生成", last
        if len(page.dead_links) >= max(_MANY_DEAD, page.live_links):
            return last.url, Reason.SCRIPT_ONLY, "多数链接由脚本打开，源码中没有网址", last
        return None
    reason, detail = why_not_seen(last)
    return (last.url if last else url), reason, detail, last
