"""What a snapshot holds: fetches, links and probes, and how a reader asks for them.

This module states facts only.  Whether a fact is good or bad is the checker's question.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from crawler.reading.links import Link, LinkKind
from crawler.snapshot.rendering import Drawn, RecordPlace, Rendering

MAX_HOPS = 10
# How `Fetch.detail` begins where the outcome alone does not say enough.
NO_ROUTE = "no route"  # REFUSED, not by the server: the network led nowhere
OUR_MACHINE = f"{NO_ROUTE}: our own machine"  # it would not even try
TOO_SLOW = "too slow"  # TIMEOUT of an answer that had begun

__all__ = [
    "MAX_HOPS",
    "NO_ROUTE",
    "OUR_MACHINE",
    "TOO_SLOW",
    "CrawlInfo",
    "Drawn",
    "Fetch",
    "Link",
    "LinkKind",
    "Outcome",
    "Probe",
    "RecordPlace",
    "Rendering",
    "Resolved",
    "Role",
    "Sameness",
    "Snapshot",
    "SnapshotError",
    "Spared",
    "Trap",
    "Unchanged",
]


class SnapshotError(Exception):
    """A snapshot that cannot be read; the message (Chinese) says what is wrong and what to do."""


class Outcome(StrEnum):
    """How one attempt to fetch one URL ended.  A closed list, apart from verdicts."""

    OK = "ok"  # 2xx and a body was read (perhaps an empty one)
    REDIRECT = "redirect"  # 3xx, or an empty answer with Refresh; `Fetch.location` says where to
    NOT_FOUND = "not_found"  # 404, 410
    CLIENT_ERROR = "client_error"  # any other 4xx that is not listed here
    SERVER_ERROR = "server_error"  # 5xx
    LOGIN = "login"  # 401, 407: asks for credentials
    BLOCKED = "blocked"  # a bot wall answered, whatever the status
    RATE_LIMITED = "rate_limited"  # 429, or 503 with Retry-After
    DNS = "dns"  # the name does not exist, or has no address
    DNS_UNAVAILABLE = "dns_unavailable"  # our DNS server was silent: says nothing of the target
    REFUSED = "refused"  # no TCP connection (refused, or `detail` NO_ROUTE)
    TIMEOUT = "timeout"  # no answer in time, or (`detail` TOO_SLOW) not to its end
    TLS = "tls"  # handshake or certificate failed, also on the lenient second try
    CONNECTION = "connection"  # broken off in the middle
    PROTOCOL = "protocol"  # not HTTP, or a body that contradicts its headers
    TOO_LARGE = "too_large"  # a page over the body limit
    FORBIDDEN_ADDRESS = "forbidden_address"  # private, loopback …: never contacted
    UNSUPPORTED = "unsupported"  # not http(s)
    ROBOTS = "robots"  # robots.txt asks us not to
    BUDGET = "budget"  # page or depth budget was used up
    TRAP = "trap"  # one of endlessly many of its kind (`Fetch.trap`); never asked for
    NOT_REACHED = "not_reached"  # the crawl ended before its turn

    @property
    def answered(self) -> bool:
        """A server answered with an HTTP status."""
        return self in _ANSWERED


_ANSWERED = frozenset(
    {
        Outcome.OK,
        Outcome.REDIRECT,
        Outcome.NOT_FOUND,
        Outcome.CLIENT_ERROR,
        Outcome.SERVER_ERROR,
        Outcome.LOGIN,
        Outcome.BLOCKED,
        Outcome.RATE_LIMITED,
        Outcome.TOO_LARGE,
    }
)


class Trap(StrEnum):
    """Why a URL is taken for one of endlessly many."""

    SESSION = "session"  # another URL, with another session id or time of day
    ORDER = (
        "order"  # another URL with its parameters in another order, or its rows sorted otherwise
    )
    CALENDAR = "calendar"  # a day or month of a calendar that has had enough of them
    SEARCH = "search"  # one more result of a search
    FILTER = "filter"  # one more combination of filters
    PATH = "path"  # a path that repeats itself or grows for ever
    PAGES = "pages"  # beyond the end of a list whose pages no longer change


class Role(StrEnum):
    """Why a URL was asked for."""

    PAGE = "page"  # on the site: fetched, its links followed
    ATTACHMENT = "attachment"  # on the site: fetched, not followed
    EXTERNAL = "external"  # off the site: verified, not followed
    PROBE = "probe"  # made up by us, e.g. the honest-404 question
    SITEMAP = "sitemap"  # asked for by us: where the site lists its pages for machines


class Sameness(StrEnum):
    """How it became known that a body is the one that an earlier crawl received."""

    NOT_MODIFIED = "not_modified"  # the server said so (304) and sent no body
    SAME_BODY = "same_body"  # the server sent it again, byte by byte the same


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A body that an earlier crawl received at `since`; `revisit` is this crawl's WARC record of it."""

    how: Sameness
    since: datetime
    revisit: RecordPlace


