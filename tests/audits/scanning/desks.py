"""A desk in a temporary folder with small sites on loopback, as tests of scans and of mail use it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from audits.config import Choices
from audits.mailing.drafts import Addressees, Attaching
from audits.scanning.plans import SitePlan, Workplace
from tests.crawler.loopback import Loopback, page
from tests.crawler.name_server import NameServer
from tests.postgres.switch import place

PAGES = 8
Clock = Callable[[], datetime]


def at(moment: str) -> Clock:
    """A clock that stands still; it goes through pickle, as the processes of a scan want it."""
    return partial(datetime.fromisoformat, f"{moment}+08:00")


def small_portal(server: Loopback, host: str, *more: str) -> None:
    """A portal of a few pages; `more` are further links of its home page."""
    for number in range(PAGES):
        links = [f"/{n}.html" for n in range(number * 3 + 1, min(number * 3 + 4, PAGES))]
        path = f"/{number}.html" if number else "/"
        server.at(path, page(*links, *(() if number else more)), host=host)


@dataclass(slots=True)
class Sites:
    """A desk, and how its sites are reached."""

    data: Path
    server: Loopback = field(default_factory=Loopback)
    names: NameServer = field(default_factory=NameServer)

    def close(self) -> None:
        self.names.close()
        self.server.close()

    @property
    def choices(self) -> Choices:
        return Choices(
            delay=0,
            concurrency=4,
            connect_to=[f"*:80:{self.server.address}:{self.server.port}"],
            dns=str(self.names.address),
            render="never",
            security=False,
            timeout=20,
            format=["json"],
        )

    def desk(self, *, mail: bool = True) -> Workplace:
        attaching = Attaching(formats=("html",)) if mail else None
        return Workplace(data=self.data, storage=place(self.data), attaching=attaching)

    def plan(self, site: str, *to: str, **units: tuple[str, ...]) -> SitePlan:
        return SitePlan(
            site=site,
            name=f"{site}县",
            home=f"http://www.{site}.gov.cn/",
            choices=self.choices,
            addressees=Addressees(recipients=to, units=units),
        )
