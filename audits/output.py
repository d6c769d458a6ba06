"""Writing to stdout for people and scripts: nothing that a closed pipe or an odd encoding can upset.

The exit code of an audit must not depend on who reads its output.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from datetime import datetime

import click

# What a terminal obeys, or shows in another order: controls (C0 without line ends and tabs, DEL, C1) and marks that
# turn the direction of writing.  Titles and addresses come from strangers' pages.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def prepare() -> None:
    """Let characters that the terminal's encoding lacks become `?` instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def say(text: str = "", *, newline: bool = True) -> None:
    """Write a line to stdout; where the reader has gone (`| head -1`), write no more."""
    try:
        click.echo(harmless(text), nl=newline)
    except OSError as error:
        if error.errno != errno.EPIPE:
            raise
        hush()


def tell(text: str) -> None:
    """Write a line to stderr."""
    click.echo(harmless(text), err=True)


def log(at: datetime, text: str) -> None:
    """Write a line to stderr, with its moment before it."""
    tell(f"{at:%Y-%m-%d %H:%M:%S} {text}")


def one_line(text: str, most: int | None = None) -> str:
    """A text as one line of printable characters, cut where it is longer than `most`."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if most is None or len(line) <= most else line[:most] + "…"


def printable(text: str) -> str:
    """A text that must keep its length and blanks, such as a path: what cannot be printed becomes `?`."""
    return "".join(c if c.isprintable() else "?" for c in text)


def harmless(text: str) -> str:
    """Spell out what a terminal would obey, as JSON does: in JSON it means the same as before."""
    return _OBEYED.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    sign, end = found[0], found.end()
    line_end = sign == "\r" and found.string[end : end + 1] == "\n"
    return sign if line_end else f"\\u{ord(sign):04x}"


def hush() -> None:
    """Send what is still written to stdout nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
