"""Time the understanding of pages: `python -m benchmarks.facts.bench [--pages 5000] [--rounds 3]`.

The pages are those of `benchmarks.county`.  First table: processor time of one page on one core, already
decoded, best of the rounds.  Second: all pages of a snapshot on disk, as an audit reads them before it judges,
with the memory of all processes together; a quarter of the pages stands beside them to show what grows.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import county
from benchmarks.memory import Watch
from checker.facts.ahead import read_ahead
from checker.facts.page import read_page
from checker.facts.pagewise import PERSONAL_DATA
from checker.facts.site import SiteFacts
from crawler.snapshot import DiskSnapshot

_SAMPLE = 600
_LIST = 3


def each(folder: Path, rounds: int) -> dict[str, tuple[int, float, float]]:
    """By kind of page: how many were timed, kilobytes and milliseconds of one."""
    snapshot = DiskSnapshot(folder)
    pages = [
        (fetch.url, fetch.encoding or "utf-8", snapshot.text(fetch.url))
        for fetch in list(snapshot.pages())[:_SAMPLE]
    ]
    best: list[tuple[float, str, int]] = []
    for url, encoding, html in pages:
        times = []
        for _ in range(rounds):
            started = time.process_time()
            facts = read_page(html, url, encoding)
            times.append(time.process_time() - started)
        kind = (
            "article"
            if facts.article or (facts.dates and len(facts.entries) < _LIST)
            else "list"
            if len(facts.entries) >= _LIST
            else "other"
        )
        best.append((min(times), kind, len(html)))
    found = {}
    for kind in ("list", "article", "other", "all"):
        some = [(took, size) for took, which, size in best if kind in {which, "all"}]
        if some:
            took, size = (sum(column) / len(some) for column in zip(*some, strict=True))
            found[kind] = (len(some), size / 1000, took * 1000)
    return found


def once(folder: Path, jobs: int, *, private: bool) -> None:
    """Read all pages of a snapshot; print pages, seconds and processor seconds as JSON."""
    snapshot = DiskSnapshot(folder)
    started = time.monotonic()
    site = SiteFacts(snapshot)
    read_ahead(site, (PERSONAL_DATA,) if private else (), jobs, lambda *_: None)
    took = time.monotonic() - started
    used = sum(
        sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    sys.stdout.write(json.dumps([len(site.held), took, used]))


def whole(folder: Path, jobs: int, what: str) -> str:
    """Read a snapshot in a process of its own; return a row of the table."""
    words = [
        "--once",
        str(folder),
        "--jobs",
        str(jobs),
        *(["--private"] if what != "facts" else []),
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.facts.bench", *words], stdout=subprocess.PIPE
    )
    watch = Watch(process.pid)
    watch.start()
    told, _ = process.communicate()
    peak = watch.stop()
    pages, took, used = json.loads(told)
    return f"| {pages} | {what} | {jobs} | {took:.1f} | {used / pages * 1000:.2f} | {peak:.0f} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--private", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        once(given.once, given.jobs, private=given.private)
        return
    with tempfile.TemporaryDirectory() as temporary:
        quarter, full = Path(temporary, "quarter"), Path(temporary, "full")
        county.write(quarter, given.pages // 4)
        county.write(full, given.pages)
        print("| page | pages timed | KB | ms |\n|---|---|---|---|")
        for kind, (count, size, took) in each(quarter, given.rounds).items():
            print(f"| {kind} | {count} | {size:.1f} | {took:.2f} |", flush=True)
        print(
            "\n| pages | read | processes | seconds | CPU ms/page | peak MiB |\n|---|---|---|---|---|---|"
        )
        print(whole(quarter, given.jobs, "facts"), flush=True)
        print(whole(full, 1, "facts"), flush=True)
        print(whole(full, given.jobs, "facts"), flush=True)
        print(whole(full, given.jobs, "facts and personal data"), flush=True)


if __name__ == "__main__":
    main()
