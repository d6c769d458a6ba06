"""What one crawl is to do, and how it ended.  Plain data: whoever only gives orders loads no crawler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from crawler.settings import CrawlSettings
from crawler.snapshot.model import Outcome
from crawler.spiders.progress import Progress

FINISHED, BUDGET, INTERRUPTED, UNREACHABLE = "finished", "budget", "interrupted", "unreachable"
ROBOTS = "robots"
# So many sites one process crawls at a time: politeness keeps each slow, and one core serves hundreds.
AT_ONCE = 250


class CrawlError(Exception):
    """The snapshot cannot be written; the message (Chinese) says what to do."""


class CrawlBrokenError(CrawlError):
    """Writing failed in the middle of a crawl: what was written before is there."""


@dataclass(frozen=True, slots=True)
class Job:
    """One site to crawl into `folder` (prepared); `resume` to go on with the snapshot in it.

    `previous` is an earlier snapshot of the site, to spare what stands unchanged.
    """

    plan: CrawlSettings
    folder: Path
    resume: bool = False
    previous: Path | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How the crawl of one site ended: `finish` and `undrawn` as in `CrawlInfo`, or the `error` (Chinese)."""

    job: Job
    finish: str | None = None
    home_outcome: Outcome = Outcome.NOT_REACHED
    progress: Progress | None = None
    error: str | None = None
    undrawn: tuple[int, str] | None = None


# Told which job (its number) has come how far, or how it ended.
Board = Callable[[int, Progress | Ended], None]


def unwatched(_: int, __: Progress | Ended) -> None:
    """Watch nothing."""
