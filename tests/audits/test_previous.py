"""`--previous` on the command line: what it spares, what it says, what it refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audits.cli import run
from audits.demo import DemoPortal, DemoSite

TODAY = date(2026, 6, 30)
FEW = ("--max-pages", "40")


@pytest.fixture(scope="module")
def portal() -> Iterator[DemoPortal]:
    with DemoPortal(DemoSite(TODAY), slow_seconds=0.2) as made:
        yield made


def asked(portal: DemoPortal, verb: str, out: Path, *more: str) -> int:
    way = [part for rule in portal.connect_to for part in ("--connect-to", rule)]
    fast = ["--delay", "0", "--concurrency", "8", "--timeout", "5", "--render", "never"]
    return run([verb, portal.home, "--out", str(out), "--dns", portal.dns, *way, *fast, *more])


def results(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    return found


def without_run(result: dict[str, Any]) -> str:
    """What an audit says, but for times and durations, places in the WARC, and what was spared."""
    result = {key: value for key, value in result.items() if key != "run"}
    result["coverage"] = result["coverage"] | {"spared": None, "crawled_at": None}

    def plain(part: Any) -> Any:
        if isinstance(part, dict):
            kept = {key: plain(value) for key, value in part.items()}
            return kept | {key: None for key in ("fetched_at", "warc") if key in kept}
        return [plain(one) for one in part] if isinstance(part, list) else part

    told = json.dumps(plain(result), ensure_ascii=False, sort_keys=True)
    return re.sub(r"\d+\.\d+( / \d+\.\d+)* 秒", "… 秒", told)  # how long an answer took


def test_an_audit_compared_with_the_one_before_says_the_same_for_fewer_bytes(
    portal: DemoPortal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, dated = tmp_path / "out", ("--as-of", TODAY.isoformat())
    asked(portal, "audit", out, *dated)
    first = results(out)
    capsys.readouterr()
    # The very folder that the new audit is written to: the earlier one is moved aside first.
    asked(portal, "audit", out, *dated, "--previous", str(out))
    second = results(out)
    assert without_run(second) == without_run(first)
    assert (out / "earlier" / "001" / "audit.json").exists()
    spared = second["coverage"]["spared"]
    assert spared["not_modified"] > 40
    assert first["coverage"]["spared"] is None
    line = f"{spared['not_modified']} 个由网站答复“未修改”，没有重新下载"
    said = capsys.readouterr().out
    assert line in said
    there = sum(len(rule["findings"]) for rule in second["rules"] if rule["verdict"] == "fail")
    assert f"新增 0、已解决 0、仍存在 {there}。" in said
    assert line in (out / "report.html").read_text(encoding="utf-8")


def test_a_crawl_says_what_it_was_spared(
    portal: DemoPortal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(portal, "crawl", tmp_path / "first", *FEW)
    assert "比对" not in capsys.readouterr().out
    asked(portal, "crawl", tmp_path / "second", *FEW, "--previous", str(tmp_path / "first"))
    assert "由网站答复“未修改”" in capsys.readouterr().out


def test_many_sites_are_compared_each_with_its_own(
    portal: DemoPortal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "http://nobody.example/"
    asked(portal, "crawl", tmp_path / "first", other, *FEW)
    capsys.readouterr()
    asked(portal, "crawl", tmp_path / "second", other, *FEW, "--previous", str(tmp_path / "first"))
    said = capsys.readouterr().out
    assert "qinglan-demo.gov.cn：与 " in said
    assert asked(portal, "crawl", tmp_path / "third", other, "--previous", str(tmp_path)) == 2
    assert "里没有这些网站的快照" in capsys.readouterr().err
    assert not (tmp_path / "third").exists()


@pytest.mark.parametrize("verb", ["audit", "crawl"])
def test_what_cannot_be_compared_with_is_refused_before_anything_is_touched(
    portal: DemoPortal, tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    out = tmp_path / "out"
    assert asked(portal, verb, out, "--previous", str(tmp_path / "nowhere")) == 2
    assert "没有快照" in capsys.readouterr().err
    assert not out.exists()


def test_a_snapshot_is_not_compared_with_itself(
    portal: DemoPortal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    asked(portal, "crawl", out, "--max-pages", "3")
    capsys.readouterr()
    assert asked(portal, "crawl", out, "--resume", "--previous", str(out)) == 2
    assert "正在写的快照" in capsys.readouterr().err


def test_the_setting_may_stand_in_a_config_file(portal: DemoPortal, tmp_path: Path) -> None:
    asked(portal, "crawl", tmp_path / "first", *FEW)
    config = tmp_path / "gongkai.yaml"
    config.write_text(f"previous: {tmp_path / 'first'}\n", encoding="utf-8")
    out = tmp_path / "second"
    asked(portal, "crawl", out, *FEW, "--config", str(config))
    assert list(out.glob("bodies-*.warc.gz"))
