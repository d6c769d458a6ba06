"""`--watch DIR`: a week of tries decides the veto, also from the snapshot alone; and what is refused before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from audits.cli import run
from crawler.snapshot import DiskSnapshot
from crawler.watch.lines import Canary
from tests.audits.watch.watched import FILE, HOME, week
from tests.crawler.loopback import Loopback, page

AS_OF = ("--as-of", "2026-06-30", "--pack", "national-2019", "--no-base")


@pytest.fixture(scope="module")
def portal() -> Iterator[Loopback]:
    made = Loopback()
    made.at("/", page("/a", title="某县人民政府"))
    made.at("/a", page(title="政务公开"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def snapshot(portal: Loopback, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("crawled") / "snapshot"
    assert run(["crawl", HOME, "--out", str(out), *way(portal)]) == 0
    return out


def way(portal: Loopback) -> list[str]:
    there = ["--connect-to", f"*:*:127.0.0.1:{portal.port}"]
    return [*there, "--delay", "0", "--render", "never", "--no-security"]


def rule(out: Path) -> dict[str, Any]:
    result = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(one for one in result["rules"] if one["id"] == "site-availability")
    return found


def watch_folder(tmp_path: Path, **how: Any) -> Path:
    folder = tmp_path / "watched"
    folder.mkdir()
    return week(folder, **how)


@pytest.mark.parametrize(
    ("how", "verdict", "says"),
    [
        ({}, "pass", "140 次中有 0 次没有打开"),
        ({"bad": 6}, "pass", "140 次中有 6 次没有打开（4.3%"),
        ({"bad": 7}, "fail", "140 次中有 7 次 15 秒内没有打开（5.0%"),
        ({"bad": 7, "canary": Canary.NONE}, "review", "请用 --canary 写明对照网址"),
        ({"bad": 1, "canary": Canary.DOWN}, "pending", "2026-06-23（19 次）"),
        ({"days": 6}, "pending", "没有监测"),
    ],
    ids=["opens", "nearly always", "veto", "nobody vouches", "our outage", "six days"],
)
def test_a_snapshot_is_judged_with_a_watch(
    snapshot: Path, tmp_path: Path, how: dict[str, Any], verdict: str, says: str
) -> None:
    folder = watch_folder(tmp_path, **how)
    out = tmp_path / "out"
    code = run(["check", str(snapshot), "--out", str(out), "--watch", str(folder), *AS_OF])
    found = rule(out)
    assert (found["verdict"], found["level"]) == (verdict, "veto")
    assert says in found["message"]
    assert code == 1 if verdict == "fail" else code in {0, 1}
    assert not DiskSnapshot(snapshot).probes("availability")  # only laid over it


def test_an_audit_keeps_the_tries_so_that_the_snapshot_alone_tells(
    portal: Loopback, tmp_path: Path
) -> None:
    folder, out, again = watch_folder(tmp_path, bad=9), tmp_path / "out", tmp_path / "again"
    audit = ["audit", HOME, "--out", str(out), "--watch", str(folder), *way(portal), *AS_OF]
    assert run(audit) == 1
    (folder / FILE).unlink()
    assert run(["check", str(out), "--out", str(again), *AS_OF]) == 1
    assert rule(again) == rule(out)
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "2026-06-23" in report
    assert "每天的监测次数" in report


def test_a_watch_of_something_else_is_refused_before_anything_is_done(
    portal: Loopback, snapshot: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, empty = tmp_path / "out", tmp_path / "empty"
    empty.mkdir()
    asked = len(portal.asked)
    other = ["audit", "http://other.gov.cn/", "--watch", str(watch_folder(tmp_path))]
    for arguments in (
        [*other, "--out", str(out), *way(portal)],
        ["check", str(snapshot), "--out", str(out), "--watch", str(empty)],
    ):
        assert run(arguments) == 2
        assert "没有" in capsys.readouterr().err
    assert not out.exists()
    assert len(portal.asked) == asked
