"""The trial of one mutant: the tests and cases that reach its line, the cheapest first."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.mutants.apart import KILLED, Harmed, forget
from benchmarks.mutants.harm import Mutant
from benchmarks.mutants.reached import CASE, QUIETLY, Reached
from rules.loader import Library

SURVIVED = 0


def chosen(mutant: Mutant, path: Path, reached: Reached, most: float) -> list[str]:
    """Who has to notice: those that reach the line, as many as take `most` seconds.

    The module's own tests first; then in turn the quickest of each file and rule, the next of each …
    """
    those = reached.on(path, mutant.lines)
    if not those and mutant.function is None:
        those = reached.anywhere(path)  # it runs when the module is imported
    turns: Counter[str] = Counter()
    turn = {}
    for name in sorted(those, key=lambda name: (reached.seconds[name], name)):
        group = name.rpartition(":")[0] if name.startswith(CASE) else name.partition("::")[0]
        turns[group] += path.stem not in group
        turn[name] = turns[group]
    ranked = sorted(those, key=lambda name: (turn[name], reached.seconds[name], name))
    found: list[str] = []
    left = most
    for name in ranked:
        left -= reached.seconds[name]
        found.append(name)
        if left < 0:
            break
    return found


def survives(mutant: Mutant, path: Path, names: Sequence[str], library: Library) -> int:
    """Run them against the mutant, in a process that is thrown away.  0: nobody noticed."""
    forget()
    sys.meta_path.insert(0, Harmed(mutant.module, path, mutant.source))
    tests = [name for name in names if not name.startswith(CASE)]
    own = [name for name in tests if path.stem in name.partition("::")[0]]
    cases = {name.removeprefix(CASE) for name in names if name.startswith(CASE)}
    rest = [name for name in tests if name not in own]
    held = _hold(own) and _cases_hold(cases, library) and _hold(rest)
    return SURVIVED if held else KILLED


def _cases_hold(names: set[str], library: Library) -> bool:
    from checker.cases import run_case  # noqa: PLC0415 - anew, with the mutant in it

    return all(
        run_case(rule, case).ok
        for rule in library.rules.values()
        for case in rule.cases
        if f"{rule.id}:{case.name}" in names
    )


def _hold(tests: Sequence[str]) -> bool:
    if not tests:
        return True
    files = sorted({name.split("::")[0] for name in tests})
    return pytest.main(["-x", *QUIETLY, *files], plugins=[_Only(frozenset(tests))]) == 0


class _Only:
    """A plugin of pytest: of what was collected, only the tests and files that were chosen."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [
            item for item in items if {item.nodeid, item.nodeid.split("::")[0]} & self._names
        ]
