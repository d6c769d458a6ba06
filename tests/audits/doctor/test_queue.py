"""A queue that is not there yet, one without workers, and none beside a file."""

from __future__ import annotations

from pathlib import Path

from audits.doctor.queue import queue
from audits.doctor.seen import State
from audits.doctor.surroundings import Reach
from audits.queue.schema import prepare
from audits.store import open_store
from tests.audits.doctor.machines import around


def test_none_beside_a_file(tmp_path: Path) -> None:
    (seen,) = queue(around(tmp_path, "data: d\n"))
    assert seen.state is State.SKIPPED


def test_a_queue_before_and_after_it_was_made(tmp_path: Path, postgres_store: str) -> None:
    text = f"storage: '{postgres_store}'\n"
    (seen,) = queue(around(tmp_path, text, reach=Reach.NONE))
    assert seen.state is State.SKIPPED
    (seen,) = queue(around(tmp_path, text))
    assert seen.state is State.OK, seen
    with open_store(postgres_store) as store:
        prepare(store)
    (seen,) = queue(around(tmp_path, text))
    assert seen.state is State.ATTENTION, seen
    assert seen.seen.startswith("0 个 worker")
    assert "gongkai worker" in seen.remedy


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    text = "storage: postgresql://me@127.0.0.1:1/gongkai\n"
    (seen,) = queue(around(tmp_path, text, seconds=1))
    assert seen.state is State.BROKEN
