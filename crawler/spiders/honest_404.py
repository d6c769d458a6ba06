"""Ask every host once for pages that cannot exist, to learn how it says so.

The probe's `data`: `tries`, one entry per made-up URL that was answered (`url`, `outcome`, `status`,
`location`, `title` and the beginning of the `text`), in the order of the URLs.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from crawler.reading.urls import host_of
from crawler.snapshot.model import Probe
from crawler.spiders.answers import Read

KIND = "honest_404"
_TEXT = 2000


class Honesty:
    """The hosts that have been asked, and their answers."""

    def __init__(self) -> None:
        self._tries: dict[str, dict[str, dict[str, Any]]] = {}

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that have been asked, in this order."""
        return tuple(self._tries)

    def questions(self, url: str) -> tuple[str, ...]:
        """Return what to ask the host of a page, () where it has been asked."""
        host = host_of(url)
        if host in self._tries:
            return ()
        self._tries[host] = {}
        token = sha256(host.encode()).hexdigest()[:12]
        origin = url[: url.find("/", 8)]
        return (f"{origin}/gongkai-{token}/", f"{origin}/gongkai-{token}.html")

    def note(self, read: Read) -> None:
        """Keep an answer; that to a second try takes the place of the first."""
        fetch = read.fetch
        self._tries[host_of(fetch.url)][fetch.url] = {
            "url": fetch.url,
            "outcome": fetch.outcome.value,
            "status": fetch.status,
            "location": fetch.location,
            "title": read.page.title,
            "text": read.page.text[:_TEXT],
        }

    def probes(self, moment: datetime) -> list[Probe]:
        """Return one probe per host that answered."""
        return [
            Probe(KIND, host, moment, {"tries": [tries[url] for url in sorted(tries)]})
            for host, tries in self._tries.items()
            if tries
        ]
