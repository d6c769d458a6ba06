"""Small portals in memory for the tests of the checker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from checker.facts.site import SiteFacts
from checker.facts.urls import host_of
from crawler.snapshot import CrawlInfo, Fetch, LinkKind, MemorySnapshot, Outcome, Probe, Role
from crawler.snapshot.memory import page

HOST = "www.tx.gov.cn"
HOME = f"http://{HOST}/"
AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
Portal = Callable[..., SiteFacts]


def fetch(url: str, outcome: Outcome, role: Role | None = None, **facts: Any) -> Fetch:
    own = host_of(url) == HOST
    facts = {"attempts": 2, "fetched_at": AT} | facts
    return Fetch(url, role or (Role.PAGE if own else Role.EXTERNAL), outcome, **facts)


@pytest.fixture
def portal() -> Portal:
    """Build a site from pages (path or URL -> body) and other fetches; unseen links: not reached."""

    def build(
        pages: Mapping[str, str | bytes],
        fetches: Sequence[Fetch] = (),
        probes: Sequence[tuple[str, str, Mapping[str, Any]]] = (),
        finish: str | None = "finished",
    ) -> SiteFacts:
        bodies = {
            url if "://" in url else HOME + url.lstrip("/"): body for url, body in pages.items()
        }
        known: dict[str, Fetch] = {}
        for url, body in bodies.items():
            own = host_of(url) == HOST
            known[url] = page(url, body, role=Role.PAGE if own else Role.EXTERNAL, fetched_at=AT)
        known |= {one.url: one for one in fetches}
        info = CrawlInfo(HOME, AT, AT, finish, (HOST,))
        drawn = MemorySnapshot(info, list(known.values()), bodies)
        for url in list(bodies):
            for link in drawn.links(url):
                if link.kind is not LinkKind.REFRESH and link.target.startswith("http"):
                    known.setdefault(
                        link.target, fetch(link.target, Outcome.NOT_REACHED, attempts=0)
                    )
        measured = [Probe(kind, subject, AT, data) for kind, subject, data in probes]
        return SiteFacts(MemorySnapshot(info, list(known.values()), bodies, measured))

    return build


@pytest.fixture
def realdata(request: pytest.FixtureRequest) -> Path:
    """The folder of saved real pages beside the repository; they are not part of it."""
    root = request.config.rootpath.parent / "shared" / "realdata"
    if not root.is_dir():
        pytest.skip("saved real pages are not on this machine")
    return root
