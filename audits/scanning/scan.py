"""Scan sites side by side, as `gongkai scan` does: check all beforehand, scan each (`site_scanner`), say how it ended.

Ctrl-C ends what is crawled in good order and brings to its end what is being finished; a second one means now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from audits.refused import DATA, make_writable
from audits.scanning.beforehand import refuse_wrong, remember, settings_of, without_network
from audits.scanning.board import ScanBoard, unwatched
from audits.scanning.ended import SiteEnded
from audits.scanning.finishers import Finishers
from audits.scanning.plans import SitePlan, Workplace
from audits.scanning.site_scanner import SiteScanner
from audits.scanning.site_steps import cut_off
from audits.store import Store, open_store
from audits.version import tool_version
from checker.facts.cores import cores
from crawler.interruption import on_signals
from crawler.job import Ended
from crawler.settings import CrawlSettings
from crawler.spiders.progress import Progress
from crawler.standing import StandingCrawlers

Clock: TypeAlias = Callable[[], datetime]


def scan(
    plans: Sequence[SitePlan], workplace: Workplace, clock: Clock, board: ScanBoard = unwatched
) -> tuple[SiteEnded, ...]:
    """Scan sites; say of each how it ended, in their order.  `clock` goes through pickle.

    Raises NoNetworkError where none of their canaries answers (nothing was done then), RouteError, RuleErrors,
    UnknownPackError, TemplateError and RefusedError for settings that cannot be (before anything is done),
    StoreError where there is no store.
    """
    settings = {plan.site: settings_of(plan) for plan in plans}
    finishers, heard = Finishers(), _Heard(board)
    try:
        refuse_wrong(plans, finishers)
        make_writable(workplace.data, DATA)
        blind = without_network(plans, settings, clock)
        with open_store(workplace.storage) as store:
            remember(store, plans, clock())
            with_ = (store, clock, finishers, heard)
            asyncio.run(_scan_all(plans, settings, blind, workplace, with_))
    finally:
        finishers.stop()
    return tuple(heard.ended.get(plan.site) or cut_off(plan) for plan in plans)


class _Heard:
    """Keeps how sites have ended, and tells the board."""

    def __init__(self, board: ScanBoard) -> None:
        self._board = board
        self.ended: dict[str, SiteEnded] = {}

    def crawling(self, site: str, state: Progress | Ended) -> None:
        self._board.crawling(site, state)

    def over(self, site: str, ended: SiteEnded) -> None:
        self.ended[site] = ended
        self._board.over(site, ended)


async def _scan_all(
    plans: Sequence[SitePlan],
    settings: Mapping[str, CrawlSettings],
    blind: Mapping[str, str],
    workplace: Workplace,
    with_: tuple[Store, Clock, Finishers, _Heard],
) -> None:
    store, clock, finishers, heard = with_
    processes = max(1, min(workplace.processes, workplace.sites_at_once, len(plans)))
    crawlers = StandingCrawlers(
        processes,
        clock,
        tool_version(),
        at_once=max(1, workplace.sites_at_once // processes),
        expected=-(-len(plans) // processes),
    )
    scanner = SiteScanner(
        workplace,
        clock,
        store,
        crawlers,
        finishers,
        board=heard,
        finishing_at_once=min(cores(), max(1, len(plans))),
    )
    places = asyncio.Semaphore(max(1, workplace.sites_at_once))

    async def one(plan: SitePlan) -> None:
        async with places:
            if plan.site in blind:
                await scanner.failed(plan, blind[plan.site])
            else:
                await scanner.scan_known(plan, settings[plan.site])

    tasks = [asyncio.ensure_future(one(plan)) for plan in plans]

    def interrupt() -> None:
        for task in tasks:
            task.cancel()

    def break_off() -> None:
        crawlers.kill()
        finishers.stop()

    try:
        with on_signals(interrupt, break_off):
            ends = await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        finishers.stop()
        await crawlers.close()
        scanner.close()
    for end in ends:
        if isinstance(end, BaseException) and not isinstance(end, asyncio.CancelledError):
            raise end
