"""What the store is told of the configured sites: that they are, and since when which schedule holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from audits.desk.setup import ConfiguredSite, Desk
from audits.store import Store, scan_plans, sites
from audits.store.rows import ScanPlan, Site

# A site that nobody knew may have been due shortly before: system cron comes a little later.
_GRACE = timedelta(hours=24)
# What shows nothing new is written now and then only.
_LOOK = timedelta(minutes=10)
_TOGETHER = 200

A = TypeVar("A")


def planned(site: ConfiguredSite, before: ScanPlan | None, now: datetime) -> ScanPlan:
    """Since when the schedule of a site holds, by what was last known of it."""
    text = site.schedule.text if site.schedule else ""
    if before is None:
        since = now - _GRACE
    elif before.schedule != text:
        since = before.looked_at
    else:
        since = before.since
    return ScanPlan(site=site.id, schedule=text, since=min(since, now), looked_at=now)


def remember(desk: Desk, store: Store, now: datetime, plans: Iterable[ScanPlan]) -> None:
    """Write the sites and plans of which there is news."""
    with store.reading() as connection:
        stored = {site.id: site for site in sites.listed(connection)}
        before = {plan.site: plan for plan in scan_plans.listed(connection)}
    _write(store, _changed(desk.sites, stored, now))
    news = [plan for plan in plans if _news(plan, before.get(plan.site))]
    for told in _batched(news):
        with store.begin() as connection:
            for plan in told:
                scan_plans.put(connection, plan=plan)


def know(wanted: Iterable[ConfiguredSite], store: Store, now: datetime) -> None:
    """Give sites their rows, as they are called now."""
    with store.reading() as connection:
        stored = {site.id: site for site in sites.listed(connection)}
    _write(store, _changed(wanted, stored, now))


def _write(store: Store, rows: list[Site]) -> None:
    for some in _batched(rows):
        with store.begin() as connection:
            for row in some:
                sites.know(connection, site=row)


def _batched(rows: list[A]) -> Iterator[list[A]]:
    """So few at a time that others who write need not wait for long."""
    return (rows[start : start + _TOGETHER] for start in range(0, len(rows), _TOGETHER))


def _changed(
    wanted: Iterable[ConfiguredSite], stored: Mapping[str, Site], now: datetime
) -> list[Site]:
    rows = [_row(site, stored.get(site.id), now) for site in wanted]
    return [row for row in rows if stored.get(row.id) != row]


def _row(site: ConfiguredSite, stored: Site | None, now: datetime) -> Site:
    added = stored.added_at if stored else now
    return Site(id=site.id, name=site.name, home=site.home, added_at=added)


def _news(plan: ScanPlan, before: ScanPlan | None) -> bool:
    if before is None or (plan.schedule, plan.since) != (before.schedule, before.since):
        return True
    return abs(plan.looked_at - before.looked_at) >= _LOOK
