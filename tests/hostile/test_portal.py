"""One audit of a portal that does everything that is hostile: it ends, in bounded time and memory, and is right.

The short form runs in `make test`; the long one, in full sizes, prints a table of all behaviours.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.snapshot import DiskSnapshot, Fetch
from tests.hostile import defects
from tests.hostile.behaviours import BEHAVIOURS
from tests.hostile.outputs import assert_inert
from tests.hostile.portal import FULL, HOME, SHORT, Portal, Scale
from tests.hostile.process import Cost, measured
from tests.reports.browser.conftest import viewer  # noqa: F401 - a fixture

FORMATS = "html,json,md,xlsx,junit,csv,eml,docx,notices"
_EVIDENCE = 5  # pages that the browser opens


@dataclass
class Audited:
    """What came of it."""

    cost: Cost
    out: Path
    result: dict[str, Any]
    fetches: dict[str, Fetch]
    portal: Portal

    def findings(self, rule: str) -> list[dict[str, Any]]:
        return next(one for one in self.result["rules"] if one["id"] == rule)["findings"]


def audited(folder: Path, scale: Scale, longest: float, *more: str) -> Audited:
    """Run `gongkai audit` on it."""
    today = datetime.now(UTC).date()  # the audit's own: what it judges is as old as it is
    with Portal(BEHAVIOURS, scale, defects.pages(today)) as portal:
        out = folder / "out"
        way = [*portal.flags(), "--delay", "0", "--max-wait", "0", "--concurrency", "8"]
        asked = ["audit", HOME, "--out", str(out), "--format", FORMATS, "--evidence"]
        cost = measured([*asked, "--no-progress", *way, *more], folder / "log", longest)
        assert (out / "audit.json").exists(), cost.said[-3000:]
        result = json.loads((out / "audit.json").read_text(encoding="utf-8"))
        with contextlib.closing(DiskSnapshot(out / "snapshot")) as snapshot:
            fetches = {fetch.url: fetch for fetch in snapshot.fetches()}
    return Audited(cost, out, result, fetches, portal)


def assert_right(done: Audited) -> None:
    """What must be true of every audit of this portal."""
    assert done.cost.code == 3, done.cost.said[-3000:]  # not all was seen
    assert "Traceback" not in done.cost.said
    assert not any(rule["error"] for rule in done.result["rules"])
    assert not done.portal.inside.connections, "a page led us inside"
    assert surprises(done) == []
    assert accused(done) == []
    for rule, pieces in defects.PLANTED.items():
        found = [f"{one['url']} {one['target']}" for one in done.findings(rule)]
        for piece in pieces:
            assert any(piece in place for place in found), (rule, piece)
    coverage = done.result["coverage"]
    assert not coverage["complete"]
    assert sum(coverage["not_fetched"].values()) > len(BEHAVIOURS) // 4
    assert_inert(done.out)


def surprises(done: Audited) -> list[tuple[str, str, str | None]]:
    """Behaviours that came out otherwise than the table allows."""
    fetches = {name: done.fetches[url] for name, url in done.portal.urls.items()}
    return [
        (one.name, str(fetch.outcome), fetch.detail)
        for one in BEHAVIOURS
        for fetch in [fetches[one.name]]
        if fetch.outcome not in one.outcomes
    ]


def accused(done: Audited) -> list[tuple[str, str, str, str]]:
    """Findings about hosts that did nothing that a visitor would find broken."""
    return [
        (one.name, rule["id"], finding["target"] or finding["url"], finding["observed"])
        for rule in done.result["rules"]
        for finding in rule["findings"]
        for host, one in done.portal.behaviours.items()
        if f"//{host}/" in f"{finding['url']} {finding['target']}/"
        and rule["id"] not in one.accused
    ]


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    more = ("--timeout", "8", "--max-pages", "400", "--render", "never", "--no-security")
    return audited(tmp_path_factory.mktemp("hostile"), SHORT, 900, *more, "--jobs", "1")


def test_it_ends_in_little_time_and_memory_and_is_right(short):
    assert_right(short)
    assert short.cost.cpu < 40
    assert short.cost.peak < 900


def test_there_are_enough_of_them():
    assert len({one.name for one in BEHAVIOURS}) == len(BEHAVIOURS) >= 80


def test_the_report_is_inert_in_a_real_browser(short, viewer):  # noqa: F811 - the fixture
    pages = sorted((short.out / "evidence").glob("*.html"))[:_EVIDENCE]
    for file in (short.out / "report.html", *pages):
        with viewer.open(file) as opened:
            opened.unfold()
            assert opened.page.title()
            assert opened.complaints == []
            assert [url for url in opened.asked if not url.startswith("file:")] == []


_HEAD = ("behaviour", "bytes sent", "the audit says", "seconds", "peak MiB")


def table(done: Audited) -> str:
    """Behaviour, bytes sent, what the audit said, from first to last request, the tree's peak meanwhile."""
    lines = [f"{_HEAD[0]:28}{_HEAD[1]:>14}  {_HEAD[2]:20}{_HEAD[3]:>8}{_HEAD[4]:>10}"]
    for host, one in done.portal.behaviours.items():
        begin, end = done.portal.moments(host) or (0.0, 0.0)
        said = str(done.fetches[done.portal.urls[one.name]].outcome)
        peak = done.cost.peak_between(begin, end)
        lines.append(
            f"{one.name:28}{done.portal.sent(host):>14,}  {said:20}{end - begin:>8.1f}{peak:>10}"
        )
    sent = sum(map(done.portal.sent, done.portal.behaviours))
    cost = done.cost
    whole = f"{'all, in one audit':28}{sent:>14,}  {f'exit {cost.code}':20}{cost.seconds:>8.1f}{cost.peak:>10}"
    return "\n".join([*lines, f"{whole}   CPU {cost.cpu:.1f} s"])


@pytest.mark.soak
def test_in_full_size(tmp_path, capsys):
    done = audited(tmp_path, FULL, 3600, "--timeout", "20", "--max-pages", "3000", "--jobs", "2")
    with capsys.disabled():
        print(f"\n{table(done)}")  # noqa: T201 - for who runs it
    assert_right(done)
    assert done.cost.cpu < 900
    assert done.cost.peak < 3500
