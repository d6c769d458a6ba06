"""gongkai.yaml while the server runs: read again where it was changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from audits.desk.setup import Desk
from audits.serving.server import Say
from rules.problems import RuleErrors


class Configuration:
    """gongkai.yaml as it is now: read again where it was changed, kept as it was where it cannot be read."""

    def __init__(self, path: Path, read: Callable[[Path], Desk], say: Say) -> None:
        """Read it.  Raises RuleErrors."""
        self._path, self._read, self._say = path, read, say
        self.desk = read(path)
        self._seen = self._state()

    def current(self, now: datetime) -> Desk:
        """The configuration; what is wrong with a new one is said once."""
        state = self._state()
        if state != self._seen:
            self._seen = state
            try:
                self.desk = self._read(self._path)
            except RuleErrors as error:
                self._say(now, f"改过的配置读不懂，仍用原来的：{error}")
            else:
                self._say(now, "配置改过，已重新读取。")
        return self.desk

    def _state(self) -> tuple[object, ...]:
        found: list[object] = []
        for path in (self._path, self.desk.sites_file):
            try:
                about = path.stat() if path else None
            except OSError:
                about = None
            found.append((about.st_mtime_ns, about.st_size, about.st_ino) if about else None)
        return tuple(found)
