"""From a URL to a report: crawl, then judge and write (`pipeline`).  Loads the crawler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from audits.config import Choices
from audits.pipeline import SNAPSHOT, Demands, Done, check
from audits.version import tool_version
from checker import progress
from crawler.run import INTERRUPTED, crawl, prepare
from crawler.settings import CrawlSettings
from crawler.spiders.progress import Watcher


def audit(  # noqa: PLR0913  # what an audit is made of, and who watches it
    plan: CrawlSettings,
    choices: Choices,
    wanted: Demands,
    out: Path,
    clock: Callable[[], datetime],
    watcher: Watcher,
    *,
    judging: progress.Watcher = progress.unwatched,
    resume: bool = False,
) -> Done:
    """Crawl (or go on with the crawl in `out`), judge and write; two watchers for the first two.

    Raises CrawlError where the snapshot cannot be written.
    """
    folder = out / SNAPSHOT
    if not resume:
        prepare(folder)
    summary = crawl(
        plan, folder, clock, tool_version(), watcher, resume=resume, previous=choices.previous
    )
    done = check(
        folder,
        choices,
        wanted,
        out,
        clock,
        judging,
        interrupted=summary.finish == INTERRUPTED,
    )
    return replace(done, undrawn=summary.undrawn)
