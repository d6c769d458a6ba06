"""Fuzz by hand: `python -m tests.fuzzing.run [TARGET …] [--minutes N] [--out FOLDER]`; prints a line a target.

Uses atheris, or hypothesis alone where atheris is not installed, and says so.  Findings stay in FOLDER/<target>.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.fuzzing.examples import inputs
from tests.fuzzing.target import ROOT, names, target

_GRACE = 1800  # seconds that one input and the end may take beyond the time given


@dataclass(frozen=True, slots=True)
class Ran:
    """How a target fared: how many inputs were tried, and what broke it."""

    target: str
    engine: str
    runs: int
    seconds: float
    found: tuple[str, ...]


def guided_here() -> bool:
    """Say whether atheris is installed."""
    return find_spec("atheris") is not None


def guided(name: str, seconds: int, folder: Path) -> Ran:
    """Fuzz a target by coverage, in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "told.json").unlink(missing_ok=True)
    begun = time.monotonic()
    with (folder / "log.txt").open("wb") as log:
        command = [sys.executable, "-m", "tests.fuzzing.guided", name, str(folder), str(seconds)]
        ended = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False, timeout=seconds + _GRACE)  # fmt: skip
    told = folder / "told.json"
    said = json.loads(told.read_text("utf-8")) if told.exists() else {"runs": 0, "found": []}
    found = list(said["found"])
    found += [path.name for path in sorted(folder.iterdir()) if path.name.startswith(("timeout-", "oom-", "crash-", "slow-"))]  # fmt: skip
    if ended.returncode != 0 and not found:
        found.append(f"ended with {ended.returncode}, see {folder / 'log.txt'}")
    return Ran(name, "atheris", said["runs"], time.monotonic() - begun, tuple(found))


def by_examples(name: str, most: int, folder: Path) -> Ran:
    """Fuzz a target by hypothesis alone."""
    chosen = target(name)
    runs = 0
    begun = time.monotonic()

    @settings(deadline=None, max_examples=most, database=None, derandomize=False, phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(inputs(chosen))
    def attempt(data: bytes) -> None:
        nonlocal runs, last
        runs += 1
        last = data
        chosen.run(data)

    last = b""
    found: tuple[str, ...] = ()
    try:
        attempt()
    except Exception as error:  # noqa: BLE001 - what is looked for
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hypothesis").write_bytes(last)
        found = (f"{type(error).__name__}: {str(error)[:200]}",)
    return Ran(name, "hypothesis", runs, time.monotonic() - begun, found)


def main() -> int:
    """Fuzz the targets named, or all."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzzing.run", description=__doc__)
    asked.add_argument("targets", nargs="*", choices=[[], *names()], metavar="TARGET")
    asked.add_argument("--minutes", type=float, default=1.0)
    asked.add_argument("--out", type=Path)
    asked.add_argument("--examples", type=int, default=2000, help="for hypothesis, where atheris is missing")  # fmt: skip
    given_to = asked.parse_args()
    out = given_to.out or Path(tempfile.mkdtemp(prefix="gongkai-fuzzing-"))
    if not guided_here():
        print("atheris is not installed: hypothesis only (pip install 'gongkai[soak]')")  # noqa: T201
    broken = 0
    for name in given_to.targets or names():
        if guided_here():
            ran = guided(name, round(given_to.minutes * 60), out / name)
        else:
            ran = by_examples(name, given_to.examples, out / name)
        broken += len(ran.found)
        print(f"{ran.target:18} {ran.engine:10} {ran.runs:9} runs {ran.seconds:6.0f} s {len(ran.found):3} found", *ran.found, sep="\n    ", flush=True)  # noqa: T201  # fmt: skip
    print(f"findings: {out}")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
