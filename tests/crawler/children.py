"""The processes that a process has started: looked at while they come and go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def children(of: int, module: str) -> list[int]:
    """Those that run a module of ours."""
    return [child for child in _children(of) if module in _read(Path(f"/proc/{child}/cmdline"))]


def _children(of: int) -> Iterator[int]:
    for thread in Path(f"/proc/{of}/task").iterdir():
        yield from map(int, _read(thread / "children").split())


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return ""
