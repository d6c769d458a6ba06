from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.snapshot.carried import carried_name, carry, let_go, own, successor
from crawler.snapshot.warc import FILE, WarcWriter

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    folder = tmp_path / "first"
    folder.mkdir()
    writer = WarcWriter(folder)
    writer.describe("gongkai/1", MOMENT)
    writer.append("http://x.cn/", "200 OK", [], b"body" * 50, MOMENT, None)
    writer.close()
    return folder / FILE


def refuse(*_: object) -> None:
    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))


def test_a_file_s_name_comes_from_its_own_beginning_and_stays(warc: Path) -> None:
    name = carried_name(warc)
    assert name is not None
    assert name.startswith("bodies-20211231-")
    carried = warc.with_name(name)
    carry(warc, carried, None)
    assert carried_name(carried) == name


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"\x1f\x8b\x08torn"], ids=["empty", "nonsense", "torn"]
)
def test_what_is_no_warc_of_ours_has_no_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    assert carried_name(path) is None
    assert carried_name(tmp_path / "other.gz") is None
    assert carried_name(tmp_path / "bodies-20211231-0123abcd.warc.gz") is None, "it is not there"


def test_a_whole_file_is_linked(warc: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    carry(warc, target, warc.stat().st_size)
    assert target.samefile(warc)


def test_where_there_are_no_links_it_is_copied(
    warc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse)
    carry(warc, tmp_path / "target", None)
    assert (tmp_path / "target").read_bytes() == warc.read_bytes()
    assert not (tmp_path / "target").samefile(warc)
    assert not list(tmp_path.glob("*.part"))


def test_the_torn_end_of_a_file_is_not_carried(warc: Path, tmp_path: Path) -> None:
    whole = warc.read_bytes()
    warc.write_bytes(whole + b"\x1f\x8b torn")
    carry(warc, tmp_path / "target", len(whole))
    assert (tmp_path / "target").read_bytes() == whole


def test_what_is_there_already_stays(warc: Path, tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"there")
    carry(warc, tmp_path / "target", None)
    assert (tmp_path / "target").read_bytes() == b"there"


def test_a_copy_that_a_kill_cut_off_is_made_again(
    warc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "target.part").write_bytes(b"half")
    carry(warc, tmp_path / "target", None)
    assert (tmp_path / "target").read_bytes() == warc.read_bytes()


def test_an_own_file_shares_nothing(warc: Path, tmp_path: Path) -> None:
    carry(warc, tmp_path / "target", None)
    own(warc)
    with warc.open("ab") as file:
        file.write(b"more")
    assert (tmp_path / "target").stat().st_size == warc.stat().st_size - 4


def test_only_carried_files_that_nothing_stands_in_are_let_go(tmp_path: Path) -> None:
    kept, gone = "bodies-20211231-0123abcd.warc.gz", "bodies-20211231-0123abce.warc.gz"
    for name in (kept, gone, f"{gone}.part", FILE, "index.sqlite", "notes.txt"):
        (tmp_path / name).touch()
    let_go(tmp_path, {kept})
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {kept, FILE, "index.sqlite", "notes.txt"}


def test_a_better_copy_has_a_name_of_its_own(tmp_path: Path) -> None:
    name = "bodies-20211231-0123abcd.warc.gz"
    second = successor(tmp_path, name)
    assert second.name == "bodies-20211231-0123abcd-2.warc.gz"
    second.touch()
    assert successor(tmp_path, name).name == "bodies-20211231-0123abcd-3.warc.gz"
    assert successor(tmp_path, second.name).name == "bodies-20211231-0123abcd-3.warc.gz"
    assert carried_name(second) == second.name
