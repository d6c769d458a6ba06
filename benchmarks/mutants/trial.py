"""The trial of one mutant: the tests and cases that reach its line, the cheapest first."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.mutants.apart import KILLED, Harmed, forget
from benchmarks.mutants.harm import Mutant
from benchmarks.mutants.reached import CASE, Reached
from rules.loader import Library

SURVIVED = 0
_MOST = 200


def chosen(mutant: Mutant, path: Path, reached: Reached, most: float) -> list[str]:
    """Who has to notice: those that reach the line, the module's own tests first, within limits.

    `most` are seconds, as recorded.
    """
    those = reached.on(path, mutant.lines)
    if not those and mutant.function is None:
        those = reached.anywhere(path)  # it runs when the module is imported
    stem = path.stem
    ranked = sorted(
        those, key=lambda name: (stem not in name.split("::")[0], reached.seconds[name], name)
    )
    found: list[str] = []
    left = most
    for name in ranked[:_MOST]:
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
    cases = {name.removeprefix(CASE) for name in names if name.startswith(CASE)}
    if tests:
        files = sorted({name.split("::")[0] for name in tests})
        wanted = _Only(frozenset(tests))
        # Plain: what is loaded already could not be rewritten, and nobody reads the messages.
        options = ["-x", "-q", "-p", "no:cacheprovider", "--assert=plain"]
        if pytest.main([*options, *files], plugins=[wanted]) != pytest.ExitCode.OK:
            return KILLED
    from checker.cases import run_case  # noqa: PLC0415 - anew, with the mutant in it

    for rule in library.rules.values():
        for case in rule.cases:
            if f"{rule.id}:{case.name}" in cases and not run_case(rule, case).ok:
                return KILLED
    return SURVIVED


class _Only:
    """A plugin of pytest: of what was collected, only the tests that were chosen."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self._names]
