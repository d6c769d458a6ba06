from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.snapshot import DiskSnapshot, SnapshotError
from crawler.snapshot.warc import FILE
from crawler.snapshot.writer import SnapshotWriter
from tests.crawler.snapshot.sample import HOME, PROBES, write

KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from crawler.snapshot.model import Fetch, Outcome, Role
from crawler.snapshot.writer import SnapshotWriter
moment = datetime(2021, 12, 31, tzinfo=UTC)
writer = SnapshotWriter.create(Path(sys.argv[1]), "gongkai/1", moment)
writer.describe(home="http://x.cn/", started_at=moment.isoformat())
for number in range(int(sys.argv[2])):
    url = f"http://x.cn/{number}"
    writer.know(url, Role.PAGE, 1)
    place = writer.keep_body(url, "200 OK", [], str(number).encode() * 2000, moment, None)
    writer.settle(Fetch(url, Role.PAGE, Outcome.OK, 1, 200, content_type="text/html", record=place))
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(folder: Path, pages: int) -> None:
    """Write a snapshot in a process that is killed after so many pages."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(pages)], check=False)
    assert done.returncode < 0


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Give up the rights of root, to whom nothing is read-only."""
    ours = os.geteuid()
    if ours == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(ours)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that others may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-test-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_read_only_folder(public_folder):
    write(public_folder)
    public_folder.chmod(0o555)
    with as_somebody_else():
        snapshot = DiskSnapshot(public_folder)
        assert snapshot.text(HOME).startswith("<title>某县")
        assert len(list(snapshot.fetches())) == 12
        snapshot.close()
    assert len(list(public_folder.iterdir())) == 2


def test_killed_snapshot_in_a_read_only_folder(public_folder):
    killed(public_folder, 70)
    public_folder.chmod(0o555)
    with as_somebody_else():
        snapshot = DiskSnapshot(public_folder)
        assert len(list(snapshot.pages())) == 64
        snapshot.close()


def test_killed_snapshot_that_cannot_be_read_whole_says_so(public_folder):
    killed(public_folder, 70)
    (public_folder / "index.sqlite-shm").unlink()
    public_folder.chmod(0o555)
    with as_somebody_else(), pytest.raises(SnapshotError, match="复制到可写的地方"):
        DiskSnapshot(public_folder)


@pytest.mark.parametrize(("pages", "kept"), [(0, 0), (31, 0), (32, 32), (200, 192)])
def test_killed_snapshot_has_every_whole_batch(tmp_path, pages, kept):
    killed(tmp_path, pages)
    snapshot = DiskSnapshot(tmp_path)
    assert snapshot.info.home == "http://x.cn/"
    assert snapshot.info.finish is None
    found = list(snapshot.pages())
    assert kept <= len(found) <= pages
    numbers = sorted(int(fetch.url.rpartition("/")[2]) for fetch in found)
    assert numbers == list(range(len(found)))
    for fetch in found:
        assert snapshot.body(fetch.url) == fetch.url.rpartition("/")[2].encode() * 2000
    snapshot.close()


def test_no_snapshot(tmp_path):
    with pytest.raises(SnapshotError, match=r"没有快照（缺 index\.sqlite）"):
        DiskSnapshot(tmp_path)
    with pytest.raises(SnapshotError, match="没有快照"):
        DiskSnapshot(tmp_path / "not there")


def test_a_folder_that_may_not_be_entered(public_folder):
    write(public_folder)
    public_folder.chmod(0o000)
    with as_somebody_else(), pytest.raises(SnapshotError, match="请检查权限"):
        DiskSnapshot(public_folder)


@pytest.mark.parametrize("content", ["", "no database at all" * 100])
def test_index_that_is_none(tmp_path, content):
    (tmp_path / "index.sqlite").write_text(content)
    with pytest.raises(SnapshotError, match="重新爬取"):
        DiskSnapshot(tmp_path)