@dataclass(frozen=True, slots=True)
class Fetch:
    """One known URL and what came of asking for it (one hop; redirects are not followed here).

    `depth` counts clicks from the home page (home = 0) on the way by which the URL was found; None for
    probes, and for what only a sitemap leads to.  `seconds` is the time to the last byte.  `sha256` is
    over the decoded (un-gzipped) body; None where there is no body.
    `detail` is a short technical text (error, bot-wall mark) for people.  Where a TRAP has a `location`,
    it is the same page under the URL that was asked for in its place.  `rendering` is there where a
    browser was set to draw the page; everything else here is of the answer as it was sent.  `etag` and
    `last_modified` are what the answer said of itself.

    Where `unchanged` is set, `record` holds the body as an earlier crawl received it; times and address
    are those of the answer that confirmed it, and the rest is as it was (a 304 is no `status` here).
    """

    url: str
    role: Role
    outcome: Outcome
    depth: int | None = None
    status: int | None = None
    location: str | None = None
    content_type: str | None = None
    encoding: str | None = None
    encoding_reason: str | None = None
    fetched_at: datetime | None = None
    seconds: float | None = None
    address: str | None = None
    sha256: str | None = None
    size: int | None = None
    truncated: bool = False
    attempts: int = 1
    title: str | None = None
    detail: str | None = None
    record: RecordPlace | None = None
    rendering: Rendering | None = None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: Unchanged | None = None

    @property
    def drawn(self) -> Rendering | None:
        """The rendering, where it shows the page."""
        return self.rendering if self.rendering and self.rendering.drawn.seen else None

    @property
    def onward(self) -> str | None:
        """The URL that shows what came of this one: a redirect's target, or the same page's other URL."""
        return self.location if self.outcome in _LEADS_ON else None

    @property
    def trap(self) -> Trap | None:
        """The kind of trap that the URL is taken for, None where it is taken for none."""
        if self.outcome is not Outcome.TRAP:
            return None
        return next((trap for trap in Trap if trap == self.detail), None)

    @property
    def is_html(self) -> bool:
        """The answer says, or shows, that it is an HTML page that we hold."""
        return self.outcome is Outcome.OK and (self.content_type or "") in HTML_TYPES


_LEADS_ON = frozenset({Outcome.REDIRECT, Outcome.TRAP})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Probe:
    """One network measurement.  `data` is JSON-able; its shape belongs to the probe's module.

    kinds so far: `honest_404`, `ipv6`, `dns`, `http`, `tls`, `availability` (subject of each: a host),
    `canary` (subject: when it was asked).
    """

    kind: str
    subject: str
    measured_at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spared:
    """What an earlier crawl, begun at `since`, spared a later one.  Bytes are those of decoded bodies.

    `distrusted` names the hosts whose "not modified" turned out to say nothing, and how: `always_304`
    (said whatever was asked) or `missed_change` (said of a body that had changed).  `damaged` counts bodies
    that the earlier snapshot no longer holds as its index says.
    """

    since: datetime
    not_modified: int
    not_modified_bytes: int
    same_body: int
    same_body_bytes: int
    damaged: int = 0
    distrusted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrawlInfo:
    """The crawl's own description of itself.

    `finish` is one of `finished`, `budget`, `interrupted`, `unreachable`, `robots` (robots.txt forbids
    the home page), or None when the crawl was killed.  `started_at` is aware.  `hosts` are the hosts
    taken as belonging to the site.  `spared` is there where an earlier snapshot was compared with.
    `undrawn` counts the pages that only a script shows and that no
    browser drew, and says (Chinese) why.
    """

    home: str
    started_at: datetime
    finished_at: datetime | None = None
    finish: str | None = None
    hosts: tuple[str, ...] = ()
    user_agent: str = ""
    tool_version: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    spared: Spared | None = None
    undrawn: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A URL followed through its redirects, and from a twin to the page.  `hops` begins with the URL itself.

    `loop` is true where the hops come back to themselves or are more than MAX_HOPS.  `last` is None
    where a hop's target was never asked for.
    """

    hops: tuple[str, ...]
    last: Fetch | None
    loop: bool = False


def in_order(fetches: Iterable[Fetch], home: str) -> list[Fetch]:
    """Put the home page first, then go by how deep an address looks.

    The order in which answers came has no part in it: that is another each time.
    """
    return sorted(fetches, key=lambda one: (one.url != home, one.url.count("/"), one.url))


class Snapshot(ABC):
    """A portal as one crawl saw it.  URLs are the keys; all sequences are in a stable order."""

    @property
    @abstractmethod
    def info(self) -> CrawlInfo:
        """The crawl's own description of itself."""

    @abstractmethod
    def fetches(self) -> Iterator[Fetch]:
        """All known URLs, in an order that is the same each time."""

    @abstractmethod
    def fetch(self, url: str) -> Fetch | None:
        """What came of `url`, or None where it is unknown."""

    @abstractmethod
    def body(self, url: str) -> bytes:
        """The un-gzipped body; b"" where none is kept."""

    @abstractmethod
    def source(self, url: str) -> str:
        """The body decoded with the encoding that the crawler decided on."""

    @abstractmethod
    def text(self, url: str) -> str:
        """The page as a visitor gets it: the DOM where a browser drew it, else the source."""

    @abstractmethod
    def links(self, url: str) -> Sequence[Link]:
        """The links that stand on the page `url` as `text` has it, in document order."""

    @abstractmethod
    def probes(self, kind: str) -> Sequence[Probe]:
        """All measurements of a kind, in the order they were made."""

    def pages(self) -> Iterator[Fetch]:
        """The site's own HTML pages that were fetched and are held."""
        return (f for f in self.fetches() if f.role is Role.PAGE and f.is_html)

    def resolve(self, url: str) -> Resolved:
        """Follow `url` through the redirects that were seen."""
        hops = [url]
        while True:
            fetch = self.fetch(hops[-1])
            onward = fetch.onward if fetch else None
            if onward is None:
                return Resolved(tuple(hops), fetch)
            if onward in hops or len(hops) > MAX_HOPS:
                return Resolved(tuple(hops), fetch, loop=True)
            hops.append(onward)

    @cached_property
    def _referrers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for page in self.pages():
            for target in dict.fromkeys(link.target for link in self.links(page.url)):
                found.setdefault(target, []).append(page.url)
        return found

    def referrers(self, url: str) -> Sequence[str]:
        """The pages on which `url` stands as a link, each once, in the order of `fetches`."""
        return self._referrers.get(url, ())
