"""Commands on a machine whose data directory was emptied: what is asked for comes from the archive."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from audits.cli import run
from audits.store import audit_runs, open_store, sites
from tests.audits.archive.test_expiry import RUN, Desk
from tests.audits.retention.test_pruning import audited
from tests.audits.store.engines import an_audit

__all__ = ["audited"]  # the fixture
SETTINGS = "data: data\nstorage: gongkai.sqlite\narchive: archive\n"


@pytest.fixture
def emptied(tmp_path: Path, audited: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_CONFIG", raising=False)
    (tmp_path / "gongkai.yaml").write_text(SETTINGS)
    with open_store(tmp_path / "gongkai.sqlite") as store:
        Desk(tmp_path, audited, store)
    shutil.rmtree(tmp_path / "data")
    return tmp_path


def test_evidence_and_report_bring_what_they_need(
    emptied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evidence", f"data/{RUN}"]) == 0
    assert len(list((emptied / "data" / RUN / "evidence").glob("*.html"))) == 1
    day = an_audit(2).as_of.isoformat()
    assert run(["report", day, "--out", "again", "--format", "json"]) == 0
    assert (emptied / "again/audit.json").is_file()
    assert not (emptied / "data/audits/x/run-2/snapshot").exists()
    assert run(["evidence", "data/audits/x/run-3"]) == 2
    assert "存档" in capsys.readouterr().err


def test_a_backup_says_that_the_archive_is_left_out_and_a_restored_desk_finds_it(
    emptied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["backup", "--out", "b.tar", "--audits", "all"]) == 0
    assert "里的不在备份里" in capsys.readouterr().out
    assert run(["restore", "b.tar", "--to", "back"]) == 0
    assert "没有动它" in capsys.readouterr().out
    with open_store(emptied / "back/gongkai.sqlite") as store, store.reading() as connection:
        assert [row.snapshot_kept for row in audit_runs.listed(connection)] == [True, True]
        assert len(sites.listed(connection)) == 1
    (emptied / "gongkai.yaml").write_text("data: back\narchive: archive\n")
    assert run(["evidence", f"back/{RUN}"]) == 0


def test_prune_removes_there_and_sweeps(emptied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (emptied / "gongkai.yaml").write_text(SETTINGS + "keep: {snapshots: 最近1次}\n")
    assert run(["prune"]) == 0
    assert "已按保存规则删除 1 个过期的快照" in capsys.readouterr().out
    assert not (emptied / "archive/snapshots/x/run-1/manifest.json").exists()
    assert (emptied / "archive/snapshots/x/run-2/manifest.json").exists()
