"""Which tests and which rule cases reach which lines of the checker, and how long each takes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest

from rules.loader import Library

CASE = "case:"
_BASE = "import"


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


def read(place: Path) -> Reached:
    """What `record` wrote."""
    told = json.loads(place.read_text(encoding="utf-8"))
    names = list(told["seconds"])
    lines = {
        path: {int(line): [names[at] for at in found] for line, found in known.items()}
        for path, known in told["lines"].items()
    }
    return Reached(told["seconds"], lines)


def record(library: Library, folders: Iterable[str], root: Path, place: Path) -> None:
    """Run the tests and the cases under coverage; exit with 1 if one of them does not hold."""
    seen = coverage.Coverage(data_file=None, config_file=False, source=[str(root / "checker")])
    clock = _Clock(seen)
    seen.start()
    seen.switch_context(_BASE)
    code = pytest.main(["-q", "-p", "no:cacheprovider", *folders], plugins=[clock])
    from checker.cases import run_case  # noqa: PLC0415 - anew in this process

    sound = code == 0
    for rule in library.rules.values():
        for case in rule.cases:
            with clock.timed(f"{CASE}{rule.id}:{case.name}"):
                sound &= run_case(rule, case).ok
    seen.stop()
    names = {name: at for at, name in enumerate(clock.seconds)}
    data = seen.get_data()
    lines = {
        path: {
            line: sorted(names[one] for one in found if one in names)
            for line, found in data.contexts_by_lineno(path).items()
        }
        for path in data.measured_files()
    }
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps({"seconds": clock.seconds, "lines": lines}), encoding="utf-8")
    raise SystemExit(0 if sound else 1)


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

    def __init__(self, seen: coverage.Coverage) -> None:
        self.seen = seen
        self.seconds: dict[str, float] = {}

    def timed(self, name: str) -> _Timed:
        return _Timed(self, name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[Any]:
        with self.timed(item.nodeid):
            return (yield)
