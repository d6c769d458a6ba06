"""Journals of a watch, as a week of it leaves them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from audits.clock import BEIJING
from crawler.snapshot.model import Outcome
from crawler.watch.journal import Journal
from crawler.watch.lines import Attempt, Canary, Plan, Tried

HOME = "http://www.x.gov.cn/"
BEGUN = datetime(2026, 6, 22, 12, tzinfo=BEIJING)
FILE = "www.x.gov.cn.jsonl"
OPEN, DOWN = Attempt(Outcome.OK, 0.8, 0.2, 200), Attempt(Outcome.TIMEOUT, 15.0)


def week(folder: Path, *, bad: int = 0, canary: Canary = Canary.UP, days: int = 7) -> Path:
    """Write a journal of days from 06-23 on with 20 tries each; the first of them are bad."""
    plan = Plan(HOME, 24, BEGUN, BEGUN + timedelta(days=8), 15.0)
    with Journal(folder / FILE) as journal:
        journal.append(plan)
        for number in range(days * 20):
            day, minute = divmod(number, 20)
            at = datetime(2026, 6, 23, 8, minute, tzinfo=BEIJING) + timedelta(days=day)
            journal.append(
                Tried(at, at, DOWN, DOWN, canary) if number < bad else Tried(at, at, OPEN)
            )
    return folder
