"""A command that runs beside the server: started, looked at, asked to end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol


class Child(Protocol):
    """A command that was started."""

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""

    def terminate(self) -> None:
        """Ask it to end in good order."""

    def wait(self) -> int:
        """Wait for its end and return its exit code."""


def scan_command(config: Path) -> tuple[str, ...]:
    """The command that does all that is due."""
    return (*_ours(), "scan", "--due", "--no-progress", "--config", str(config))


def mail_command(config: Path) -> tuple[str, ...]:
    """The command that sends what waits in the outbox and is due."""
    return (*_ours(), "mail", "send", "--config", str(config))


def started(command: Sequence[str]) -> Child:
    """Start a command.  What it says goes where the server logs to.  Raises OSError.

    It leads a session of its own: Ctrl-C at the server reaches it once, by way of the server.
    """
    return subprocess.Popen(  # noqa: S603 - our own program, with arguments of ours
        command, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True
    )


def _ours() -> tuple[str, ...]:
    return (sys.executable, "-P", "-m", "audits.cli")
