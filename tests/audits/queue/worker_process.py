"""A real worker process as `gongkai worker` runs it, with the small intervals of a test: CONFIG SITES_AT_ONCE DEAD_AFTER."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from audits.commands.worker import _run
from audits.desk.reading import opened
from audits.queue.scanner import CrawlingScanner
from audits.queue.setting_up import worker
from audits.queue_storage import queue_address
from audits.scanning.lease_rules import LeaseTimes
from audits.serving.configuration import Configuration
from audits.store import open_store
from tests.audits.queue.offices import QUICK

TIMING = replace(QUICK, beat=0.5, poll=0.3, busy=0.5, look="* * * * * */3", revive="* * * * * */2")


def _log(at: datetime, text: str) -> None:
    print(f"{at:%H:%M:%S} {text}", file=sys.stderr, flush=True)  # noqa: T201 - its log


def main(config: str, sites_at_once: str, dead_after: str) -> None:
    path, at_once = Path(config), int(sites_at_once)
    desk = opened(path)
    with open_store(desk.storage) as store:
        scanner = CrawlingScanner(lambda: desk, store, at_once, LEASES)
        made = worker(
            store,
            queue_address(desk),
            Configuration(path, opened, _log),
            _log,
            sites_at_once=at_once,
            timing=replace(TIMING, dead_after=float(dead_after)),
            scanner=scanner,
        )
        asyncio.run(_run(made))


LEASES = LeaseTimes(
    lease=3.0,
    enough=1.0,
    renew=0.7,
    slice_=1.0,
    idle=1.0,
    poll=0.2,
    wish=1.0,
    handover=1.0,
    patience=0.5,
)
if __name__ == "__main__":
    main(*sys.argv[1:])
