"""Entries and people of a made-up ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from audits.ledger.after_scan import Scanned, after_scan
from audits.ledger.steps import By, Moved
from audits.store.rows import LedgerEntry, LedgerStep, Waiver

AT = datetime(2026, 1, 28, 4, 0, tzinfo=UTC)


def by(note: str = "", who: str = "张三", days: int = 0) -> By:
    return By(who, AT + timedelta(days=days), note)


def entry(state: str = "found", **other: object) -> LedgerEntry:
    given: dict[str, object] = {
        "id": 7,
        "site": "qinglu",
        "rule": "links",
        "fingerprint": "links:00a1",
        "title": "链接可用",
        "message": "打不开",
        "url": "http://www.qinglu.example/",
        "level": "required",
        "state": state,
        "opened_at": AT,
        "first_audit": "r1",
        "last_audit": "r1",
    }
    return LedgerEntry(**(given | other))  # type: ignore[arg-type]


class Book:
    """A ledger in memory: what the store does with moved entries."""

    def __init__(self) -> None:
        self.entries: dict[int, LedgerEntry] = {}
        self.steps: list[LedgerStep] = []

    def take(self, moved: Iterable[Moved]) -> list[Moved]:
        taken = []
        for one in moved:
            number = one.entry.id or len(self.entries) + 1
            version = one.entry.version + (1 if one.entry.id else 0)
            self.entries[number] = replace(one.entry, id=number, version=version)
            self.steps += [replace(step, entry=number) for step in one.steps]
            taken.append(one)
        return taken

    def scan(self, result, earlier=(), waivers: tuple[Waiver, ...] = (), *, advisory: bool = False):
        scanned = Scanned("qinglu", result, tuple(earlier), advisory)
        at = datetime.fromisoformat(result.run.finished_at)
        return self.take(after_scan(list(self.entries.values()), self.steps, scanned, waivers, at))

    def states(self) -> dict[str, str]:
        return {one.fingerprint: one.state for one in self.entries.values()}

    def of(self, fingerprint: str) -> LedgerEntry:
        return next(one for one in self.entries.values() if one.fingerprint == fingerprint)

    def told(self, fingerprint: str) -> list[str]:
        number = self.of(fingerprint).id
        return [step.note for step in self.steps if step.entry == number]


def chained(steps: list[LedgerStep], state: str) -> bool:
    """Each step begins where the one before ended; the last ends where the entry is."""
    if not steps or steps[0].from_state != "":
        return False
    pairs = pairwise(steps)
    return all(a.to_state == b.from_state for a, b in pairs) and steps[-1].to_state == state
