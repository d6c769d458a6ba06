"""`gongkai recheck`: one thing looked at on a real (loopback) portal, and nothing said that was not seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audits.cli import run
from audits.store import open_store, scan_locks
from checker.results import AuditResult
from tests.audits.ledger.desks import CONFIG, SITE, Office
from tests.audits.ledger.entries import chained
from tests.crawler.loopback import Loopback, http, page
from tests.reports.audits_in_time import HOME

WALL = http(
    "<html><body>您的访问被防护系统拦截，请求编号 4711</body></html>", "412 Precondition Failed"
)
OTHER = "/b.html"


@pytest.fixture
def portal() -> Iterator[Loopback]:
    made = Loopback()
    made.at("/", page("/a.html", OTHER))
    made.at("/a.html", page("/dead.html", "/", title="公告"))
    made.at(OTHER, page("/", title="另一页"))
    yield made
    made.close()


@pytest.fixture
def office(portal: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A desk whose first scan found the dead link."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGKAI_WHO", "张三")
    way = f"*:*:127.0.0.1:{portal.port}"
    out = str(tmp_path / "first")
    flags = [
        "--delay",
        "0",
        "--render",
        "never",
        "--no-security",
        "--jobs",
        "1",
        "--format",
        "json",
    ]
    assert run(["audit", HOME, "--connect-to", way, "--out", out, *flags]) in {1, 3}
    own = f'    delay: 0\n    render: never\n    jobs: 1\n    connect-to: ["{way}"]\n'
    made = Office(tmp_path, CONFIG + own)
    made.scan(AuditResult.read(tmp_path / "first" / "audit.json"))
    return made


def number_of(rule: str, office: Office) -> str:
    return next(str(one.id) for one in office.entries().values() if one.rule == rule)


def rechecked(which: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["recheck", which])
    out = capsys.readouterr()
    return code, out.out + out.err


def test_a_link_is_looked_at_alone_and_never_closed_on_one_look(
    portal: Loopback, office: Office, capsys: pytest.CaptureFixture[str]
):
    number = number_of("links", office)
    before = len(portal.targets())
    code, told = rechecked(number, capsys)
    assert (code, "仍然打不开" in told) == (1, True)
    asked = portal.targets()[before:]
    assert {"/a.html", "/dead.html"} <= set(asked)
    assert OTHER not in asked
    assert office.steps(int(number))[-1].note.startswith("即时复查：仍然打不开")

    portal.at("/dead.html", WALL)
    code, told = rechecked(number, capsys)
    assert (code, "不作判断" in told) == (3, True)
    assert office.entries()[int(number)].clean_looks == 0

    portal.at("/dead.html", page("/", title="恢复了"))
    code, told = rechecked(number, capsys)
    assert (code, "链接能打开" in told) == (0, True)
    assert office.entries()[int(number)].clean_looks == 1
    code, told = rechecked(number, capsys)
    entry = office.entries()[int(number)]
    assert (code, entry.state, entry.clean_looks) == (0, "found", 1)
    steps = office.steps(int(number))
    assert "只算一次" in steps[-1].note
    assert chained(list(steps), "found")
    assert not list(office.data.glob("recheck-*"))


def test_what_takes_the_whole_portal_waits_for_the_next_scan(
    portal: Loopback, office: Office, capsys: pytest.CaptureFixture[str]
):
    others = [one for one in office.entries().values() if one.rule != "links"]
    before = len(portal.targets())
    code, told = rechecked(str(others[0].id), capsys)
    assert (code, "要看整个网站才能判断，留待下次检查" in told) == (3, True)
    assert len(portal.targets()) == before
    assert office.steps(others[0].id)[-1].who == "张三"


def test_without_the_results_nobody_knows_what_to_look_for(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    for file in office.data.rglob("audit.json"):
        file.write_text(json.dumps({}), encoding="utf-8")
    code, told = rechecked(number_of("links", office), capsys)
    assert (code, "上次检查的结果已不在" in told) == (3, True)


def test_while_a_scan_runs_the_site_is_left_alone(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    at = datetime.now(UTC)
    with closing(open_store(office.store)) as store, store.begin() as connection:
        assert scan_locks.take(
            connection, site=SITE, holder="x", at=at, dead_before=at - timedelta(minutes=1)
        )
    code, told = rechecked(number_of("links", office), capsys)
    assert (code, "正在检查" in told) == (2, True)
