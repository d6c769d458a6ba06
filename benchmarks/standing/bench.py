"""What standing crawlers and turns between machines cost.

`python -m benchmarks.standing.bench [--sites 100] [--pages 3] [--delay 0]`

A turn without and with a held lease (microseconds, of CPU); small sites a second as they come, and the memory of
the one process that crawls them at once, both with leases in a SQLite store.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from audits.clock import now
from audits.scanning.address_turns import AddressTurns
from audits.store import open_store
from benchmarks.many_sites.sites import address, host
from benchmarks.memory import Watch
from crawler.fetching.lane import Manners
from crawler.fetching.pace import Lanes, Pace
from crawler.fetching.routes import Address, ConnectTo
from crawler.folder import prepare
from crawler.job import Job
from crawler.settings import CrawlSettings
from crawler.standing import StandingCrawlers

ROOT = Path(__file__).parents[2]
_TURNS = 20_000


async def turns(asked: AddressTurns | None) -> float:
    """Microseconds of CPU for one turn."""
    leases = asked.open() if asked else None
    pace = Pace(Manners(0.0), Lanes(1, leases), now)
    async with pace.turn("a.cn", "1.1.1.1"):
        pass
    began = time.process_time()
    for _ in range(_TURNS):
        async with pace.turn("a.cn", "1.1.1.1"):
            pass
    taken = time.process_time() - began
    if leases:
        await leases.close()
    return taken / _TURNS * 1e6


def jobs(folder: Path, options: argparse.Namespace, port: str, names: str) -> list[Job]:
    """A crawl of each site."""
    made = []
    for number in range(options.sites):
        plan = CrawlSettings(
            f"http://{host(number)}/",
            max_pages=options.pages,
            delay=options.delay,
            connect_to=(ConnectTo(host(number), 80, Address(address(number), int(port))),),
            dns=Address("127.0.0.1", int(names)),
        )
        prepare(folder / host(number))
        made.append(Job(plan, folder / host(number)))
    return made


async def crawled(made: list[Job], asked: AddressTurns) -> Counter[str | None]:
    """Crawl them all, given one after the other to one process."""
    crawlers = StandingCrawlers(1, now, "bench", asked)
    try:
        ended = await asyncio.gather(*map(crawlers.crawl, made))
    finally:
        await crawlers.close()
    return Counter(one.finish or one.error for one in ended)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=100)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--delay", type=float, default=0.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        asked = AddressTurns(folder / "leases.sqlite", now)
        open_store(asked.storage).close()
        # Whatever else the machine does makes it slower, never faster.
        alone, shared = (min(asyncio.run(turns(how)) for _ in range(7)) for how in (None, asked))
        print(f"a turn: {alone:.1f} µs alone, {shared:.1f} µs with a held lease")
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.many_sites.sites", str(options.sites), "20"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        try:
            assert server.stdout is not None
            made = jobs(folder, options, *server.stdout.readline().split())
            watch = Watch(os.getpid())
            watch.start()
            began, cpu = time.monotonic(), os.times()
            ends = asyncio.run(crawled(made, asked))
            wall, after = time.monotonic() - began, os.times()
        finally:
            server.kill()
            server.wait()
    spent = after.children_user + after.children_system - cpu.children_user - cpu.children_system
    print(
        f"{options.sites} sites as they come: {options.sites / wall:.1f} a second, ends {dict(ends)}"
    )
    print(f"peak {watch.stop():.0f} MiB: this process, the one that crawls, the server")
    print(f"{spent / options.sites * 1000:.0f} ms of CPU a site, start of the process included")


if __name__ == "__main__":
    main()
