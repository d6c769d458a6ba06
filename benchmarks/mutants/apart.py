"""A process of its own for each trial: everything is loaded once, a fork has it at once.

The fork drops `checker` from what is loaded and imports it anew, so that each module holds the
harmed one and no other.  Rules and crawler stay: they do not know the checker.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import importlib.util
import os
import resource
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType

KILLED = 1
# What all tests need and what knows nothing of the checker.
_OF_TESTS = (
    "hypothesis",
    "_hypothesis_pytestplugin",
    "xdist.plugin",
    "pytest_httpserver.pytest_plugin",
    "tests.archives",
    "tests.postgres.fixtures",
)
_MEMORY = 4 << 30
_CPU_SECONDS = 60


class Harmed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module from a source in memory."""

    def __init__(self, module: str, path: Path, source: str) -> None:
        self._module, self._path, self._source = module, path, source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The one module; all others are found as ever."""
        del path, target
        if fullname != self._module:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=str(self._path))

    def exec_module(self, module: ModuleType) -> None:
        """Run the harmed source as the module."""
        module.__file__ = str(self._path)
        exec(compile(self._source, str(self._path), "exec"), module.__dict__)  # noqa: S102 - ours


def load() -> None:
    """Load what a fork shall find loaded, all but the checker itself."""
    for name in ("checker.catalogue", "checker.cases", *_OF_TESTS):
        importlib.import_module(name)
    importlib.import_module("checker.catalogue").checks()
    forget()


def forget() -> None:
    """Forget the checker: who imports it next gets it anew."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "checker"]:
        del sys.modules[name]


def start(work: Callable[[], int]) -> BaseProcess:
    """Start work in a fork, silent and within limits; its exit code is what the work returns."""
    process = get_context("fork").Process(target=_run, args=(work,))
    process.start()
    return process


def _run(work: Callable[[], int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        code = KILLED
        with contextlib.suppress(BaseException):
            code = work()
        os._exit(code)
