"""Script-only pages through the whole program: drawn where there is a browser, said where there is none."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audits.cli import run
from audits.config import Choices, crawl_settings
from audits.demo import DemoPortal, DemoSite
from crawler.snapshot import DiskSnapshot
from tests.crawler.rendering.conftest import why_not

TODAY = date(2026, 6, 30)
PLANS = "http://www.qinglan-demo.gov.cn/zfxxgk/fdzdgknr/ghjh/"


def audit(out: Path, *more: str) -> tuple[int, dict[str, Any]]:
    with DemoPortal(DemoSite(TODAY, plans="script_only"), slow_seconds=0.2) as portal:
        way = [part for rule in portal.connect_to for part in ("--connect-to", rule)]
        fast = ["--delay", "0", "--concurrency", "8", "--timeout", "5", "--as-of", str(TODAY)]
        code = run(
            ["audit", portal.home, "--out", str(out), "--dns", portal.dns, *way, *fast, *more]
        )
    return code, json.loads((out / "audit.json").read_text(encoding="utf-8"))


def plans(result: dict[str, Any]) -> dict[str, Any]:
    return next(rule for rule in result["rules"] if rule["id"] == "plans-column")


def test_a_list_that_a_script_brings_is_judged_as_it_was_drawn(tmp_path: Path) -> None:
    if why_not():
        pytest.skip(str(why_not()))
    _, result = audit(tmp_path)
    rule = plans(result)
    assert rule["verdict"] == "pass"
    (seen,) = [one for one in rule["evidence"] if one["url"] == PLANS]
    assert seen["rendered"].startswith("Chromium/")
    snapshot = DiskSnapshot(tmp_path / "snapshot")
    drawn = snapshot.fetch(PLANS).drawn  # type: ignore[union-attr]  # the portal's own column
    assert drawn is not None
    assert seen["sha256"] == drawn.sha256
    snapshot.close()
    assert any("渲染后的内容检查" in note for note in result["coverage"]["notes"])
    assert "浏览器渲染" in (tmp_path / "report.html").read_text(encoding="utf-8")
    # Judged again, without a browser and without the portal, it comes out the same.
    again = tmp_path / "again"
    run(["check", str(tmp_path / "snapshot"), "--as-of", str(TODAY), "--out", str(again)])
    told = json.loads((again / "audit.json").read_text(encoding="utf-8"))
    assert told | {"run": None} == result | {"run": None}


def test_without_a_browser_it_is_said_once_with_what_to_install(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A machine on which no browser is found: its usual places are emptied for the test.
    monkeypatch.delenv("CHROME_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("crawler.rendering.browsers.PLACES", ())
    _, result = audit(tmp_path)
    said = capfd.readouterr().out
    assert said.count("没有渲染") == 1
    assert "pip install 'gongkai[render]'" in said
    assert "apt install chromium" in said
    rule = plans(result)
    assert (rule["verdict"], rule["reason"]) == ("review", "script_only")
    assert all(one["rendered"] is None for one in rule["evidence"])


def test_never_says_nothing_and_starts_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROME_PATH", str(tmp_path / "none"))
    _, result = audit(tmp_path / "out", "--render", "never")
    assert "渲染" not in capfd.readouterr().out
    assert plans(result)["reason"] == "script_only"
    assert not any("渲染" in note for note in result["coverage"]["notes"])


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--render", "always"], "--render 的值“always”不对，应为：auto 或 never"),
        (["--render-pages", "-1"], "--render-pages 的值“-1”不对"),
    ],
)
def test_wrong_values_are_refused_before_anything_is_asked(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], flags: list[str], told: str
) -> None:
    assert run(["crawl", "http://www.x.gov.cn/", "--out", str(tmp_path / "s"), *flags]) == 2
    assert told in capfd.readouterr().err
    assert not list(tmp_path.iterdir())


def test_drawing_is_on_unless_it_is_switched_off() -> None:
    home = "http://www.x.gov.cn/"
    assert crawl_settings(home, Choices()).render
    assert crawl_settings(home, Choices()).render_pages == 50
    off = crawl_settings(home, Choices.model_validate({"render": "never", "render_pages": 7}))
    assert (off.render, off.render_pages) == (False, 7)
