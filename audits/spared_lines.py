"""Lines on what an earlier snapshot spared a crawl, for the command line."""

from __future__ import annotations

import contextlib
from pathlib import Path

from checker.spared import as_results, doubts
from crawler.snapshot import CrawlInfo, DiskSnapshot, SnapshotError
from reports.spared import spared_told


def spared_lines(info: CrawlInfo) -> list[str]:
    """Say what was spared, nothing where nothing was compared."""
    told = spared_told(as_results(info.spared))
    return [told, *(f"注意：{note}。" for note in doubts(info.spared))] if told else []


def spared_in(folder: Path) -> list[str]:
    """Say what was spared of one site of many, under the name of its folder."""
    try:
        with contextlib.closing(DiskSnapshot(folder)) as snapshot:
            return [f"{folder.name}：{line}" for line in spared_lines(snapshot.info)]
    except SnapshotError:  # nothing came of it, as the table says
        return []
