"""Run a command as a child and measure what it took."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import Watch


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall and CPU, user and system; peak MiB: of the child and its children together."""

    wall: float
    cpu: float
    peak: float
    code: int


def run(command: list[str], log: Path) -> Cost:
    """Run a command to its end, output into `log`."""
    started = time.monotonic()
    with log.open("wb") as out:
        child = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
        watch = Watch(child.pid)
        watch.start()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - started
    # Where there is no /proc, the largest of the processes.
    peak = watch.stop() or usage.ru_maxrss / 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, peak, child.returncode)
