"""Which hosts of the site the links that a crawl knows lead to, by how many clicks from the home page.

Counts distinct URLs of the site (pages and attachments), each where it was found first; endless ones
(traps) are left out.  Reads the index alone, and of all URLs only the host.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path

from crawler.reading.urls import host_of, port_of
from crawler.snapshot import index
from crawler.snapshot.model import HTML_TYPES, Outcome, Role

_SITE = (Role.PAGE.value, Role.ATTACHMENT.value)


@dataclass(slots=True)
class HostSeen:
    """One host.  `by_depth` counts its URLs by clicks, `ports` are those of its URLs.

    `page` is a page of it that was read, the one nearest to the home page.
    """

    host: str
    by_depth: dict[int, int] = field(default_factory=dict)
    ports: set[int] = field(default_factory=set)
    page: str | None = None

    @property
    def links(self) -> int:
        """How many URLs lead to it."""
        return sum(self.by_depth.values())


def hosts_seen(folder: Path) -> dict[str, HostSeen]:
    """Return the site's hosts by name."""
    found: dict[str, HostSeen] = {}
    nearest: dict[str, int] = {}
    with contextlib.closing(index.open_for_reading(folder)) as database:
        rows = database.execute(
            "SELECT url, depth, outcome, content_type FROM urls WHERE role IN (?, ?) ORDER BY id",
            _SITE,
        )
        for url, depth, outcome, content_type in rows:
            if depth is None or outcome == Outcome.TRAP.value:
                continue
            host = host_of(url)
            seen = found.get(host)
            if seen is None:
                seen = found[host] = HostSeen(host)
            seen.by_depth[depth] = seen.by_depth.get(depth, 0) + 1
            seen.ports.add(port_of(url))
            read = outcome == Outcome.OK.value and content_type in HTML_TYPES
            if read and depth < nearest.get(host, depth + 1):
                nearest[host], seen.page = depth, url
    return found


def pages_read(folder: Path, most: int) -> list[str]:
    """Return the pages that were read, those nearest to the home page first."""
    with contextlib.closing(index.open_for_reading(folder)) as database:
        rows = database.execute(
            "SELECT url FROM urls WHERE role = ? AND outcome = ? AND content_type IN (?, ?)"
            " AND depth IS NOT NULL ORDER BY depth, id LIMIT ?",
            (Role.PAGE.value, Outcome.OK.value, *sorted(HTML_TYPES), most),
        )
        return [url for (url,) in rows]
