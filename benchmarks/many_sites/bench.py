"""Many sites at once, each kept at its rate; and two processes over two sites against one over one.

`python -m benchmarks.many_sites.bench [--sites 200] [--pages 30] [--delay 1] [--ways engines,two-processes]
[--rounds 3] [--whole-pages 3000]`

The first table has one row a way: the gaps between two requests to a site, as the server saw them.
The second (politeness off) shows what a second process brings.  `--ways` and `--rounds 0` leave parts out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.memory import Watch

ROOT = Path(__file__).parents[2]
WAYS = {
    "engines": ("engines", 1),
    "two-processes": ("engines", 2),
    "one-engine": ("one-engine", 1),
}
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a run took (all its processes together), and when each site was asked."""

    wall: float
    cpu: float
    served: float  # the server's CPU seconds meanwhile
    peak: float
    asked: dict[str, list[float]]

    @property
    def requests(self) -> int:
        """All requests of the run."""
        return sum(len(moments) for moments in self.asked.values())

    def gaps(self) -> list[list[float]]:
        """The gaps of each site, sorted; without those before the first page and after the last."""
        return [
            sorted(b - a for a, b in pairwise(moments[1:-1]))
            for moments in self.asked.values()
            if len(moments) > 3  # noqa: PLR2004 - else there is no gap
        ]


def run(way: str, sites: int, pages: int, delay: float, concurrency: int, whole: int) -> Taken:
    """Serve and crawl once.  `whole` is the number of pages that each site has."""
    kind, processes = WAYS[way]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.many_sites.sites", str(sites), str(whole)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        try:
            assert server.stdout is not None
            port, names = server.stdout.readline().split()
            command = [
                *(sys.executable, "-m", "benchmarks.many_sites.crawler", kind),
                *("--sites", str(sites), "--pages", str(pages), "--delay", str(delay)),
                *("--concurrency", str(concurrency), "--processes", str(processes)),
                *("--port", port, "--dns", names, "--out", folder),
            ]
            before, started = _cpu_of(server.pid), time.monotonic()
            child = subprocess.Popen(command, cwd=ROOT)
            watch = Watch(child.pid)
            watch.start()
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.monotonic() - started
            child.returncode = os.waitstatus_to_exitcode(status)
            assert child.returncode == 0, "the crawl failed"
            served = _cpu_of(server.pid) - before
            told, _ = server.communicate()
        finally:
            server.kill()
            server.wait()
    cpu = usage.ru_utime + usage.ru_stime
    return Taken(wall, cpu, served, watch.stop(), json.loads(told))


def _cpu_of(pid: int) -> float:
    """CPU seconds of a process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def at(values: list[float], share: float) -> float:
    """The value below which a share of sorted values lies."""
    return values[min(len(values) - 1, int(len(values) * share))]


def show_rates(options: argparse.Namespace) -> None:
    """Measure each way once and print how well each site is kept at its rate."""
    print(
        f"{options.sites} sites, {options.pages} pages of each, one request each {options.delay} s:\n"
    )
    print(
        "| way | requests | gap median | gap p95 | worst site's p95 | CPU ms/request | cores | peak MiB |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for way in options.ways.split(","):
        taken = run(way, options.sites, options.pages, options.delay, 1, options.pages * 2)
        sites = taken.gaps()
        gaps = sorted(gap for site in sites for gap in site)
        worst = max(at(site, 0.95) for site in sites)
        print(
            f"| {way} | {taken.requests} | {at(gaps, 0.5):.3f} s | {at(gaps, 0.95):.3f} s |"
            f" {worst:.3f} s | {taken.cpu / taken.requests * 1000:.2f} | {taken.cpu / taken.wall:.2f} |"
            f" {taken.peak:.0f} |",
            flush=True,
        )


def show_speed(options: argparse.Namespace) -> None:
    """Measure what a second process brings, politeness off, and print it.

    The server takes its share of the cores: `cores` says how much all of them were busy with this.
    """
    pages = options.whole_pages
    runs: dict[str, list[Taken]] = {"engines": [], "two-processes": []}
    for number in range(options.rounds):
        for way, sites in (("engines", 1), ("two-processes", 2)):
            taken = run(way, sites, pages, 0.0, 32, pages)
            runs[way].append(taken)
            sys.stderr.write(
                f"round {number + 1} {way}: {taken.requests / taken.wall:.0f} pages/s\n"
            )
    print(
        f"\n{pages} pages a site, politeness off, {os.cpu_count()} cores shared with the server:\n"
    )
    print("| crawl | pages/s | ratio | CPU ms/page | server's CPU ms/page | cores |")
    print("|---|---|---|---|---|---|")
    alone = _speed(runs["engines"])
    for name, found in zip(
        ("one process, one site", "two processes, two sites"), runs.values(), strict=True
    ):
        cpu, served, cores = (
            statistics.median(values)
            for values in zip(
                *(
                    (
                        one.cpu / one.requests * 1000,
                        one.served / one.requests * 1000,
                        (one.cpu + one.served) / one.wall,
                    )
                    for one in found
                ),
                strict=True,
            )
        )
        print(
            f"| {name} | {_speed(found):.0f} | {_speed(found) / alone:.2f} | {cpu:.2f} |"
            f" {served:.2f} | {cores:.2f} |"
        )


def _speed(runs: list[Taken]) -> float:
    return statistics.median(taken.requests / taken.wall for taken in runs)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--delay", type=float, default=1.0)
    parser.add_argument("--ways", default="engines,two-processes")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--whole-pages", type=int, default=3000)
    options = parser.parse_args()
    if options.ways:
        show_rates(options)
    if options.rounds:
        show_speed(options)


if __name__ == "__main__":
    main()
