"""The engines that the repository tests run on, and rows to fill them with.

Another engine is one more entry of ENGINES: a function that gives the URL or path of an empty store.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from audits.store.rows import Audit, Finding, LedgerEntry, Mail, Site

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _postgresql(_folder: Path) -> str:
    from tests.postgres.shared import fresh  # noqa: PLC0415 - a server is started where one is wanted

    return fresh()


ENGINES: dict[str, Callable[[Path], str | Path]] = {
    "sqlite": lambda folder: folder / "g.sqlite",
    "postgresql": _postgresql,
}


def a_site(**given: Any) -> Site:
    return Site(**{"id": "x", "name": "某县", "home": "http://x.test/", "added_at": NOON} | given)


def an_audit(number: int = 1, **given: Any) -> Audit:
    at = NOON + timedelta(days=number)
    usual: dict[str, Any] = {
        "id": f"run-{number}",
        "site": "x",
        "as_of": date(2026, 3, 2) + timedelta(days=number),
        "started_at": at,
        "finished_at": at + timedelta(hours=1),
        "complete": True,
        "exit_code": 1,
        "tool_version": "0.1",
        "packs": ("base", "huantai-2021"),
        "verdicts": {"pass": 3, "fail": 1},
        "folder": f"audits/x/run-{number}",
    }
    return Audit(**usual | given)


def a_finding(fingerprint: str = "f1", **given: Any) -> Finding:
    usual: dict[str, Any] = {
        "audit": "run-1",
        "rule": "links",
        "fingerprint": fingerprint,
        "level": "required",
        "message": "链接打不开",
        "url": "http://x.test/a",
        "target": "http://x.test/b",
        "units": ("县教体局",),
    }
    return Finding(**usual | given)


def an_entry(fingerprint: str = "f1", **given: Any) -> LedgerEntry:
    usual: dict[str, Any] = {
        "site": "x",
        "rule": "links",
        "fingerprint": fingerprint,
        "title": "链接有效",
        "message": "链接打不开",
        "url": "http://x.test/a",
        "level": "required",
        "state": "found",
        "opened_at": NOON,
        "first_audit": "run-1",
        "last_audit": "run-1",
    }
    return LedgerEntry(**usual | given)


def a_mail(recipient: str = "a@x.test", **given: Any) -> Mail:
    usual: dict[str, Any] = {
        "message_id": "<1@x.test>",
        "recipient": recipient,
        "kind": "report",
        "subject": "检查结果",
        "file": "mail/1.eml",
        "state": "queued",
        "queued_at": NOON,
    }
    return Mail(**usual | given)
