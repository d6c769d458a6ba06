"""The whole demo on one day, in one state: every answer to every request, as plain data.

It opens no socket and asks no clock; the same arguments give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Literal, get_args

from audits.demo import hosts, outside
from audits.demo.answer import Answer
from audits.demo.bureau import Bureau
from audits.demo.content import CHINA
from audits.demo.openness import AnnualReport
from audits.demo.portal import Portal
from audits.demo.tree import PLANS, Plans, grow

IPv6 = Literal["ok", "none", "different", "closed"]
Home = Literal["ok", "empty"]

FIRST_DAY, LAST_DAY = date(2022, 1, 1), date(2055, 12, 31)
EMPTY_PAGE = b"<!DOCTYPE html>\n<html><head><title></title></head><body></body></html>\n"


@dataclass(frozen=True)
class DemoSite:
    """The county portal as it is on `today`.

    `plans` and `annual_report` say in which state the things are that the rules ask for; `ipv6`
    what the name server and the IPv6 listener say; `walls` puts a bot wall before the portal and
    its sub-site; `home="empty"` leaves nothing of the home page; `silent` adds a link to a host
    that accepts and never answers.
    """

    today: date
    plans: Plans = "present"
    annual_report: AnnualReport = "published"
    ipv6: IPv6 = "none"
    walls: bool = False
    home: Home = "ok"
    silent: bool = False

    def __post_init__(self) -> None:
        """Refuse a state that the demo does not know."""
        if not FIRST_DAY <= self.today <= LAST_DAY:
            message = f"today must lie between {FIRST_DAY} and {LAST_DAY}, not {self.today}"
            raise ValueError(message)
        for name, known in (
            ("plans", Plans),
            ("annual_report", AnnualReport),
            ("ipv6", IPv6),
            ("home", Home),
        ):
            if getattr(self, name) not in get_args(known):
                message = f"{name} must be one of {get_args(known)}, not {getattr(self, name)!r}"
                raise ValueError(message)

    @property
    def moment(self) -> datetime:
        """The moment at which everything that bears no date of its own was made."""
        return datetime.combine(self.today, time(), CHINA)

    @cached_property
    def answers(self) -> dict[str, dict[str, Answer]]:
        """Every answer, by host and by path with query; "*" stands for all other paths."""
        tree = grow(self.today, self.plans, self.annual_report)
        portal = Portal(tree, self.moment, self.plans, silent=self.silent)
        bureau = Bureau(self.moment, silent=self.silent)
        www = dict(portal.pages()) | outside.astray(self.moment) | {"*": portal.not_found()}
        rsj = dict(bureau.pages()) | {"*": bureau.not_found()}
        wall = outside.challenge(self.moment)
        if self.plans == "blocked":
            www[PLANS] = wall
        if self.home == "empty":
            www["/"] = Answer(EMPTY_PAGE, self.moment)
        if self.walls:
            www, rsj = {"*": wall}, {"*": wall}
        found = outside.outside(self.moment) | {hosts.WWW: www, hosts.RSJ: rsj}
        if not self.silent:
            del found[hosts.SILENT]
        return found

    def answer(
        self, host: str, path: str, query: str = "", *, over_ipv6: bool = False
    ) -> Answer | None:
        """What `host` says to a request for an unquoted path; None where no such host is served."""
        known = self.answers.get(host)
        if known is None:
            return None
        if over_ipv6 and self.ipv6 == "different":
            return outside.maintenance(self.moment)
        whole = f"{path}?{query}" if query else path
        found = known.get(whole) or known.get(path) or known.get("*")
        return found or outside.not_found(self.moment)
