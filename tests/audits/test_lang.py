"""`--lang`: reports in the language asked for, the same results in every one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audits.cli import run
from tests.checker.facts.disk import HOME, written


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lang") / "out"
    pages = {HOME: f"<title>某县人民政府</title><a href={HOME}ghjh/>规划计划</a>"}
    written(out / "snapshot", pages).close()
    return out


def results(folder: Path) -> object:
    told = json.loads((folder / "audit.json").read_text(encoding="utf-8"))
    del told["run"]
    return told


def language_of(folder: Path) -> str:
    page = (folder / "report.html").read_text(encoding="utf-8")
    return page.partition('<html lang="')[2].partition('"')[0]


def test_check_and_report_speak_english_and_the_results_do_not_change(
    audited: Path, tmp_path: Path
) -> None:
    common = ["--jobs", "1", "--fail-on", "never", "--no-progress"]
    config = tmp_path / "c.yaml"
    config.write_text("lang: en\n", encoding="utf-8")
    for name, flags in (
        ("zh", []),
        ("en", ["--config", str(config)]),
        ("zh2", ["--config", str(config), "--lang", "zh"]),
    ):
        assert run(["check", str(audited), "--out", str(tmp_path / name), *flags, *common]) in {
            0,
            3,
        }
    assert [language_of(tmp_path / name) for name in ("zh", "en", "zh2")] == [
        "zh-CN",
        "en",
        "zh-CN",
    ]
    assert results(tmp_path / "zh") == results(tmp_path / "en")
    again = ["report", str(tmp_path / "zh"), "--out", str(tmp_path / "again"), "--lang", "en"]
    assert run([*again, "--format", "html,json"]) == 0
    assert language_of(tmp_path / "again") == "en"
    assert (tmp_path / "again/audit.json").read_bytes() == (tmp_path / "zh/audit.json").read_bytes()


@pytest.mark.parametrize("command", [["demo"], ["check", "here"], ["report", "here"]])
def test_another_language_is_refused_with_a_remedy_before_anything_is_done(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run([*command, "--out", str(out), "--lang", "fr"]) == 2
    assert "zh（中文）或 en（英文）" in capsys.readouterr().err
    assert not out.exists()


def test_another_language_in_a_config_file_is_told_with_its_line(
    audited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "c.yaml"
    config.write_text("jobs: 1\nlang: fr\n", encoding="utf-8")
    out = tmp_path / "out"
    assert run(["check", str(audited), "--out", str(out), "--config", str(config)]) == 2
    said = capsys.readouterr().err
    assert f"{config}:2" in said
    assert "zh（中文）或 en（英文）" in said
    assert not out.exists()
