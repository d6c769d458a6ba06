"""Desks to test with: a configuration of a few lines in a folder, its store, and holders that live as told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from audits.desk.reading import read
from audits.desk.setup import Desk
from audits.store import scan_turns

SHANGHAI = ZoneInfo("Asia/Shanghai")


def a_desk(folder: Path, *schedules: str) -> Desk:
    """A desk with a site for each schedule: a, b, c …"""
    lines = ["sites:"]
    for letter, schedule in zip("abcdef", schedules, strict=False):
        lines.append(f"- {{id: {letter}, name: 县{letter}, url: 'http://www.{letter}.test/'}}")
        lines[-1] = lines[-1].replace("}", f", schedule: '{schedule}'}}")
    return read("\n".join(lines) + "\n", folder / "gongkai.yaml")


def finish(connection, site, period, at, *, state, error=""):
    """Put down what came of a scan that fell due, as `audits.scanning.turns` does."""
    turn = scan_turns.get(connection, site=site, due_at=period)
    over = replace(turn, state=state, error=error, finished_at=at)
    scan_turns.finish(connection, turn=over)


def at(text: str) -> datetime:
    """A moment in Beijing: `2026-12-01 02:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class Someone:
    """A holder by name; it lives until it is in `dead`."""

    name: str
    dead: set[str] = field(default_factory=set)

    def alive(self, other: str) -> bool:
        return other not in self.dead
