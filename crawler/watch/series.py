"""A folder of journals: one file a home page, read, and given as the probes of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawler.reading.urls import host_of, port_of
from crawler.snapshot.model import Probe
from crawler.watch.journal import SUFFIX, JournalError, read
from crawler.watch.lines import Attempt, Canary, Series, Tried

KIND = "availability"
_WEB = frozenset({80, 443})
# Where so many other hosts, tried about the same time, all failed, it is our network rather than theirs.
_ENOUGH, _NEAR = 3, timedelta(hours=1)
# Where others opened shortly before and shortly afterwards, our network was there: an outage of ours
# that is shorter does not come as often as a verdict needs.
_JUST = timedelta(minutes=15)


def journals(folder: Path) -> dict[str, Series]:
    """Return the journals in a folder by home page.  Raises JournalError where there is none."""
    try:
        paths = sorted(folder.glob(f"*{SUFFIX}"))
    except OSError:
        paths = []
    found = {}
    for path in paths:
        series = read(path)
        if series.plan is not None:
            found[series.plan.home] = series
    if not found:
        raise JournalError(
            f"{folder} 里没有监测记录。请指向 gongkai watch 的 --out 目录，里面每个网站有一个 {SUFFIX} 文件。"
        )
    return found


def probes_of(folder: Path, home: str) -> list[Probe]:
    """Return what a watch measured of a home page, as probes.

    Raises JournalError where the folder holds nothing of its host.
    """
    found = journals(folder)
    host = host_of(home)
    ours = [series for known, series in found.items() if _service(known) == _service(home)]
    if not ours:
        watched = "、".join(sorted(map(host_of, found))[:5])
        raise JournalError(
            f"{folder} 里没有 {host} 的监测记录，只有：{watched}。请核对网址和目录。"
        )
    others = [series for known, series in found.items() if host_of(known) != host]
    probes = [probe for series in ours for probe in as_probes(series)]
    return [_with_others(probe, others) for probe in probes]


def _service(url: str) -> tuple[str, int | None]:
    """The host and, where it is none of the web's own, the port: what listens there is another site."""
    port = port_of(url)
    return host_of(url), None if port in _WEB else port


def _with_others(probe: Probe, others: Sequence[Series]) -> Probe:
    """Say of a try that failed without a canary whether the others opened at that time, or none did."""
    if probe.data.get("ok") is not False or probe.data.get("canary") != Canary.NONE:
        return probe
    near = [
        [one for one in series.tried if abs(one.at - probe.measured_at) <= _NEAR]
        for series in others
    ]
    opened = [one.at for tries in near for one in tries if one.crawler.opened]
    since = [moment - probe.measured_at for moment in opened]
    if any(-_JUST <= ago <= timedelta() for ago in since) and any(
        timedelta() <= ago <= _JUST for ago in since
    ):
        return replace(probe, data={**probe.data, "others": "up"})
    asked = [tries for tries in near if tries]
    if len(asked) < _ENOUGH or opened:
        return probe
    return replace(probe, data={**probe.data, "others": "down"})


def as_probes(series: Series) -> list[Probe]:
    """Give a journal as probes, in the order of their time."""
    plan = series.plan
    if plan is None:
        return []
    host = host_of(plan.home)
    probes = [Probe(KIND, host, one.at, _data(one)) for one in series.tried]
    probes += [
        Probe(KIND, host, one.planned, {"missed": True, "planned": one.planned.isoformat()})
        for one in series.missed
    ]
    return sorted(probes, key=lambda probe: probe.measured_at)


def _data(tried: Tried) -> dict[str, Any]:
    return {
        "planned": tried.planned.isoformat(),
        "ok": tried.crawler.opened,
        **_attempt(tried.crawler),
        "lenient_ok": tried.lenient is not None and tried.lenient.opened,
        "lenient": _attempt(tried.lenient) if tried.lenient else None,
        "canary": tried.canary.value,
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "outcome": attempt.outcome.value,
        "seconds": attempt.seconds,
        "first_byte": attempt.first_byte,
        "status": attempt.status,
        "wall": attempt.wall,
        "error": attempt.error,
        "address": attempt.address,
        "url": attempt.url,
    }
