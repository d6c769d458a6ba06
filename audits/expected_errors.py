"""The errors that a person can put right, and the code that each ends with.

Loaded only when something was raised: this knows all that can be.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from audits import exit_codes
from audits.canary import NoNetworkError
from audits.refused import RefusedError
from checker.results_file import ResultsError
from crawler.fetching.routes import RouteError
from crawler.job import CrawlBrokenError, CrawlError
from crawler.reading.urls import NotAUrl
from crawler.rendering.browsers import NoBrowserError
from crawler.snapshot import SnapshotError
from crawler.watch.journal import JournalBrokenError, JournalError
from reports.papers.trouble import TemplateError
from reports.writing import ReportError
from rules.loader import UnknownPackError
from rules.problems import RuleErrors

_SAID = (
    CrawlError,
    JournalError,
    NoBrowserError,
    NotAUrl,
    RefusedError,  # and what comes of it: of the store, the archive, the ledger, secrets, tables
    ReportError,
    ResultsError,
    RouteError,
    SnapshotError,
    TemplateError,
    UnknownPackError,
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What to say (Chinese), line by line, and the exit code."""

    lines: tuple[str, ...]
    code: int


def understood(error: Exception) -> Expected | None:
    """Return how the command line ends after an error; None for what nobody expects."""
    if isinstance(error, RuleErrors):
        return Expected(tuple(map(str, error.problems)), exit_codes.USAGE)
    if isinstance(error, CrawlBrokenError | JournalBrokenError | NoNetworkError):
        return Expected((str(error),), exit_codes.INCOMPLETE)
    if isinstance(error, _SAID):
        return Expected((str(error),), exit_codes.USAGE)
    if isinstance(error, sqlite3.DatabaseError):  # the store's own say more, and stand above
        told = f"快照的索引已损坏（{str(error)[:200]}）。请恢复快照的原文件，或重新爬取。"
        return Expected((told,), exit_codes.USAGE)
    return None
