"""What is checked before a site is asked anything: settings, rules, our own network; and its row in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any

from audits.config import crawl_settings
from audits.refused import refuse_private_home
from audits.scanning.plans import SitePlan
from audits.store import Store, sites
from audits.store.rows import Site
from crawler.settings import CrawlSettings

Clock = Callable[[], datetime]


def settings_of(plan: SitePlan) -> CrawlSettings:
    """How a site is crawled.  Raises RouteError, RefusedError for settings that cannot be."""
    settings = crawl_settings(plan.home, plan.choices)
    refuse_private_home(settings)
    return settings


def refuse_wrong(plans: Iterable[SitePlan]) -> None:
    """Load what they are judged by, each once: better now than after hours of crawling.

    Raises RuleErrors, UnknownPackError, TemplateError, RefusedError.
    """
    pipeline = import_module("audits.pipeline")
    seen: list[object] = []
    for plan in plans:
        choices = plan.choices
        wanted = (choices.pack, choices.no_base, choices.rules, choices.format, choices.template)
        if wanted not in seen:
            seen.append(wanted)
            pipeline.demands(choices)
            pipeline.formats(choices)


def without_network(
    plans: Sequence[SitePlan], settings: Mapping[str, CrawlSettings], clock: Clock
) -> dict[str, str]:
    """Ask each set of canaries once; say why not of the sites whose canaries do not answer.

    Raises NoNetworkError where that is all of them.
    """
    told: dict[tuple[str, ...], str] = {}
    refusal: Any = None
    for plan in plans:
        wanted = settings[plan.site]
        if wanted.canary and wanted.canary not in told:
            # What asks is loaded where there is somebody to ask.
            canary = import_module("audits.canary")
            try:
                canary.require_network(wanted, clock)
                told[wanted.canary] = ""
            except canary.NoNetworkError as error:
                refusal = refusal or error
                told[wanted.canary] = str(error)
    blind = {plan.site: why for plan in plans if (why := told.get(settings[plan.site].canary, ""))}
    if refusal is not None and len(blind) == len(plans):
        raise refusal
    return blind


def remember(store: Store, plans: Iterable[SitePlan], now: datetime) -> None:
    """Give each site its row, as it is called now.  Raises StoreError."""
    with store.begin() as connection:
        for plan in plans:
            known = sites.get(connection, site=plan.site)
            row = Site(
                id=plan.site,
                name=plan.name,
                home=plan.home,
                added_at=known.added_at if known else now,
            )
            if known is None:
                sites.add(connection, site=row)
            elif row != known:
                sites.update(connection, site=row)
