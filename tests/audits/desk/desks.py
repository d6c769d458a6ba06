"""Desks to test with: a configuration of a few lines in a folder, its store, and holders that live as told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from audits.desk.reading import read
from audits.desk.setup import Desk

SHANGHAI = ZoneInfo("Asia/Shanghai")


def a_desk(folder: Path, *schedules: str) -> Desk:
    """A desk with a site for each schedule: a, b, c …"""
    lines = ["sites:"]
    for letter, schedule in zip("abcdef", schedules, strict=False):
        lines.append(f"- {{id: {letter}, name: 县{letter}, url: 'http://www.{letter}.test/'}}")
        lines[-1] = lines[-1].replace("}", f", schedule: '{schedule}'}}")
    return read("\n".join(lines) + "\n", folder / "gongkai.yaml")


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
