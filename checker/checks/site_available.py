"""The home page opened nearly every time it was tried, over a week.

Passes: of at least `per_day` tries a day on `days` days, less than `max_failed` did not open within
`timeout` seconds.  Fails: as many or more did not.  Pending: not enough tries have been kept yet.  Review:
the tries of our own two ways contradict each other, so that we may have been walled off.  Known limits:
measured from one place; the home page of this one scan decides nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from checker.judgement import CHINA, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, MeasurementTable, Reason, Verdict
from crawler.snapshot import Probe

SLOTS = frozenset({"host", "tries", "failed", "share", "days", "wanted", "max_failed"})


class Params(BaseParams):
    """How many tries make a judgement, and what share of them may fail."""

    days: Annotated[int, Stricter.HIGHER] = Field(default=7, ge=1)
    per_day: Annotated[int, Stricter.HIGHER] = Field(default=20, ge=1)
    timeout: Annotated[float, Stricter.LOWER] = Field(default=15.0, gt=0)
    max_failed: Annotated[float, Stricter.LOWER] = Field(default=0.05, gt=0, le=1)


def site_available(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge the availability of the home page from the tries that were kept."""
    host = host_of(site.snapshot.info.home)
    since = asked.as_of - timedelta(days=params.days)
    kept = [
        probe
        for probe in site.snapshot.probes("availability")
        if probe.subject == host
        and since < probe.measured_at.astimezone(CHINA).date() <= asked.as_of
    ]
    counts = Counter(probe.measured_at.astimezone(CHINA).date() for probe in kept)
    full = sum(count >= params.per_day for count in counts.values())
    failed = [probe for probe in kept if not _opened(probe, params.timeout)]
    slots = {
        "host": host,
        "tries": str(len(kept)),
        "failed": str(len(failed)),
        "share": f"{len(failed) / len(kept):.1%}" if kept else "—",
        "days": str(full),
        "wanted": f"{params.days} 天、每天至少 {params.per_day} 次",
        "max_failed": f"{params.max_failed:.0%}",
    }
    rows = [[str(day), str(count)] for day, count in sorted(counts.items())]
    tables = (MeasurementTable(title="每天的监测次数", columns=["日期", "次数"], rows=rows),)
    if full < params.days:
        why = f"监测记录还不够（要求 {slots['wanted']}，已有 {full} 天够数）"
        return Judgement(Verdict.PENDING, slots, None, why, tables=tables)
    walled = [probe for probe in failed if probe.data.get("lenient_ok")]
    if len(failed) < params.max_failed * len(kept):
        return Judgement(Verdict.PASS, slots, tables=tables)
    why = f"{len(kept)} 次中有 {len(failed)} 次 {params.timeout:g} 秒内没有打开"
    if len(failed) - len(walled) < params.max_failed * len(kept):
        told = f"{why}，但换一种方式能打开，可能是拦截了监测程序"
        return Judgement(Verdict.REVIEW, slots, Reason.BLOCKED, told, tables=tables)
    home = site.home.fetch
    finding = Finding(
        fingerprint=fingerprint(asked.rule, host),
        message=why,
        url=site.snapshot.info.home,
        observed=slots["share"],
        expected=f"低于 {slots['max_failed']}",
        suggestion="检查服务器、线路和防护设备",
        **place_of(home),
    )
    seen = (evidence(site.snapshot.info.home, why, home),)
    return Judgement(Verdict.FAIL, slots, None, why, seen, (finding,), tables)


def _opened(probe: Probe, timeout: float) -> bool:
    seconds = probe.data.get("seconds")
    return bool(probe.data.get("ok")) and isinstance(seconds, int | float) and seconds <= timeout
