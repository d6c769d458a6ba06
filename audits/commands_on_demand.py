"""The commands of the command line, each loaded when it is asked for: who crawls needs nothing that judges."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, MutableMapping
from importlib import import_module

import click


class CommandsOnDemand(MutableMapping[str, click.Command]):
    """Commands by name.  Each stands, under its own name, in a module of that name in `package`."""

    def __init__(self, package: str, names: tuple[str, ...]) -> None:
        """Load nothing yet."""
        self._package = package
        self._loaded: dict[str, click.Command | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> click.Command:
        command = self._loaded[name]
        if command is None:
            with _uncollected():
                command = getattr(import_module(f"{self._package}.{name}"), name)
            assert isinstance(command, click.Command)  # noqa: S101 - a module of ours
            self._loaded[name] = command
        return command

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Let the collector rest: what is loaded stays, and looking through it costs a tenth of the loading."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()
