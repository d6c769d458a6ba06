"""All looks are there, one that breaks stops no other, and everything is told as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest

from audits.cli import run
from audits.doctor import clock
from audits.doctor.looking import LOOKS, look
from audits.doctor.seen import Seen, State
from audits.doctor.showing import as_json, lines_of, sum_of
from audits.doctor.surroundings import Surroundings
from tests.audits.doctor.machines import around


@pytest.mark.parametrize(("module", "function", "id_", "title"), LOOKS)
def test_each_look_is_there_under_a_title(module: str, function: str, id_: str, title: str) -> None:
    assert getattr(import_module(f"audits.doctor.{module}"), function).__doc__
    assert title
    assert id_.replace("-", "").isalpha() or id_ == "ipv6"


def test_a_look_that_breaks_is_told_and_the_next_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Surroundings) -> Iterable[Seen]:
        raise ImportError("No module named 'dns'")

    monkeypatch.setattr(clock, "clock", broken)
    looks = [one for one in LOOKS if one[0] == "clock"]
    first, *others = look(around(tmp_path), looks)
    assert (first.id, first.state) == ("clock", State.BROKEN)
    assert "No module named 'dns'" in first.seen
    assert "重装" in first.remedy
    assert [one.id for one in others] == ["time-zones", "holidays"]


def test_why_and_remedy_are_told_where_not_all_is_well() -> None:
    good = Seen("a", "甲", State.OK, "好", "为何", "怎办")
    bad = Seen("b", "乙", State.BROKEN, "坏", "为何。", "怎办")
    assert list(lines_of(good)) == ["✓ 甲：好"]
    assert list(lines_of(bad)) == ["✗ 乙：坏", "    影响：为何。", "    办法：怎办。"]
    assert sum_of([good, bad]) == "1 项正常，0 项请注意（!），1 项有问题（✗），0 项没有查（－）。"
    tree = json.loads(as_json([good, bad], "1.0.0", "2026-11-22T09:00:00+08:00"))
    assert tree["format"] == "gongkai-doctor/1"
    assert [one["state"] for one in tree["checks"]] == ["ok", "broken"]


def test_the_command_in_a_fresh_folder_asks_nobody_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_CONFIG", raising=False)
    assert run(["doctor", "--offline", "--json"]) == 0
    tree = json.loads(capsys.readouterr().out)
    states = {one["id"]: one["state"] for one in tree["checks"]}
    assert {id_ for _, _, id_, _ in LOOKS} - set(states) <= {"data-folder"}
    assert states["data-folder"] == states["rules"] == states["locks"] == "ok"
    assert states["mail"] == states["store"] == states["configuration"] == "skipped"
    assert not list(tmp_path.iterdir())


def test_a_configuration_that_is_not_understood_is_a_finding_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gongkai.yaml").write_text("sites:\n  - nane: 某县\n", encoding="utf-8")
    monkeypatch.setattr(
        "audits.commands.doctor.look",
        lambda a: look(a, [one for one in LOOKS if one[2] == "configuration"]),
    )
    assert run(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "✗ 配置文件" in said
    assert "gongkai.yaml:2" in said
    assert "gongkai config check" in said


def test_a_configuration_that_is_named_and_not_there_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["doctor", "--config", str(tmp_path / "no.yaml")]) == 2
    assert "没有配置文件" in capsys.readouterr().err
    assert run(["doctor", "--dns", "ns.example"]) == 2
    assert "114.114.114.114:53" in capsys.readouterr().err


def test_what_stands_in_a_broken_configuration_is_not_called_unset(tmp_path: Path) -> None:
    of_it = [one for one in LOOKS if one[0] in {"store", "queue", "archive", "mail"}]
    broken = around(tmp_path, desk_trouble=("gongkai.yaml:3: 缩进与上文对不齐",))
    assert {one.seen for one in look(broken, of_it)} == {"配置文件读不懂，没有查"}
    assert "没有设置 mail，不发邮件" in {one.seen for one in look(around(tmp_path), of_it)}
