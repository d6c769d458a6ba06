"""gongkai backup, restore and prune by the command line: what a clerk reads, and the codes."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from audits.cli import run
from audits.store import audit_runs, ledger, open_store, sites
from tests.audits.store.engines import a_site, an_audit, an_entry

DAY = date(2021, 3, 1)  # long ago by any clock


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gongkai.yaml").write_text("keep: {snapshots: 最近1次}\n", encoding="utf-8")
    data = tmp_path / "gongkai-data"
    with open_store(data / "gongkai.sqlite") as store, store.begin() as c:
        sites.add(c, site=a_site())
        for number in (1, 2, 3):
            day = DAY + timedelta(days=number)
            audit_runs.add(c, audit=an_audit(number, as_of=day))
            folder = data / "audits" / "x" / f"run-{number}" / "snapshot"
            folder.mkdir(parents=True)
            (folder / "bodies.warc.gz").write_bytes(b"x" * 3_000_000)
            (folder.parent / "report.html").write_text("报告", encoding="utf-8")
        ledger.add(c, entry=an_entry(first_audit="run-1", last_audit="run-1"))
    return tmp_path


def test_a_backup_and_its_way_back(desk, capsys):
    assert run(["backup", "--audits", "all"]) == 0
    said = capsys.readouterr().out
    (file,) = desk.glob("gongkai-backup-*.tar")
    assert f"已备份到 {file.name}：8 个文件，9." in said
    assert run(["restore", file.name, "--to", "back"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"已恢复到 back：8 个文件，备份于 \d{4}-\d\d-\d\d \d\d:\d\d，由 gongkai", said)
    assert "data: back" in said
    assert (desk / "back/config/gongkai.yaml").read_bytes() == (desk / "gongkai.yaml").read_bytes()
    (desk / "gongkai.yaml").write_text("data: back\n", encoding="utf-8")
    assert run(["prune", "--dry-run"]) == 0


def test_a_backup_without_snapshots_says_so_when_it_comes_back(desk, capsys):
    assert run(["backup", "--config", str(desk / "gongkai.yaml"), "--out", "b.tar"]) == 0
    assert run(["restore", "b.tar", "--to", "back"]) == 0
    assert "3 次检查的快照不在备份里" in capsys.readouterr().out
    assert run(["restore", "b.tar", "--to", "back"]) == 2
    assert "已经有内容，没有覆盖" in capsys.readouterr().err
    assert run(["backup", "--out", "b.tar"]) == 2
    assert "已经存在" in capsys.readouterr().err


def test_pruning_says_first_and_then_does(desk, capsys):
    assert run(["prune", "--dry-run"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "x 2021-03-02（audits/x/run-1）：快照保留——台账里有 1 个未销号的问题最后一次发现于这次检查。",
        "x 2021-03-03（audits/x/run-2）：会删除快照，3.0 MB。",
        "会删除 1 个过期的快照，约 3.0 MB。没有改动任何文件。",
    ]
    assert (desk / "gongkai-data/audits/x/run-2/snapshot").is_dir()
    assert run(["prune"]) == 0
    assert "已按保存规则删除 1 个过期的快照，腾出约 3.0 MB。" in capsys.readouterr().out
    assert not (desk / "gongkai-data/audits/x/run-2/snapshot").exists()
    assert (desk / "gongkai-data/audits/x/run-2/report.html").is_file()
    assert run(["prune"]) == 0
    assert "没有可以删除的快照。" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["backup"], ["prune"]])
def test_without_configuration_or_store_it_is_said_what_to_do(desk, capsys, command):
    (desk / "gongkai-data" / "gongkai.sqlite").unlink()
    assert run(command) == 2
    assert "gongkai init" in capsys.readouterr().err
    (desk / "gongkai.yaml").unlink()
    assert run(command) == 2
    assert "没有配置文件" in capsys.readouterr().err
    assert run(["restore", "nothing.tar", "--to", "back"]) == 2
    assert "不存在" in capsys.readouterr().err
    assert not (desk / "back").exists()
