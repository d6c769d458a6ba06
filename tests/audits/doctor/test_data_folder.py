"""Folders that cannot be written, disks that are nearly full, and locks."""

from __future__ import annotations

from pathlib import Path

import pytest

from audits.doctor.data_folder import data_folder, room, writable
from audits.doctor.seen import State
from tests.audits.doctor.machines import around

GIB = 1 << 30


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path: Path) -> None:
    folder, disk, locks = data_folder(around(tmp_path, "data: a/b\n"))
    assert (folder.state, locks.state) == (State.OK, State.OK)
    assert str(tmp_path / "a" / "b") in folder.seen
    assert "还没有" in folder.seen
    assert str(tmp_path) in disk.seen
    assert [path.name for path in tmp_path.iterdir()] == ["gongkai.yaml"]


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")
    seen = writable(tmp_path / "data" / "deeper", tmp_path / "data")
    assert (seen.state, seen.seen) == (State.BROKEN, f"{tmp_path / 'data'} 不是文件夹")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc, which nobody can write to")
def test_a_folder_that_nobody_can_write_to() -> None:
    seen = writable(Path("/proc/gongkai"), Path("/proc"))
    assert seen.state is State.BROKEN
    assert "不能写入 /proc" in seen.seen
    assert "data" in seen.remedy


@pytest.mark.parametrize(
    ("free", "state"),
    [(GIB - 1, State.BROKEN), (GIB, State.ATTENTION), (5 * GIB, State.OK)],
)
def test_room_on_the_disk(free: int, state: State, tmp_path: Path) -> None:
    assert room(tmp_path, free).state is state
