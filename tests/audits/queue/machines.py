"""Machines with a worker each, for tests and benchmarks: real processes that can be started and killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
_LONGEST_END = 600  # seconds


class Machine:
    """A machine: a data directory of its own, gongkai.yaml, and a worker that can be started and killed."""

    def __init__(
        self, folder: Path, url: str, sites: list[str], at_once: int, *, dead_after: float = 4.0
    ) -> None:
        folder.mkdir()
        self.config, self._log = folder / "gongkai.yaml", folder / "log"
        self._at_once, self._dead_after = at_once, dead_after
        lines = [f"storage: {url}", "limits: {jobs: 1}", "sites:", *sites]
        self.config.write_text("\n".join(lines), encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.audits.queue.worker_process"),
                    *(str(self.config), str(self._at_once), str(self._dead_after)),
                ],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(_LONGEST_END)

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""
