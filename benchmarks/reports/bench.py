"""Time and memory of each format, on one large audit: `python -m benchmarks.reports.bench [--findings 10000]`.

Each format is made in a process of its own that reads audit.json first; the last line is one process that makes
them all, one after the other.  With `--earlier N` so many earlier audits are read too, for what compares.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.reports.large_audit import large_audit
from checker.results import AuditResult
from reports.deadline import Deadline
from reports.formats import FORMATS, Asked, make_each, refusal
from reports.language import language

_TOLD = Deadline(10, issued_on=date(2022, 1, 4), due=date(2022, 1, 18))


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: reading, making (CPU and by the clock), its peak, what came out."""

    reading: float
    cpu: float
    clock: float
    peak: float
    bytes: int


def measured(names: list[str], paths: list[Path]) -> Cost:
    """Make some formats here and now; the peak is that of this process since its start."""
    begun = time.process_time()
    results = [AuditResult.read(path) for path in paths]
    reading = time.process_time() - begun
    asked = Asked(language("zh"), _TOLD, tuple(results[1:]))
    cpu, clock, size = time.process_time(), time.perf_counter(), 0
    for _, files in make_each(results[0], names, asked):
        size += sum(map(len, files.values()))
    return Cost(
        reading,
        time.process_time() - cpu,
        time.perf_counter() - clock,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        size,
    )


def apart(names: list[str], paths: list[Path]) -> Cost:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reports.bench", "--make", ",".join(names)]
    done = subprocess.run(
        [*command, *map(str, paths)], stdout=subprocess.PIPE, check=True, text=True
    )
    return Cost(**json.loads(done.stdout))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--earlier", type=int, default=1)
    parser.add_argument("--formats", default=",".join(FORMATS), help="names with commas between")
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.make:
        cost = measured(args.make.split(","), args.paths)
        print(json.dumps({name: getattr(cost, name) for name in cost.__slots__}))
        return
    names = args.formats.split(",")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for run in range(args.earlier + 1):
            paths.append(Path(folder, f"audit-{run}.json"))
            paths[-1].write_text(
                large_audit(args.findings, args.earlier + 1 - run).to_json(), encoding="utf-8"
            )
        _table(names, paths, args.findings)


def _table(names: list[str], paths: list[Path], findings: int) -> None:
    size = paths[0].stat().st_size / 2**20
    print(
        f"{findings:,} findings, audit.json {size:.1f} MiB, {len(paths) - 1} earlier; times in s of CPU\n"
    )
    print("| format | reading | making | by the clock | peak MiB | out, KiB |")
    print("|---|---|---|---|---|---|")
    known = [name for name in names if not refusal([name])]
    for name in names:
        if name in known:
            _line(name, apart([name], paths))
        else:
            print(f"| {name} | {refusal([name])} | | | | |")
    if len(known) > 1:
        _line("all in one process", apart(known, paths))


def _line(name: str, cost: Cost) -> None:
    times = f"{cost.reading:.2f} | {cost.cpu:.2f} | {cost.clock:.2f}"
    print(f"| {name} | {times} | {cost.peak:.0f} | {cost.bytes / 1024:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
