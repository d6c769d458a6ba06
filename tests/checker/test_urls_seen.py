"""What audit.json says of single URLs: read, missing or left open."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from checker.results import url_mark
from checker.urls_seen import urls_seen
from crawler.snapshot import CrawlInfo, Fetch, MemorySnapshot, Outcome, Role

HOME = "http://www.tx.gov.cn/"
AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def has(packed: str, url: str) -> bool:
    raw = base64.b64decode(packed)
    return url_mark(url) in {raw[at : at + 4] for at in range(0, len(raw), 4)}


def test_each_url_is_in_one_set_and_a_redirect_where_it_leads():
    fetches = [
        Fetch(HOME, Role.PAGE, Outcome.OK),
        Fetch(HOME + "moved", Role.PAGE, Outcome.REDIRECT, location=HOME),
        Fetch(HOME + "lost", Role.PAGE, Outcome.REDIRECT, location=HOME + "gone"),
        Fetch(HOME + "gone", Role.PAGE, Outcome.NOT_FOUND),
        Fetch(HOME + "wall", Role.PAGE, Outcome.BLOCKED),
        Fetch(HOME + "later", Role.PAGE, Outcome.NOT_REACHED),
    ]
    snapshot = MemorySnapshot(CrawlInfo(HOME, AT, AT, "finished", ("www.tx.gov.cn",)), fetches, {})
    seen = urls_seen(snapshot, fetches)
    assert seen is not None
    expected = {"": "read", "moved": "read", "lost": "missing", "gone": "missing"}
    expected |= {"wall": "left_open", "later": "left_open"}
    for path, where in expected.items():
        held = {
            name
            for name in ("read", "missing", "left_open")
            if has(getattr(seen, name), HOME + path)
        }
        assert held == {where}, path
