"""From a URL to a report: crawl, then judge and write (`pipeline`).  Loads the crawler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from audits.config import Choices
from audits.folder_names import SNAPSHOT
from audits.pipeline import Demands, Done, check, measured
from audits.version import tool_version
from checker import progress
from crawler.folder import prepare
from crawler.job import INTERRUPTED
from crawler.run import crawl
from crawler.settings import CrawlSettings
from crawler.snapshot.probe_table import lay_in
from crawler.spiders.progress import Watcher
from crawler.watch.series import KIND


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

    What a watch measured is kept in the snapshot.  Raises CrawlError where the snapshot cannot be written.
    """
    folder = out / SNAPSHOT
    if not resume:
        prepare(folder)
    summary = crawl(
        plan, folder, clock, tool_version(), watcher, resume=resume, previous=choices.previous
    )
    if choices.watch:
        lay_in(folder, KIND, measured(choices, plan.home))
        choices = choices.model_copy(update={"watch": None})
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
