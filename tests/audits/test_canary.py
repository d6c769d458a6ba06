"""Canaries before and after a scan: a broken scanner fills no report with failures."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audits.cli import run
from tests.crawler.loopback import Loopback, http, page, to

HOME = "http://www.x.gov.cn/"
CANARY = ("--canary", "http://canary.gov.cn/ok")
BASE = ("--pack", "base", "--as-of", "2026-06-30")


@pytest.fixture
def portal() -> Iterator[Loopback]:
    """A portal with a page that is not there, and a link to a host that refuses."""
    made = Loopback()
    made.at("/", page("/gone", "http://dead.example.com/", title="某县人民政府"))
    made.at("/robots.txt", http("", "404 Not Found"))
    yield made
    made.close()


@pytest.fixture
def ways(portal: Loopback) -> list[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = taken.getsockname()[1]
    there = ["--connect-to", f"dead.example.com:80:127.0.0.1:{closed}"]
    there += ["--connect-to", f"*:*:127.0.0.1:{portal.port}"]
    return [*there, "--delay", "0", "--render", "never", "--no-security"]


def result(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    return found


def dead_links(found: dict[str, Any]) -> list[str]:
    (links,) = (one for one in found["rules"] if one["id"] == "links")
    return sorted(one["target"] for one in links["findings"])


def test_where_no_canary_answers_nothing_is_done(
    portal: Loopback, ways: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "audit.json").write_text("an earlier one", encoding="utf-8")
    (out / "snapshot").mkdir()
    silent = ["--canary", "http://dead.example.com/", "--canary", "http://dead.example.com/b"]
    sites = tmp_path / "sites.txt"
    sites.write_text(f"{HOME}\nhttp://www.y.gov.cn/\n", encoding="utf-8")
    snap = tmp_path / "snap"
    for arguments in (
        ["audit", HOME, "--out", str(out)],
        ["crawl", HOME, "--out", str(snap)],
        ["crawl", "--sites", str(sites), "--out", str(snap)],
    ):
        assert run([*arguments, *silent, *ways]) == 3
        said = capsys.readouterr().err
        assert "对照网址都打不开：http://dead.example.com/（refused）" in said
    assert not portal.asked
    assert sorted(path.name for path in out.iterdir()) == ["audit.json", "snapshot"]
    assert not snap.exists()


def test_with_a_canary_that_answers_dead_links_are_found(
    portal: Loopback, ways: list[str], tmp_path: Path
) -> None:
    portal.at("/ok", page(), host="canary.gov.cn")
    assert run(["audit", HOME, "--out", str(tmp_path), *CANARY, *ways, *BASE]) == 1
    found = result(tmp_path)
    assert dead_links(found) == ["http://dead.example.com/", "http://www.x.gov.cn/gone"]
    assert not [note for note in found["coverage"]["notes"] if "对照网址" in note]
    assert sum(one.target == "/ok" for one in portal.asked) == 2


def test_a_network_that_is_gone_at_the_end_is_nobodys_fault(
    portal: Loopback, ways: list[str], tmp_path: Path
) -> None:
    """The hotel's log-in page answers for everybody now.  What a server did say still counts."""
    portal.at("/ok", page(), to("http://login.hotel.example/"), host="canary.gov.cn")
    assert run(["audit", HOME, "--out", str(tmp_path), *CANARY, *ways, *BASE]) == 3
    found = result(tmp_path)
    assert dead_links(found) == ["http://www.x.gov.cn/gone"]
    assert not found["coverage"]["complete"]
    assert any("扫描机可能断了网" in note for note in found["coverage"]["notes"])
    (links,) = (one for one in found["rules"] if one["id"] == "links")
    assert [one["url"] for one in links["evidence"]] == ["http://dead.example.com/"]
    assert run(["check", str(tmp_path), "--out", str(tmp_path / "again"), *BASE]) == 3


def test_without_canaries_the_report_says_so(
    portal: Loopback, ways: list[str], tmp_path: Path
) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("canary: [http://canary.gov.cn/ok]\n", encoding="utf-8")
    portal.at("/ok", page(), host="canary.gov.cn")
    run(["audit", HOME, "--out", str(tmp_path / "a"), *ways, *BASE])
    assert any("没有设对照网址" in one for one in result(tmp_path / "a")["coverage"]["notes"])
    run(["audit", HOME, "--out", str(tmp_path / "b"), "--config", str(config), *ways, *BASE])
    assert not [one for one in result(tmp_path / "b")["coverage"]["notes"] if "对照网址" in one]
