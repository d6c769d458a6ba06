"""`gongkai` as a process of its own, and what it and all its children cost, measured from outside."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_EVERY = 0.1
_MIB = 1 << 20


@dataclass
class Cost:
    """How a process ended; `samples` are moments (monotonic) and MiB of the whole tree, shared pages counted once each."""

    code: int
    said: str
    seconds: float
    cpu: float
    samples: list[tuple[float, int]] = field(default_factory=list)

    @property
    def peak(self) -> int:
        """The most MiB at once."""
        return max((size for _, size in self.samples), default=0)

    def peak_between(self, begin: float, end: float) -> int:
        """The most MiB from one moment to another."""
        return max(
            (size for at, size in self.samples if begin - _EVERY <= at <= end + 1), default=0
        )


def measured(arguments: Sequence[str], log: Path, longest: float) -> Cost:
    """Run `gongkai`; one that takes longer than `longest` seconds is ended, as is one that takes all memory."""
    began = time.monotonic()
    before = os.times()
    samples: list[tuple[float, int]] = []
    with log.open("w+b") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "audits.cli", *arguments], stdout=said, stderr=said
        )
        tree = psutil.Process(process.pid)
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_EVERY)
                break
            now = time.monotonic()
            samples.append((now, _size(tree)))
            if now - began > longest or samples[-1][1] > 8000:
                for one in (*_children(tree), tree):
                    with suppress(psutil.Error):
                        one.kill()
    after = os.times()
    cpu = (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
    text = log.read_text(encoding="utf-8", errors="replace")
    return Cost(process.returncode, text, time.monotonic() - began, cpu, samples)


def _children(tree: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return tree.children(recursive=True)
    return []


def _size(tree: psutil.Process) -> int:
    """The process's own memory, and what its children have that is not shared with it."""
    total = 0
    with suppress(psutil.Error):
        total = tree.memory_info().rss
    for child in _children(tree):
        with suppress(psutil.Error):
            found = child.memory_info()
            total += found.rss - getattr(found, "shared", 0)
    return total // _MIB
