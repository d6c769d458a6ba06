"""What a killed process has left beside a place goes with the next one; what somebody is at, or is not ours, stays."""

from __future__ import annotations

import fcntl
import os
import signal

import pytest

from audits.asides import beside, sweep
from audits.store import StoreError, open_store
from audits.store.store import Store
from reports.writing import write_whole
from tests.audits.store.children import APART


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def begin_and_die(place):
    """All that the kernel does for us at a kill, at a moment that is known."""
    with beside(place) as folder:
        (folder / "half").write_bytes(b"x")
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def left(tmp_path):
    child = APART.Process(target=begin_and_die, args=(tmp_path / "new.sqlite",))
    child.start()
    child.join()
    (name,) = names(tmp_path)
    return tmp_path / name


def test_what_is_made_has_gone_or_been_moved(tmp_path):
    with beside(tmp_path / "it") as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        folder.rename(tmp_path / "it")
    assert names(tmp_path) == ["it"]


def test_the_next_one_sweeps_what_a_killed_one_left(left, tmp_path):
    with beside(tmp_path / "other") as folder:
        assert names(tmp_path) == [folder.name]
    assert not left.exists()


def test_opening_a_store_sweeps_too(left, tmp_path):
    with pytest.raises(StoreError):
        open_store(tmp_path / "new.sqlite", create=False)
    assert not left.exists()
    open_store(tmp_path / "new.sqlite").close()
    assert names(tmp_path) == ["new.sqlite"]


def test_what_somebody_holds_stays(tmp_path):
    with beside(tmp_path / "it") as folder:
        sweep(tmp_path)
        with beside(tmp_path / "it") as other:
            assert names(tmp_path) == sorted([folder.name, other.name])


@pytest.mark.parametrize(
    "name",
    [".it.gongkai-part", ".it.abc12345.gongkai-part~", "it.abc12345.gongkai-part", ".it.abc12345"],
)
def test_what_is_not_ours_stays(tmp_path, name):
    (tmp_path / name).mkdir()
    sweep(tmp_path)
    assert names(tmp_path) == [name]


def test_links_are_not_followed(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / ".x.abc12345.gongkai-part").symlink_to(tmp_path / "there")
    sweep(tmp_path / "here")
    assert names(tmp_path) == ["here", "there"]


def test_parts_of_reports_are_swept_when_nobody_is_at_them(tmp_path):
    held, left = tmp_path / ".r.html.1.part", tmp_path / ".r.html.2.part"
    other = tmp_path / ".r.html.x.part"
    for part in (held, left, other):
        part.write_bytes(b"half")
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        write_whole(tmp_path / "r.html", b"whole")
    assert names(tmp_path) == [held.name, other.name, "r.html"]
    assert (tmp_path / "r.html").read_bytes() == b"whole"


def upgrade_and_die(path):
    from audits.store import sqlite  # noqa: PLC0415 - of this process alone

    sqlite.connect = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
    sqlite.copy(path, path.with_name("copy"), busy_seconds=0)


def test_a_copy_that_was_cut_off_is_swept(tmp_path):
    path = tmp_path / "g.sqlite"
    open_store(path).close()
    child = APART.Process(target=upgrade_and_die, args=(path,))
    child.start()
    child.join()
    assert len(names(tmp_path)) == 2
    store: Store = open_store(path)
    store.copy_to(tmp_path / "copy")
    store.close()
    assert names(tmp_path) == ["copy", "g.sqlite"]
