"""What a crawl is told: where, how much, how politely, by which way."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from crawler.fetching.lane import BACK_OFF, BackOff, Manners
from crawler.fetching.routes import Address, ConnectTo

MEGABYTE = 1024 * 1024
_TWO_CORES = 2


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """Settings of one crawl.  Times are seconds, sizes bytes; None means no limit.

    With `security` TLS, DNSSEC and the answers' headers are measured (`probes.security`).
    `canary` are known-good URLs that show whether our own network works.
    `ipv6_target` is known to take IPv6 connections: it shows whether this machine has IPv6.
    Where there is an `only`, nothing but these URLs and the home page is asked for (and what tells of them).
    With `read_apart` another process reads the answers; None: where that pays.
    """

    home: str
    max_pages: int | None = 5000
    max_depth: int | None = None
    max_attachments: int | None = None
    max_external: int | None = None
    sitemaps: bool = False
    delay: float = 0.5
    concurrency: int = 1
    back_off: BackOff = BACK_OFF
    timeout: float = 20.0
    page_limit: int = 8 * MEGABYTE
    attachment_limit: int = 32 * MEGABYTE
    external_limit: int = MEGABYTE // 8
    attempts: int = 2
    read_apart: bool | None = None
    render: bool = False
    render_pages: int = 50
    security: bool = False
    hosts: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    connect_to: tuple[ConnectTo, ...] = ()
    dns: Address | None = None
    canary: tuple[str, ...] = ()
    ipv6_target: Address | None = None
    user_agent: str = "Mozilla/5.0 (compatible; gongkai/1.0; government portal audit)"
    robots_agent: str = "gongkai"

    def reads_apart(self, processors: int) -> bool:
        """Whether another process is to read the answers.

        A crawl that waits anyway gains nothing by it, and on two cores, which the rest of the machine wants
        as well, it was no faster and cost half as much again (docs/speed.md).
        """
        if self.read_apart is not None:
            return self.read_apart
        return self.delay == 0 and self.concurrency > 1 and processors > _TWO_CORES

    @property
    def manners(self) -> Manners:
        """How hosts are asked."""
        return Manners(self.delay, self.back_off)

    def recorded(self) -> dict[str, Any]:
        """The settings as they are written into the snapshot."""
        facts = asdict(self)
        facts["connect_to"] = [str(rule) for rule in self.connect_to]
        facts["dns"] = str(self.dns) if self.dns else None
        facts["ipv6_target"] = str(self.ipv6_target) if self.ipv6_target else None
        return facts
