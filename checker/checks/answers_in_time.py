"""Pages answer quickly, as measured from where the site was scanned.

Passes: at least `min_share` of the pages asked for answered within `seconds`.  Fails: fewer did, among at
least `min_population`.  Is never pending.  Review: too few pages were asked for.  Known limits: measured
once, from one place, at the scan's own slow pace; a slow line of ours looks like a slow site.
"""

from __future__ import annotations

from statistics import quantiles
from typing import Annotated

from pydantic import Field

from checker.facts.column_lists import read_columns
from checker.facts.site import SiteFacts
from checker.judgement import Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, Reason, Verdict
from crawler.snapshot import Fetch, Role

SLOTS = frozenset({"asked", "quick", "share", "seconds", "p95", "slowest", "pages_seen"})
_SHOWN = 10


class Params(BaseParams):
    """Which pages (those that the columns `names` link to; without names all), and how quick."""

    names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    seconds: Annotated[float, Stricter.LOWER] = Field(default=5.0, gt=0)
    min_share: Annotated[float, Stricter.HIGHER] = Field(default=0.95, gt=0, le=1)
    min_population: int = Field(default=5, ge=1)


def answers_in_time(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge how quickly the pages answered."""
    timed = sorted(_asked(params, site), key=lambda fetch: -(fetch.seconds or 0))
    quick = [fetch for fetch in timed if (fetch.seconds or 0) <= params.seconds]
    slow = [fetch for fetch in timed if (fetch.seconds or 0) > params.seconds]
    took = [fetch.seconds or 0.0 for fetch in timed]
    slots = {
        "asked": str(len(timed)),
        "quick": str(len(quick)),
        "share": f"{len(quick) / len(timed):.0%}" if timed else "—",
        "seconds": f"{params.seconds:g}",
        "p95": f"{quantiles(took, n=20)[-1]:.1f}" if len(took) > 1 else "—",
        "slowest": f"{took[0]:.1f}" if took else "—",
        "pages_seen": str(len(site.held)),
    }
    shown = tuple(
        evidence(fetch.url, f"用时 {fetch.seconds:.1f} 秒", fetch)
        for fetch in timed[:_SHOWN]
        if fetch.seconds is not None
    )
    if len(timed) < params.min_population:
        why = f"只有 {len(timed)} 个网页有用时记录"
        return Judgement(Verdict.REVIEW, slots, Reason.TOO_FEW, why, shown)
    if len(quick) >= params.min_share * len(timed):
        return Judgement(Verdict.PASS, slots, evidence=shown)
    why = f"{len(timed)} 个网页中有 {len(slow)} 个超过 {params.seconds:g} 秒"
    findings = tuple(_finding(asked, params, fetch) for fetch in slow)
    return Judgement(Verdict.FAIL, slots, None, why, shown, findings)


def _asked(params: Params, site: SiteFacts) -> list[Fetch]:
    if not params.names:
        return [fetch for fetch in site.held if fetch.seconds is not None]
    found: dict[str, Fetch] = {}
    for column in read_columns(site, params.names).columns:
        last = column.last
        if last is None or site.page(last.url) is None:
            continue
        for link in site.snapshot.links(last.url):
            fetch = site.snapshot.fetch(link.target)
            if fetch and fetch.role is Role.PAGE and fetch.is_html and fetch.seconds is not None:
                found[fetch.url] = fetch
    return list(found.values())


def _finding(asked: Question, params: Params, fetch: Fetch) -> Finding:
    return Finding(
        fingerprint=fingerprint(asked.rule, fetch.url),
        message=f"用时 {fetch.seconds:.1f} 秒",
        url=fetch.url,
        observed=f"{fetch.seconds:.1f} 秒",
        expected=f"{params.seconds:g} 秒内",
        suggestion="检查服务器和页面；从别的网络再测一次",
        **place_of(fetch),
    )
