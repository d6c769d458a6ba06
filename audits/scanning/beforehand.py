"""What is checked before a site is asked anything: settings, rules, our own network; and its row in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any

from audits.config import Choices, crawl_settings
from audits.refused import RefusedError, refuse_private_home
from audits.scanning.finishers import Finishers, FinishingError
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


def refuse_wrong(plans: Iterable[SitePlan], finishers: Finishers) -> None:
    """Let what they are judged by be loaded, each once.

    Raises RuleErrors, UnknownPackError, TemplateError, RefusedError.
    """
    wanted: dict[object, Choices] = {}
    for plan in plans:
        one = plan.choices
        key = (one.pack, one.no_base, one.rules, one.format, one.template)
        wanted.setdefault(repr(key), one)
    try:
        finishers.check(wanted.values())
    except FinishingError as error:
        raise RefusedError(f"读规则时出错：{error}。请检查内存是否够用，再试一次。") from error


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
            site = Site(id=plan.site, name=plan.name, home=plan.home, added_at=now)
            sites.know(connection, site=site)
