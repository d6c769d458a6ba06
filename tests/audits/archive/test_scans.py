"""A site that one machine has scanned is scanned by another as if it were its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from audits.desk.setup import ArchiveSetup
from audits.scanning.ended import End
from audits.scanning.scan import scan
from audits.store import audit_runs, open_store
from crawler.snapshot import DiskSnapshot
from tests.audits.archive.conftest import ENVIRONMENT, in_bucket
from tests.audits.scanning.desks import Sites, at, small_portal

pytestmark = pytest.mark.soak


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Sites]:
    made = Sites(tmp_path / "one")
    yield made
    made.close()


def test_the_next_scan_elsewhere_is_incremental_and_compared(
    kept: Sites, server: str, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    small_portal(kept.server, "www.a.gov.cn")
    folder = kept.data.parent
    desk = replace(
        kept.desk(),
        archive=in_bucket(server, bucket, uuid4().hex),
        storage=folder / "shared.sqlite",
    )
    plan = kept.plan("a", "x@a.gov.cn")
    (first,) = scan([plan], desk, at("2026-03-01T02:00:00"))
    assert first.end is End.DONE, first.why
    other = replace(desk, data=folder / "two")
    (second,) = scan([plan], other, at("2026-04-01T02:00:00"))
    assert second.stored is not None, second.why
    assert "与 2026-03-01 的检查相比" in second.stored.change
    snapshot = DiskSnapshot(other.data / second.stored.audit.folder / "snapshot")
    assert snapshot.info.spared is not None, "incremental against a snapshot from the archive"
    snapshot.close()


def test_while_the_archive_is_away_a_scan_fails_and_the_next_one_stores_its_run(
    kept: Sites,
) -> None:
    small_portal(kept.server, "www.a.gov.cn")
    folder = kept.data.parent / "archive"
    desk = replace(kept.desk(), archive=ArchiveSetup(folder=folder))
    plan = kept.plan("a", "x@a.gov.cn")
    (failed,) = scan([plan], desk, at("2026-03-01T02:00:00"))
    assert failed.end is End.FAILED
    assert f"存档的文件夹 {folder} 不存在" in failed.why
    folder.mkdir()
    (again,) = scan([plan], desk, at("2026-03-01T03:00:00"))
    assert again.end is End.DONE, again.why
    assert any("补记了上次已做完" in note for note in again.notes)
    with open_store(desk.storage) as store, store.reading() as connection:
        assert len(audit_runs.listed(connection)) == 2
