"""How the home page answered over HTTP and over HTTPS: the `http` probe, read.  It judges nothing."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checker.facts.not_seen import why_failed
from checker.facts.urls import host_of
from crawler.snapshot import Outcome, Probe

_OK = range(200, 300)


@dataclass(frozen=True, slots=True)
class Hop:
    """One question on the way; `status` is None where there was no answer, then `error` says why not."""

    url: str
    status: int | None
    location: str | None
    headers: Mapping[str, str]
    wall: str | None
    cookie: bool
    skew: int | None
    error: str | None
    detail: str

    @property
    def shown(self) -> str:
        """The hop in a few words."""
        return f"{self.url} {self.status or self.why_not}"

    @property
    def why_not(self) -> str:
        """Why there was no answer."""
        return why_not(self.error)


@dataclass(frozen=True, slots=True)
class Way:
    """All hops from one URL; `end` as in the probe."""

    hops: tuple[Hop, ...]
    end: str
    meta: Mapping[str, str]
    refresh: str | None

    @property
    def first(self) -> Hop | None:
        """The answer to the URL itself."""
        return self.hops[0] if self.hops else None

    @property
    def page(self) -> Hop | None:
        """The page that was come to, None where there is none, or a wall stands in its place."""
        last = self.hops[-1] if self.hops and self.end == "answered" else None
        return last if last and not last.wall and last.status in _OK else None

    @property
    def shown(self) -> str:
        """The hops in a few words."""
        return " → ".join(hop.shown for hop in self.hops) or "没有测"

    @property
    def wall(self) -> str | None:
        """The bot wall that stands in the way."""
        return next((hop.wall for hop in self.hops if hop.wall), None)


@dataclass(frozen=True, slots=True)
class HomeAnswers:
    """Both ways to the home page of `host`."""

    host: str
    plain: Way
    secure: Way
    mapped: str | None

    @classmethod
    def of(cls, probe: Probe) -> HomeAnswers:
        """Read the probe."""
        data = probe.data
        return cls(
            probe.subject, _way(data.get("plain")), _way(data.get("secure")), data.get("mapped")
        )

    @property
    def skew(self) -> int | None:
        """Seconds by which the site's clock is ahead of ours; of several, the least."""
        found = [
            hop.skew
            for way in (self.secure, self.plain)
            for hop in way.hops
            if hop.skew is not None
        ]
        return min(found, key=abs, default=None)

    def own(self, url: str | None) -> bool:
        """The URL is on the host, with or without `www.`."""
        return bool(url) and host_of(url or "").removeprefix("www.") == self.host.removeprefix(
            "www."
        )

    @property
    def upgrade(self) -> Hop | None:
        """The hop that leads from HTTP to HTTPS."""
        return next(
            (
                hop
                for hop in self.plain.hops
                if hop.url.startswith("http:") and (hop.location or "").startswith("https:")
            ),
            None,
        )


def _way(data: Mapping[str, Any] | None) -> Way:
    data = data or {}
    return Way(
        tuple(_hop(hop) for hop in data.get("hops") or ()),
        str(data.get("end") or "failed"),
        data.get("meta") or {},
        data.get("refresh"),
    )


def _hop(data: Mapping[str, Any]) -> Hop:
    return Hop(
        url=str(data.get("url") or ""),
        status=data.get("status"),
        location=data.get("location"),
        headers=data.get("headers") or {},
        wall=data.get("wall"),
        cookie=bool(data.get("cookie")),
        skew=data.get("skew"),
        error=data.get("error"),
        detail=str(data.get("detail") or ""),
    )


def why_not(error: str | None) -> str:
    """Say why something did not answer; `error` as in the probes."""
    if error == "unmapped":
        return "--connect-to 没有说连到哪里，没有测"
    return why_failed(Outcome(error)) if error in set(Outcome) else "没有测"


def inner(place: str | None) -> bool:
    """A place (`address:port`) is inside a private network or this machine: it says nothing of the site."""
    if not place:
        return False
    try:
        return not ipaddress.ip_address(place.rpartition(":")[0].strip("[]")).is_global
    except ValueError:
        return False
