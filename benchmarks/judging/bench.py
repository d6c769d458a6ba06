"""Time the judging of a portal by all rules of all packs: `python -m benchmarks.judging.bench [--pages 5000]`.

The pages are those of `benchmarks.county`.  Each rule is judged once for each different set of parameters that a
pack gives it.  The facts of the pages are read first, in `--jobs` processes, and are not part of the time.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks import county
from checker.demands import Demand, demands
from checker.engine import judge_rule
from checker.facts.ahead import read_ahead
from checker.facts.site import SiteFacts
from checker.garbage import seldom_collected
from crawler.snapshot import DiskSnapshot
from rules.loader import load_library

AS_OF = county.AT.date()
_SHOWN = 10


def wanted() -> dict[tuple[str, str], Demand]:
    """All that the packs demand, each different demand once."""
    library = load_library()
    found: dict[tuple[str, str], Demand] = {}
    for pack in library.packs.values():
        for name, demand in demands(library, [pack], AS_OF).items():
            if demand.applies:
                found.setdefault((name, demand.params.model_dump_json()), demand)
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--snapshot", type=Path, help="a snapshot to judge instead of a generated one"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.snapshot or Path(temporary, "snapshot")
        if not given.snapshot:
            county.write(folder, given.pages)
        judge_all(folder, given.jobs)


def judge_all(folder: Path, jobs: int) -> None:
    """Judge a snapshot and print what it took."""
    rules = wanted()
    site = SiteFacts(DiskSnapshot(folder))
    also = sorted({name for demand in rules.values() for name in demand.check.reads})
    started = time.monotonic()
    read_ahead(site, also, jobs, lambda *_: None)
    facts = time.monotonic() - started
    took: list[tuple[float, str, str]] = []
    verdicts: Counter[str] = Counter()
    started, used = time.monotonic(), time.process_time()
    with seldom_collected():
        for (name, _), demand in rules.items():
            began = time.process_time()
            result = judge_rule(site, demand, AS_OF, name)
            took.append((time.process_time() - began, name, demand.rule.check))
            verdicts[str(result.verdict)] += 1
            verdicts["errors"] += result.error is not None
    seconds, used = time.monotonic() - started, time.process_time() - used
    print("| pages | judgements | facts, s | judging, s | judging, CPU s |\n|---|---|---|---|---|")
    print(f"| {len(site.held)} | {len(rules)} | {facts:.1f} | {seconds:.1f} | {used:.1f} |\n")
    print("verdicts:", ", ".join(f"{name} {count}" for name, count in verdicts.most_common()))
    print(
        "\n| slowest rules (what is shared counts for the first that asks) | check | CPU s |\n|---|---|---|"
    )
    for spent, name, check in sorted(took, reverse=True)[:_SHOWN]:
        print(f"| {name} | {check} | {spent:.2f} |")


if __name__ == "__main__":
    main()
