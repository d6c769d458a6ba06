"""Crawl a portal of script-only columns with and without drawing: `python -m benchmarks.rendering.bench [columns]`.

The difference is what drawing costs.  Memory is that of the browser and its driver while they run,
shared pages counted once (PSS).  Politeness is off, on loopback, for this measurement only.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

from audits.clock import now
from benchmarks.rendering.portal import serve
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.snapshot import DiskSnapshot

_KIB = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)


def memory() -> float:
    """MiB of the processes that this one started, known by their surroundings."""
    mark = f"GONGKAI_BENCH={os.getpid()}".encode()
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if process.name != str(os.getpid()) and mark in (process / "environ").read_bytes():
                found = _KIB.search((process / "smaps_rollup").read_text())
                total += int(found[1]) if found else 0
    return total / 1024


def measure(columns: int, *, render: bool) -> None:
    """Crawl once and print what it took."""
    server = serve(columns)
    way = ConnectTo(None, None, Address("127.0.0.1", server.server_port))
    plan = CrawlSettings(
        "http://www.x.gov.cn/", delay=0, concurrency=8, connect_to=(way,), render=render
    )
    peak, over = 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.2):
            peak = max(peak, memory())

    watching = threading.Thread(target=watch)
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        watching.start()
        began, used = time.monotonic(), os.times()
        crawl(plan, Path(folder), now, "bench")
        wall, cpu = time.monotonic() - began, os.times()
        over.set()
        watching.join()
        snapshot = DiskSnapshot(Path(folder))
        drawn = sorted(f.rendering.seconds for f in snapshot.fetches() if f.rendering)
        known = sum(1 for _ in snapshot.pages())
        snapshot.close()
    server.shutdown()
    mine = cpu.user + cpu.system - used.user - used.system
    theirs = cpu.children_user + cpu.children_system - used.children_user - used.children_system
    print(
        f"{'drawing' if render else 'never  '}: {known} pages, {len(drawn)} drawn, {wall:.1f} s wall,"
        f" {mine:.1f} s CPU of ours, {theirs:.1f} s of the browser's driver and main process,"
        f" browser memory at most {peak:.0f} MiB"
    )
    if drawn:
        print(
            f"  a page: median {drawn[len(drawn) // 2] * 1000:.0f} ms,"
            f" slowest {drawn[-1] * 1000:.0f} ms"
        )


if __name__ == "__main__":
    os.environ["GONGKAI_BENCH"] = str(os.getpid())
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    measure(wanted, render=False)
    measure(wanted, render=True)
