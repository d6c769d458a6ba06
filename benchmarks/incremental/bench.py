"""Crawl the generated portal, let a month pass, crawl it again with `--previous`, and print the ratios.

`python -m benchmarks.incremental.bench [--pages 5000] [--changed 1.0] [--rounds 3]`
Once with a portal that names ETag and Last-Modified, once with one that names neither and sends
every page again.  Politeness is off: the target is our own loopback server.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crawl.measure import run

ROOT = Path(__file__).parents[2]
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Crawl:
    """CPU seconds, bytes sent by the server, and bytes on disk that the crawl added."""

    cpu: float
    sent: int
    kept: int


class Portal:
    """The server as a child."""

    def __init__(self, pages: int, *more: str) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.incremental.portal", str(pages), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        assert self._child.stdout is not None
        self.port = int(self._child.stdout.readline())

    def month(self, changed: int) -> int:
        """Let a month pass; returns the bytes sent in the last one."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(f"{changed}\n")
        self._child.stdin.flush()
        return int(self._child.stdout.readline())

    def close(self) -> None:
        """End the child."""
        self._child.kill()
        self._child.wait()


def crawl(portal: Portal, pages: int, changed: int, folder: Path, *more: str) -> Crawl:
    """Crawl once, then let a month pass."""
    command = [
        *(sys.executable, "-m", "audits.cli", "crawl", "http://www.bench.gov.cn/"),
        *("--connect-to", f"*:80:127.0.0.1:{portal.port}", "--delay", "0", "--concurrency", "32"),
        *("--max-pages", str(pages * 2), "--no-progress", "--out", str(folder), *more),
    ]
    log = folder.with_suffix(".log")
    cost = run(command, log)
    assert cost.code == 0, log.read_text()
    sys.stderr.write(f"{folder.name}: {cost} {log.read_text().strip().splitlines()[-1]}\n")
    own = [path for path in folder.iterdir() if path.stat().st_nlink == 1]
    return Crawl(cost.cpu, portal.month(changed), sum(path.stat().st_size for path in own))


def months(pages: int, changed: int, rounds: int, *more: str) -> tuple[list[Crawl], list[Crawl]]:
    """Crawl in full and again, a month later, alternating; a new portal in every round."""
    first, later = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            work = Path(folder) / str(number)
            work.mkdir()
            portal = Portal(pages, *more)
            try:
                first.append(crawl(portal, pages, changed, work / "first"))
                later.append(
                    crawl(portal, pages, changed, work / "later", "--previous", str(work / "first"))
                )
            finally:
                portal.close()
            shutil.rmtree(work)
    return first, later


def show(name: str, first: list[Crawl], later: list[Crawl]) -> None:
    """Print medians and ratios."""

    def median(costs: list[Crawl], field: str) -> float:
        return float(statistics.median(getattr(cost, field) for cost in costs))

    for row, costs in (("first", first), (f"a month later, {name}", later)):
        cpu, sent, kept = (median(costs, field) for field in ("cpu", "sent", "kept"))
        print(
            f"| {row} | {cpu:.1f} | {cpu / median(first, 'cpu'):.0%}"
            f" | {sent / _MIB:.1f} | {sent / median(first, 'sent'):.1%}"
            f" | {kept / _MIB:.1f} | {kept / median(first, 'kept'):.1%} |"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--changed", type=float, default=1.0, help="percent of the pages")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    changed = round(options.pages * options.changed / 100)
    print("| crawl | CPU s | of first | MiB sent | of first | MiB kept | of first |")
    print("|---|---|---|---|---|---|---|")
    for name, more in (("marked by the server", ()), ("not marked", ("--silent",))):
        show(name, *months(options.pages, changed, options.rounds, *more))


if __name__ == "__main__":
    main()
