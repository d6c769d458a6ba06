"""Harm the checks and the facts in small ways, and count what the tests notice.

`python -m benchmarks.mutants.run [--rounds 6] [--seconds 1200] [checker.facts.rows …]`: each round takes one more
mutant of every module, in the order of `--seed`.  Prints the survivors with their diff, then the score.
A run in pieces keeps what it tried in `--results`; `--again` tries what nobody noticed there once more,
with `--ask` by whole test files, which need not have been recorded.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.mutants import apart, reached, trial
from benchmarks.mutants.harm import Mutant, again, mutants
from benchmarks.mutants.results import KILLED, SURVIVED, UNREACHED, Results, Tried
from rules.loader import Library, load_library

ROOT = Path(__file__).resolve().parents[2]
_TESTS = ("tests/checker",)
_LARGEST_FACTS = 40
_PATIENCE = 300.0  # by the clock; the processor time of a trial is limited more tightly


def modules(wanted: Sequence[str]) -> list[str]:
    """The modules to harm: those named, else all checks and the largest of the facts."""
    if wanted:
        return list(wanted)
    checks = sorted((ROOT / "checker" / "checks").glob("[!_]*.py"))
    facts = sorted(
        (ROOT / "checker" / "facts").rglob("[!_]*.py"), key=lambda file: file.stat().st_size
    )
    return [_module(file) for file in [*checks, *reversed(facts[-_LARGEST_FACTS:])]]


def main() -> int:
    """Print survivors and score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=1500, help="no new trial after that")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--most", type=float, default=25, help="seconds of tests for a mutant")
    parser.add_argument(
        "--record", type=Path, help="keep here who reaches what, and use it if there"
    )
    parser.add_argument("--renew", nargs="+", default=(), help="tests to record (anew)")
    parser.add_argument("--results", type=Path, help="keep here what was tried; go on from it")
    parser.add_argument(
        "--again", action="store_true", help="try again what is in --results and was not killed"
    )
    parser.add_argument("--ask", nargs="+", default=(), help="ask these test files, no others")
    given = parser.parse_args()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder  # a mutant's failures are no examples
        apart.load()
        library = load_library()
        place = given.record or Path(folder, "reached.json")
        tests = given.renew if place.exists() or given.ask else given.renew or _TESTS
        if tests and not _recorded(library, tests, place):
            print("the tests do not hold as they are", file=sys.stderr)
            return 1
        known = reached.Reached({}, {}) if given.ask else reached.read(place)
        results = Results(given.results)
        if given.again:
            todo = _again(
                one
                for one in results.unkilled()
                if not given.modules or one.module in given.modules
            )
        else:
            wanted = _in_rounds(modules(given.modules), given.rounds, given.seed)
            todo = (one for one in wanted if not results.knows(one))

        def who(mutant: Mutant) -> list[str]:
            return given.ask or trial.chosen(mutant, _path(mutant.module), known, given.most)

        trials = _Trials(library, who, given.jobs)
        now = Results(None) if given.again else results
        for tried in trials.run(todo, time.monotonic() + given.seconds):
            results.add(tried)
            now.add(tried)
        for module in now.unsure():
            results.add(trials.control(module))
    _tell(one for one in results.tried() if one.diff)
    return 0


def _recorded(library: Library, tests: Sequence[str], place: Path) -> bool:
    """Record in a process of its own who reaches what."""
    process = get_context("fork").Process(target=reached.record, args=(library, tests, ROOT, place))
    process.start()
    process.join()
    return process.exitcode == 0


def _in_rounds(names: Iterable[str], rounds: int, seed: str) -> Iterator[Mutant]:
    """One mutant of each module, then the next of each: to stop early harms no balance."""
    each = [mutants(name, _path(name), seed) for name in names]
    for _ in range(rounds):
        for found in each:
            yield from islice(found, 1)


def _again(given: Iterable[Tried]) -> Iterator[Mutant]:
    for one in given:
        mutant = again(one.module, _path(one.module), one.diff)
        if mutant is None:
            print(f"gone: {one.module}\n{one.diff}\n", flush=True)
        else:
            yield mutant


@dataclass(frozen=True, slots=True)
class _Trial:
    """A process that runs the tests against a mutant."""

    process: BaseProcess
    mutant: Mutant
    deadline: float


class _Trials:
    def __init__(self, library: Library, who: Callable[[Mutant], list[str]], jobs: int) -> None:
        self._library, self._who, self._jobs = library, who, jobs
        self._running: dict[int, _Trial] = {}

    def run(self, given: Iterable[Mutant], until: float) -> Iterator[Tried]:
        """Try them, some at a time, until the time is over."""
        for mutant in given:
            if time.monotonic() > until:
                break
            names = self._who(mutant)
            if not names:
                yield _told(Tried(mutant.module, mutant.diff, UNREACHED))
                continue
            while len(self._running) >= self._jobs:
                yield from self._ended()
            process = self._start(mutant, names)
            deadline = time.monotonic() + _PATIENCE
            self._running[process.sentinel] = _Trial(process, mutant, deadline)
        while self._running:
            yield from self._ended()

    def control(self, module: str) -> Tried:
        """Run tests of a module without harm: what fails by itself looks like a kill."""
        source = _path(module).read_text(encoding="utf-8")
        sound = Mutant(module, (0, 0), None, source, "")
        process = self._start(sound, self._who(sound))
        process.join()
        if process.exitcode != trial.SURVIVED:
            raise SystemExit(f"the tests of {module} fail without any harm")
        return Tried(module, "", SURVIVED)

    def _start(self, mutant: Mutant, names: Sequence[str]) -> BaseProcess:
        path = _path(mutant.module)
        return apart.start(partial(trial.survives, mutant, path, names, self._library))

    def _ended(self) -> Iterator[Tried]:
        first = min(one.deadline for one in self._running.values())
        ready = wait(list(self._running), timeout=max(0.0, first - time.monotonic()))
        for sentinel, one in list(self._running.items()):
            if sentinel in ready or time.monotonic() > one.deadline:
                late = sentinel not in ready  # a busy machine, maybe: no kill
                if late:
                    one.process.kill()
                one.process.join()
                del self._running[sentinel]
                survived = late or one.process.exitcode == trial.SURVIVED
                fate = SURVIVED if survived else KILLED
                yield _told(Tried(one.mutant.module, one.mutant.diff, fate))


def _told(tried: Tried) -> Tried:
    if tried.fate != KILLED:
        print(f"{tried.fate}: {tried.module}\n{tried.diff}\n", flush=True)
    return tried


def _tell(tried: Iterable[Tried]) -> None:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one in tried:
        counted[one.module][one.fate] += 1
        parts = one.module.split(".")
        counted[f"all of {parts[0]}.{parts[1]}"][one.fate] += 1
        counted["all"][one.fate] += 1
    print(f"{'module':<52}{'tried':>7}{'killed':>8}{'survived':>10}{'unreached':>11}{'score':>8}")
    for name, fates in counted.items():
        tries = fates.total()
        row = f"{tries:>7}{fates[KILLED]:>8}{fates[SURVIVED]:>10}{fates[UNREACHED]:>11}"
        print(f"{name:<52}{row}{fates[KILLED] / tries:>8.0%}")


def _path(module: str) -> Path:
    return ROOT / (module.replace(".", "/") + ".py")


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


if __name__ == "__main__":
    raise SystemExit(main())
