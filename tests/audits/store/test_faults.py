"""Killed in the middle of writing, out of room, without permission: a clear message, and nothing lost or torn."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from audits.store import audit_runs, ledger, open_store, sites
from tests.audits.store.children import (
    APART,
    STATES,
    make_without_room,
    open_as_nobody,
    write_matters,
    write_until_refused,
)
from tests.audits.store.engines import a_site, an_audit, an_entry

KILLS = 12


@pytest.fixture
def path(tmp_path):
    with open_store(tmp_path / "g.sqlite") as store, store.begin() as c:
        sites.add(c, site=a_site())
        audit_runs.add(c, audit=an_audit())
    return tmp_path / "g.sqlite"


def sound(path):
    with closing(sqlite3.connect(path)) as plain:
        checked = plain.execute("PRAGMA integrity_check").fetchall()
        return checked == [("ok",)] and not plain.execute("PRAGMA foreign_key_check").fetchall()


def child_of(work, *given):
    mine, theirs = APART.Pipe(duplex=False)
    child = APART.Process(target=work, args=(theirs, *given))
    child.start()
    theirs.close()
    return child, mine


def test_what_was_kept_before_a_kill_is_there_and_nothing_is_half_there(path):
    kept = 0
    for kill in range(KILLS):
        child, told = child_of(write_matters, path, kept)
        kept = told.recv() + 1
        while kept % KILLS != kill:  # at another moment of its work each time
            kept = told.recv() + 1
        child.kill()
        child.join()
        while told.poll():
            try:
                kept = told.recv() + 1
            except EOFError:
                break
        assert sound(path)
        with open_store(path, create=False) as store, store.reading() as c:
            entries = ledger.listed(c)
            steps = Counter(step.entry for step in ledger.steps(c))
        # The one that was being written may have been kept just before the kill.
        assert len(entries) in {kept, kept + 1}
        assert steps == {entry.id: len(STATES) for entry in entries}
        kept = len(entries)


@pytest.mark.parametrize("room", [300_000, 1_000_000])
def test_a_full_disk_is_told_and_what_is_there_stays(path, room):
    child, told = child_of(write_until_refused, path, room)
    message, kept = told.recv()
    child.join()
    assert child.exitcode == 0
    assert "磁盘" in message
    assert "已满" in message
    assert str(path) in message
    assert kept > 0
    assert sound(path)
    with open_store(path) as store, store.begin() as c:  # there is room again
        assert len(ledger.listed(c)) == kept
        ledger.add(c, entry=an_entry("after"))


def test_no_room_for_a_new_store_leaves_none(tmp_path):
    path = tmp_path / "new.sqlite"
    child, told = child_of(make_without_room, path)
    message = told.recv()
    child.join()
    assert "已满" in message
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def public_folder():
    folder = Path(tempfile.mkdtemp())  # whoever runs the tests, another user gets as far as here
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("mode", [0o400, 0o444])
def test_a_store_that_may_not_be_written_says_so(public_folder, mode):
    path = public_folder / "g.sqlite"
    open_store(path).close()
    path.chmod(mode)
    child, told = child_of(open_as_nobody, path)
    assert "没有读写权限" in told.recv()
    child.join()
    public_folder.chmod(0o555)
    child, told = child_of(open_as_nobody, public_folder / "new.sqlite")
    refused = told.recv()
    child.join()
    assert "没有权限" in refused
    assert "属主" in refused or "检查路径和权限" in refused