def test_index_that_was_cut_off(tmp_path):
    write(tmp_path)
    index = tmp_path / "index.sqlite"
    index.write_bytes(index.read_bytes()[:-4096])
    with pytest.raises(SnapshotError, match="不是可读的快照索引"):
        DiskSnapshot(tmp_path)


def test_index_of_another_format(tmp_path):
    write(tmp_path)
    connection = sqlite3.connect(tmp_path / "index.sqlite")
    connection.execute("UPDATE meta SET value = 'gongkai-snapshot/9' WHERE key = 'format'")
    connection.commit()
    connection.close()
    with pytest.raises(SnapshotError, match="格式不是 gongkai-snapshot/1"):
        DiskSnapshot(tmp_path)


def test_crawl_that_never_described_itself(tmp_path):
    SnapshotWriter.create(tmp_path, "gongkai/1", datetime(2021, 1, 1, tzinfo=UTC)).close()
    snapshot = DiskSnapshot(tmp_path)
    with pytest.raises(SnapshotError, match="没有写完开头"):
        _ = snapshot.info
    snapshot.close()


@pytest.mark.harms_archives
@pytest.mark.parametrize("harm", ["gone", "cut off", "changed"])
def test_bodies_that_are_not_there_any_more(tmp_path, harm):
    write(tmp_path)
    bodies = tmp_path / FILE
    whole = bodies.read_bytes()
    bodies.unlink()
    if harm == "cut off":
        bodies.write_bytes(whole[:300])
    elif harm == "changed":
        bodies.write_bytes(b"x" * len(whole))
    snapshot = DiskSnapshot(tmp_path)
    with pytest.raises(SnapshotError, match="请恢复原文件，或重新爬取"):
        snapshot.body(HOME)
    snapshot.close()


def changed(folder: Path, *statements: str) -> None:
    """Change the index as somebody else would."""
    connection = sqlite3.connect(folder / "index.sqlite")
    connection.execute("PRAGMA ignore_check_constraints = 1")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_values_that_we_would_not_have_written_are_told(tmp_path):
    write(tmp_path)
    changed(tmp_path, "UPDATE urls SET status = x'ff' WHERE status IS NOT NULL")
    with pytest.raises(SnapshotError, match="urls.status"):
        DiskSnapshot(tmp_path)


@pytest.mark.parametrize("what", ["anchors", "probes"])
def test_what_is_damaged_within_is_told_where_it_is_read(tmp_path, what):
    write(tmp_path)
    statements = {
        "anchors": "DELETE FROM anchors",
        "probes": "UPDATE probes SET data = '[]'",
    }
    changed(tmp_path, statements[what])
    with contextlib.closing(DiskSnapshot(tmp_path)) as snapshot:
        kind = PROBES[0].kind
        with pytest.raises(SnapshotError):
            snapshot.links(HOME) if what == "anchors" else snapshot.probes(kind)


def test_a_moment_without_a_zone_is_none(tmp_path):
    write(tmp_path)
    changed(tmp_path, "UPDATE probes SET measured_at = '2021-12-31T08:00:00'")
    with contextlib.closing(DiskSnapshot(tmp_path)) as snapshot, pytest.raises(SnapshotError):
        snapshot.probes(PROBES[0].kind)


def test_tables_that_are_not_ours_are_not_read(tmp_path):
    write(tmp_path)
    changed(tmp_path, "CREATE TABLE more (x)")
    with pytest.raises(SnapshotError, match="不是本程序建的"):
        DiskSnapshot(tmp_path)


def test_measurements_laid_over_stand_in_place_of_those_of_their_kind(tmp_path):
    write(tmp_path)
    kind = PROBES[0].kind
    over = replace(PROBES[0], subject="other.cn")
    with contextlib.closing(DiskSnapshot(tmp_path, [over])) as snapshot:
        assert snapshot.probes(kind) == [over]
        assert snapshot.probes("none") == []
