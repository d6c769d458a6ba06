"""Column-like pages near home that were not seen: while there are any, absence proves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.facts.names import normal
from checker.facts.not_seen import why_not_seen
from checker.facts.site import SiteFacts
from checker.facts.urls import is_directory
from checker.results import Reason
from crawler.snapshot import Fetch, Outcome, Role

_SHORT_NAME = 8
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


def gaps_within(site: SiteFacts, clicks: int | None, *, columns_only: bool = True) -> list[Gap]:
    """Return the unseen pages at most `clicks` from home (None: at any depth), nearest first."""
    found: dict[str, Gap] = {}
    for url, way in site.ways.items():
        if clicks is not None and way.clicks > clicks:
            continue
        fetch = site.snapshot.fetch(url)
        if fetch is None or fetch.role is not Role.PAGE:
            continue
        if columns_only and not (is_directory(url) or 0 < len(normal(way.text)) <= _SHORT_NAME):
            continue
        gap = _unseen(site, url)
        if gap:
            found.setdefault(gap[0], Gap(gap[0], way.text, way.clicks, *gap[1:]))
    return sorted(found.values(), key=lambda gap: (gap.clicks, gap.url))


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
        return None
    reason, detail = why_not_seen(last)
    return (last.url if last else url), reason, detail, last
