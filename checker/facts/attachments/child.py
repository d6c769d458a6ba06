"""The process that reads attached files: it may die of one, and nobody else does.

The libraries that read them follow forms within forms without end, and some are not written in a safe language.  So
they run here, with limits on processor time, time and memory, without leave to open any file or connection, and what
they found comes out as JSON, which can do nothing to who reads it.  See `read` for the other end.
"""

from __future__ import annotations

import contextlib
import encodings
import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from checker.facts.attachments.as_json import to_values
from checker.facts.attachments.limits import Limits
from checker.facts.attachments.model import Kind
from checker.facts.attachments.reading import Skipped, read_here

_CONFINES = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_AS: 2_000_000_000,
    resource.RLIMIT_FSIZE: 0,  # no file grows
    resource.RLIMIT_NPROC: 0,  # no process starts
    resource.RLIMIT_NOFILE: 0,  # no file, no connection is opened; those that are open stay so
}
_TIDY = 600_000_000  # who has ever needed more than so much memory is not kept
_WHOLE = 4  # an archive has so many times the processor time of one file
# What the libraries load only when a file asks for it.
_LATE = ("bz2", "lzma", "email.policy", "email.parser", "html.entities", "pypdfium2", "xlrd")


@dataclass(slots=True)
class _Progress:
    """Tells the other end what is being read, so that it knows what killed this process, and gives it its time."""

    out: BinaryIO
    seconds: int
    until: int = 0

    def began(self) -> None:
        """Start the time of a whole file."""
        self.until = _used() + self.seconds * _WHOLE
        signal.alarm(self.seconds * _WHOLE * 10)  # for what waits and does not work
        self._allow()

    def kind(self, kind: Kind) -> None:
        """Say what the file is."""
        self._say({"kind": kind.value})

    def inner(self, number: int) -> None:
        """Say which file of an archive comes now, and start its time."""
        self._say({"at": number})
        self._allow()

    def _allow(self) -> None:
        """From now on, so much processor time; beyond it the system ends this process."""
        end = min(_used() + self.seconds, self.until) + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (end, hard))

    def _say(self, what: dict[str, Any]) -> None:
        self.out.write(json.dumps(what).encode() + b"\n")
        self.out.flush()


def _used() -> int:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return int(used.ru_utime + used.ru_stime)


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def serve(source: BinaryIO, target: BinaryIO, tidy: int = _TIDY) -> None:
    """Answer one file after the other, until there are no more, or this process has grown too large to be kept."""
    # Linux begins a process's highest use of memory with that of the process that started it.
    tidy = max(tidy, _most_memory())
    while head := source.readline():
        asked = json.loads(head)
        limits = Limits(**asked["limits"])
        body = source.read(asked["size"])
        progress = _Progress(target, limits.cpu_seconds)
        progress.began()
        skipped = Skipped(
            {int(number): str(why) for number, why in asked["skipped"].items()},
            progress.kind,
            progress.inner,
        )
        read = read_here(body, asked["name"], cut=asked["cut"], limits=limits, skipped=skipped)
        last = _most_memory() > tidy
        answer = json.dumps({"read": to_values(read), "last": last}, ensure_ascii=True)
        target.write(answer.encode() + b"\n")
        target.flush()
        signal.alarm(0)
        if last:
            return


def load() -> None:
    """Load what would be loaded only when a file asks for it, while files can still be opened."""
    for name in _LATE:
        importlib.import_module(name)
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError):  # of other systems
            importlib.import_module(f"encodings.{module.name}")


def confine(limits: Mapping[int, int] = _CONFINES) -> None:
    """Give up what reading does not need.  What a system cannot limit (memory on macOS) it leaves as it is."""
    for what, most in limits.items():
        with contextlib.suppress(ValueError, OSError):
            hard = resource.getrlimit(what)[1]
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (allowed, allowed))


def main() -> None:
    """Run as a child of `read`; what a library prints goes nowhere."""
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    load()
    confine()
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, target)


if __name__ == "__main__":
    main()
