"""`gongkai ledger …` on a real store: who, when and why of each step, and what is refused."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from audits.cli import run
from audits.store import ledger, open_store
from checker.results import Finding
from tests.audits.ledger.desks import Office
from tests.audits.ledger.entries import chained
from tests.reports.audits_in_time import audit, finding, rule

DEAD = "http://gone.example/"


def dead(name: str, message: str = "链接打不开") -> Finding:
    return finding(f"links:{name}", target=f"{DEAD}{name}").model_copy(
        update={"message": message, "observed": "404"}
    )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGKAI_WHO", "张三")
    made = Office(tmp_path)
    found = rule("links", dead("aaaa1"), dead("aaaa2"), dead("bbbb1", "=1+1\x1b[31m"))
    made.scan(audit(1, found, rule("plans", finding("plans:cc01"))))
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["ledger", *words]) == code
    out = capsys.readouterr()
    return out.out + out.err


@pytest.mark.usefixtures("office")
def test_listing_for_people_and_for_scripts(capsys: pytest.CaptureFixture[str]):
    told = said(capsys, "list")
    assert "共 4 条" in told
    assert "\x1b" not in told
    records = json.loads(said(capsys, "list", "--format", "json"))
    assert [one["number"] for one in records] == [1, 2, 3, 4]
    assert {one["state"] for one in records} == {"found"}
    table = list(csv.DictReader(said(capsys, "list", "--format", "csv").splitlines()))
    assert list(table[0]) == list(records[0])
    assert any(one["message"].startswith("'=") for one in table)
    assert said(capsys, "list", "--site", "nobody", code=2).startswith("错误：没有网站“nobody”")
    assert "没有“完成”这个状态" in said(capsys, "list", "--state", "完成", code=2)


def test_the_whole_loop_with_who_and_when(office: Office, capsys: pytest.CaptureFixture[str]):
    said(capsys, "confirm", "1", "--note", "当场打不开")
    said(capsys, "assign", "1", "links:aaaa2", "--unit", "县政府办公室", "--due", "2026-02-11")
    said(capsys, "mend", "1")
    said(capsys, "extend", "1", "--until", "2026-03-02", "--note", "等上级接口", "--who", "李四")
    said(capsys, "report", "1")
    said(capsys, "close", "1", "--note", "已改好")
    one = office.entries()[1]
    assert (one.state, one.unit, str(one.extended_to)) == ("closed", "县政府办公室", "2026-03-02")
    steps = office.steps(1)
    assert chained(list(steps), "closed")
    assert [step.who for step in steps] == ["系统", "张三", "张三", "张三", "李四", "张三", "张三"]
    told = said(capsys, "show", "1")
    assert "期限由 2026-02-11 延至 2026-03-02：等上级接口" in told
    assert "复核 → 销号" in told
    shown = json.loads(said(capsys, "show", "1", "--format", "json"))[0]
    assert [step["to"] for step in shown["steps"]][-1] == "closed"
    assert said(capsys, "list", "--state", "下发").count("\n") == 3
    assert "共 3 条" in said(capsys, "list")
    assert "共 4 条" in said(capsys, "list", "--all")
    assert "共 2 条" in said(capsys, "list", "--all", "--unit", "县政府办公室")
    assert "共 1 条" in said(capsys, "list", "--overdue")  # number 2, since 11 February
    said(capsys, "reopen", "1", "--note", "又打不开了")
    assert office.entries()[1].state == "found"


def test_a_refused_step_writes_nothing_of_the_others(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    said(capsys, "dismiss", "2", "--note", "内网地址，误报")
    told = said(capsys, "confirm", "1", "2", code=2)
    assert "台账第 2 条现在是“误报”，不能转为“核实”。可以转为：“发现”。" in told
    assert office.entries()[1].state == "found"
    assert len(office.steps(1)) == 1


@pytest.mark.usefixtures("office")
def test_entries_are_found_by_number_or_by_the_beginning_of_a_fingerprint(
    capsys: pytest.CaptureFixture[str],
):
    assert "对得上 2 条：台账第 1、2 条" in said(capsys, "show", "links:aaaa", code=2)
    assert "台账第 4 条" in said(capsys, "show", "plans:c")
    assert "台账里没有“99”" in said(capsys, "show", "99", code=2)


def test_a_misspelt_number_is_no_beginning_of_a_fingerprint(
    office: Office, capsys: pytest.CaptureFixture[str]
):
    with closing(open_store(office.store)) as store, store.begin() as connection:
        entry = ledger.get(connection, entry=4)
        assert entry is not None
        ledger.add(connection, entry=replace(entry, id=0, fingerprint="1204567890abcdef"))
    assert "台账里没有“1204”" in said(capsys, "dismiss", "1204", "--note", "误报", code=2)
    assert "台账第 5 条" in said(capsys, "show", "12045678")
    assert "台账第 5 条" in said(capsys, "show", "1204567890a")


@pytest.mark.usefixtures("office")
def test_days_and_units_are_looked_at_before_they_are_taken(capsys: pytest.CaptureFixture[str]):
    told = said(capsys, "assign", "1", "--unit", "县档案馆", "--due", "2026-02-11")
    assert "配置里没有“县档案馆”这个单位" in told
    assert "不是日期" in said(capsys, "assign", "1", "--due", "明天", code=2)
    assert "只写一个" in said(
        capsys, "assign", "1", "--due", "2026-02-11", "--workdays", "3", code=2
    )


def test_without_a_configuration_the_way_to_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    assert "gongkai init" in said(capsys, "list", code=2)
