"""Writing to stdout for people and scripts: nothing that a closed pipe or an odd encoding can upset.

The exit code of an audit must not depend on who reads its output.
"""

from __future__ import annotations

import errno
import os
import sys

import click


def prepare() -> None:
    """Let characters that the terminal's encoding lacks become `?` instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def say(text: str = "", *, newline: bool = True) -> None:
    """Write a line to stdout; where the reader has gone (`| head -1`), write no more."""
    try:
        click.echo(text, nl=newline)
    except OSError as error:
        if error.errno != errno.EPIPE:
            raise
        hush()


def hush() -> None:
    """Send what is still written to stdout nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
