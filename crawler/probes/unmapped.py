"""Whom --connect-to leaves out: where it leads a crawl away from the real site, the real site is not asked besides."""

from __future__ import annotations

from crawler.fetching.routes import Routes
from crawler.reading.urls import host_of, port_of

UNMAPPED = "unmapped"


def is_unmapped(routes: Routes, home: str, host: str, port: int) -> bool:
    """The home page was read elsewhere, and nothing says where this host and port are."""
    return (
        routes.mapped(host_of(home), port_of(home)) is not None
        and routes.mapped(host, port) is None
    )
