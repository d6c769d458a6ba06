"""A worker as gongkai.yaml and the command line want it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from audits.clock import now
from audits.desk.setup import Desk
from audits.queue.attempt import Scanner
from audits.queue.book import Book
from audits.queue.places import locks_of
from audits.queue.scanner import CrawlingScanner
from audits.queue.schema import prepare
from audits.queue.timing import Timing
from audits.queue.worker import Setting, WorkerProcess
from audits.serving.configuration import Configuration
from audits.store import Store
from audits.store.postgres_address import PostgresAddress

Log = Callable[[datetime, str], None]


def worker(  # noqa: PLR0913 - what a worker is made of
    store: Store,
    address: PostgresAddress,
    configuration: Configuration,
    log: Log,
    *,
    sites_at_once: int | None = None,
    once: bool = False,
    timing: Timing = Timing(),  # noqa: B008 - frozen
    scanner: Scanner | None = None,
) -> WorkerProcess:
    """A worker that has not begun.  Raises StoreError, RefusedError."""
    prepare(store)
    at_once = sites_at_once or configuration.desk.limits.sites_at_once

    def desk() -> Desk:
        return configuration.current(now())

    return WorkerProcess(
        Setting(
            address=address,
            book=Book(store),
            desk=desk,
            clock=now,
            locks=locks_of,
            scanner=scanner or CrawlingScanner(desk, store, at_once),
            say=lambda text: log(now(), text),
            sites_at_once=at_once,
            timing=timing,
            once=once,
        )
    )
