"""The scanner of a worker: crawling and finishing processes of its own, shared by all its sites."""

from __future__ import annotations

from audits.desk.setup import Desk
from audits.queue.attempt import Scanner
from audits.store import Store


def scanner_of(desk: Desk, store: Store, sites_at_once: int) -> Scanner:
    """A scanner that has begun nothing."""
    raise NotImplementedError
