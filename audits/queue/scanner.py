"""The scanner of a worker: crawling and finishing processes of its own, shared by all its sites."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace

from audits.clock import now
from audits.desk.setup import Desk
from audits.refused import RefusedError
from audits.scanning.address_turns import AddressTurns
from audits.scanning.ended import SiteEnded
from audits.scanning.finishers import Finishers
from audits.scanning.lease_rules import LeaseTimes
from audits.scanning.plans import SitePlan, Workplace
from audits.scanning.set_up import workplace_of
from audits.scanning.site_scanner import SiteScanner
from audits.store import Store
from audits.version import tool_version
from checker.facts.cores import cores
from crawler.standing import StandingCrawlers
from reports.papers.trouble import TemplateError


class CrawlingScanner:
    """Scans sites with processes of its own, until it is closed.  It is to be used in one loop."""

    def __init__(
        self,
        desk: Callable[[], Desk],
        store: Store,
        sites_at_once: int,
        leases: LeaseTimes | None = None,
    ) -> None:
        """Start nothing yet.  `leases`: how long addresses are held.  Raises RefusedError, TemplateError."""
        self._desk, self._seen = desk, desk()
        self._store, self._at_once = store, sites_at_once
        self._turns = AddressTurns(self._seen.storage, now, leases or LeaseTimes())
        self._workplace = replace(
            workplace_of(self._seen),
            sites_at_once=sites_at_once,
            processes=min(self._seen.limits.jobs or cores(), sites_at_once),
        )
        self._finishers = Finishers()
        self._crawlers: StandingCrawlers | None = None
        self._scanner: SiteScanner | None = None

    async def scan(self, plan: SitePlan) -> SiteEnded:
        """Scan a site and store its audit; cancelled, end in good order."""
        if self._scanner is None:
            self._scanner = self._made()
        self._scanner.works_at(self.workplace())
        return await self._scanner.scan(plan)

    def workplace(self) -> Workplace:
        """Where it scans, which stays; and what there is of mail and in the ledger, as gongkai.yaml says by now."""
        desk = self._desk()
        if desk is not self._seen:
            self._seen = desk
            with contextlib.suppress(RefusedError, TemplateError):  # then as it was
                new = workplace_of(desk)
                self._workplace = replace(
                    self._workplace,
                    attaching=new.attaching,
                    advice_in_ledger=new.advice_in_ledger,
                )
        return self._workplace

    async def close(self) -> None:
        """End the processes, and give the sites back."""
        self._finishers.stop()
        if self._crawlers is not None:
            await self._crawlers.close()
        if self._scanner is not None:
            self._scanner.close()

    def _made(self) -> SiteScanner:
        processes = self._workplace.processes
        self._crawlers = StandingCrawlers(
            processes,
            now,
            tool_version(),
            self._turns,
            at_once=max(1, -(-self._at_once // processes)),
        )
        return SiteScanner(
            self._workplace,
            now,
            self._store,
            self._crawlers,
            self._finishers,
            finishing_at_once=processes,
            waits=True,
        )
