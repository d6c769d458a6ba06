"""Snapshots whose time is up go from the archive too; what is cut off is put in order, on whatever machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from audits.archive.archive import Archive
from audits.archive.errors import ArchiveError
from audits.archive.folder_shelf import FolderShelf
from audits.archive.holdings import Holdings
from audits.desk.setup import ArchiveSetup
from audits.retention.pruning import Gone, Kept, prune, put_in_order
from audits.store import Store, audit_runs, ledger, open_store, sites
from audits.store.keeping import Keep
from audits.store.rows import Audit
from tests.audits.retention.test_pruning import AT, ON_PAGE, TODAY, WHOLE, audited
from tests.audits.store.engines import a_site, an_audit, an_entry

__all__ = ["audited"]  # the fixture

RUN, SNAPSHOT = "audits/x/run-1", "snapshots/x/run-1"


class Desk:
    """Two audits, kept in an archive and on a machine."""

    def __init__(self, folder: Path, run: Path, store: Store) -> None:
        (folder / "archive").mkdir()
        self.store, self.data = store, folder / "data"
        self.setup = ArchiveSetup(folder=folder / "archive")
        self.holdings = Holdings(self.data, self.setup)
        with store.begin() as c:
            sites.add(c, site=a_site())
            for number in (1, 2):
                audit_runs.add(c, audit=an_audit(number))
                shutil.copytree(run, self.data / f"audits/x/run-{number}")
                self.holdings.keep_run(f"audits/x/run-{number}")

    @property
    def archive(self) -> Archive:
        return Archive(FolderShelf(self.setup.folder or Path()))

    def prune(self, *, dry: bool = False) -> tuple[Gone | Kept, ...]:
        return prune(
            self.store, self.data, Keep(1), today=TODAY, at=AT, dry=dry, archive=self.setup
        )

    def row(self) -> Audit:
        with self.store.reading() as c:
            found = audit_runs.get(c, audit="run-1")
        assert found is not None
        return found

    def note(self) -> None:
        with self.store.begin() as c:
            gone = replace(self.row(), snapshot_kept=False, snapshot_gone_at=AT)
            audit_runs.update(c, audit=gone)


@pytest.fixture
def desk(tmp_path: Path, audited: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "gongkai.sqlite") as store:
        yield Desk(tmp_path, audited, store)


def test_it_goes_here_and_there_and_the_results_stay(desk: Desk) -> None:
    assert desk.archive.listed() == (
        *(RUN, "audits/x/run-2"),
        *(SNAPSHOT, "snapshots/x/run-2"),
    )
    (would,) = desk.prune(dry=True)
    assert desk.archive.known(SNAPSHOT)
    (gone,) = desk.prune()
    assert isinstance(gone, Gone)
    assert gone == would
    assert gone.freed > 1000
    assert not desk.row().snapshot_kept
    assert desk.archive.listed() == (RUN, "audits/x/run-2", "snapshots/x/run-2")
    assert not (desk.data / RUN / "snapshot").exists()
    assert desk.holdings.going() == ()
    assert desk.prune() == ()


def test_from_an_empty_machine_its_evidence_is_laid_and_kept_first(desk: Desk) -> None:
    with desk.store.begin() as c:
        ledger.add(c, entry=an_entry(ON_PAGE, rule="links", last_audit="run-2"))
    shutil.rmtree(desk.data)
    (gone,) = desk.prune()
    assert isinstance(gone, Gone)
    assert gone.laid == 1
    manifest = desk.archive.manifest(RUN)
    assert manifest is not None
    assert set(manifest.files) == {"audit.json", "report.html", f"evidence/{ON_PAGE}.html"}
    assert not desk.archive.known(SNAPSHOT)


@pytest.mark.parametrize("noted", [False, True], ids=["before-it-was-noted", "after"])
def test_what_was_cut_off_is_put_in_order_elsewhere(desk: Desk, noted: bool) -> None:  # noqa: FBT001 - one of two cases
    desk.holdings.snapshot_goes(RUN)
    if noted:
        desk.note()
    put_in_order(desk.store, desk.data.parent / "other", desk.setup)
    assert desk.archive.known(SNAPSHOT) is not noted
    assert desk.holdings.going() == ()


def test_what_another_machine_has_thrown_away_goes_here_too(desk: Desk) -> None:
    other = Holdings(desk.data.parent / "other", desk.setup)
    other.snapshot(RUN)
    desk.prune()
    put_in_order(desk.store, other.data, desk.setup)
    assert not (other.data / RUN / "snapshot").exists()


def test_where_the_archive_cannot_be_reached_nothing_goes(desk: Desk) -> None:
    assert desk.setup.folder is not None
    desk.setup.folder.rename(desk.setup.folder.with_name("away"))
    with pytest.raises(ArchiveError, match="不存在"):
        desk.prune()
    assert desk.row().snapshot_kept
    assert {path.name for path in (desk.data / RUN).iterdir()} == WHOLE


def test_a_damaged_entry_keeps_its_snapshot_and_hinders_no_other(desk: Desk) -> None:
    with desk.store.begin() as c:
        ledger.add(c, entry=an_entry(ON_PAGE, rule="links", last_audit="run-2"))
    manifest = desk.archive.manifest(RUN)
    assert manifest is not None
    desk.archive.shelf.write(b"x", f"{RUN}/{manifest.upload}/report.html")
    shutil.rmtree(desk.data)
    (kept,) = desk.prune()
    assert isinstance(kept, Kept)
    assert "report.html 已损坏" in kept.why
    assert desk.archive.known(SNAPSHOT)
