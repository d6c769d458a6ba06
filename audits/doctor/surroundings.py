"""What the doctor is given to look at: nothing is reached for behind its back but disk, program and servers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path

from audits.desk.setup import Desk
from crawler.fetching.routes import Address


class Reach(IntEnum):
    """Which machines may be asked."""

    NONE = 0  # this one only
    SERVERS = 1  # and the servers that gongkai.yaml names: mail, database, shared storage
    PORTALS = 2  # and the name servers and the portals


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The machine as it was found.  `desk` is None where there is no readable gongkai.yaml."""

    environment: Mapping[str, str]
    now: datetime
    clock: Callable[[], datetime]
    folder: Path
    desk: Desk | None = None
    desk_trouble: tuple[str, ...] = ()
    reach: Reach = Reach.SERVERS
    dns: Address | None = None
    ipv6_target: Address | None = None
    seconds: float = 10.0

    @property
    def unread(self) -> str:
        """What is said of all that stands in a gongkai.yaml which could not be read; "" where there is none."""
        return "配置文件读不懂，没有查" if self.desk_trouble else ""
