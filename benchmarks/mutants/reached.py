"""Which tests and which rule cases reach which lines of the checker, and how long each takes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest

from rules.loader import Library

CASE = "case:"
_BASE = "import"
# Plain asserts: what is loaded already could not be rewritten, and nobody reads the messages.
QUIETLY = ("-q", "-p", "no:cacheprovider", "--assert=plain")
# It runs all cases when it is collected: too long for a trial, and the cases are asked anyway.
_NOT_ASKED = ("tests/checker/test_engine.py",)


@dataclass(frozen=True, slots=True)
class Reached:
    """What was recorded: seconds of each test or case, and who was on a line of a module."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, list[str]]]

    def on(self, path: Path, span: tuple[int, int]) -> set[str]:
        """Who was on these lines."""
        known = self.lines.get(str(path), {})
        return {name for line in range(span[0], span[1] + 1) for name in known.get(line, ())}

    def anywhere(self, path: Path) -> set[str]:
        """Who was in this module at all."""
        return {name for names in self.lines.get(str(path), {}).values() for name in names}

    def renewed(self, now: Reached) -> Reached:
        """With what was recorded since: test files that ran anew are forgotten as they were."""
        files = {name.split("::")[0] for name in now.seconds}
        old = {name for name in self.seconds if name.split("::")[0] in files}
        seconds = {name: took for name, took in self.seconds.items() if name not in old}
        lines: dict[str, dict[int, list[str]]] = {}
        for known, gone in ((self.lines, old), (now.lines, set[str]())):
            for path, found in known.items():
                for line, names in found.items():
                    kept = [name for name in names if name not in gone]
                    lines.setdefault(path, {}).setdefault(line, []).extend(kept)
        return Reached(seconds | now.seconds, lines)


def read(place: Path) -> Reached:
    """What `record` wrote."""
    told = json.loads(place.read_text(encoding="utf-8"))
    names = list(told["seconds"])
    lines = {
        path: {int(line): [names[at] for at in found] for line, found in known.items()}
        for path, known in told["lines"].items()
    }
    return Reached(told["seconds"], lines)


def record(library: Library, tests: Sequence[str], root: Path, place: Path) -> None:
    """Run these tests under coverage and add them to what is known, and all cases if none is.

    Exits with 1 if one of them does not hold.
    """
    before = read(place) if place.exists() else Reached({}, {})
    clock = _Clock(root)
    sound = clock.tests(tests)
    if not any(name.startswith(CASE) for name in before.seconds):
        sound &= clock.cases(library)
    _write(before.renewed(clock.reached()), place)
    raise SystemExit(0 if sound else 1)


def _write(known: Reached, place: Path) -> None:
    names = {name: at for at, name in enumerate(known.seconds)}
    lines = {
        path: {line: sorted(names[one] for one in found) for line, found in those.items()}
        for path, those in known.lines.items()
    }
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps({"seconds": known.seconds, "lines": lines}), encoding="utf-8")


class _Timed:
    """Names the test that runs now to coverage, and takes its time."""

    def __init__(self, clock: _Clock, name: str) -> None:
        self._clock, self._name, self._from = clock, name, 0.0

    def __enter__(self) -> None:
        self._clock.seen.switch_context(self._name)
        self._from = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._clock.seconds[self._name] = round(time.perf_counter() - self._from, 4)
        self._clock.seen.switch_context(_BASE)


class _Clock:
    """A plugin of pytest: each test is a context of coverage."""

    def __init__(self, root: Path) -> None:
        self.seen = coverage.Coverage(
            data_file=None, config_file=False, source=[str(root / "checker")]
        )
        self.seconds: dict[str, float] = {}
        self.seen.start()
        self.seen.switch_context(_BASE)

    def tests(self, places: Iterable[str]) -> bool:
        """Run these tests: whether they hold."""
        left_out = [f"--ignore={one}" for one in _NOT_ASKED]
        return pytest.main([*QUIETLY, *left_out, *places], plugins=[self]) == 0

    def cases(self, library: Library) -> bool:
        """Run all cases of the rules: whether they hold."""
        from checker.cases import run_case  # noqa: PLC0415 - anew in this process

        sound = True
        for rule in library.rules.values():
            for case in rule.cases:
                with self.timed(f"{CASE}{rule.id}:{case.name}"):
                    sound &= run_case(rule, case).ok
        return sound

    def reached(self) -> Reached:
        """Stop: what was seen."""
        self.seen.stop()
        data = self.seen.get_data()
        lines = {
            path: {
                line: [one for one in found if one in self.seconds]
                for line, found in data.contexts_by_lineno(path).items()
            }
            for path in data.measured_files()
        }
        return Reached(self.seconds, lines)

    def timed(self, name: str) -> _Timed:
        return _Timed(self, name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[Any]:
        with self.timed(item.nodeid):
            return (yield)
