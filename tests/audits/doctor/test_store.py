"""Stores: none yet, sound, torn, of a later program, of another program.  None of them is touched."""

from __future__ import annotations

import re
import socket
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from audits.clock import moment
from audits.doctor.seen import State
from audits.doctor.store import judged_database, judged_file, store
from audits.doctor.surroundings import Reach
from audits.store import open_store, schema
from audits.store.postgres_address import postgres_address
from tests.audits.doctor.machines import around


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gongkai.sqlite"
    open_store(path).close()
    return path


def test_none_yet(tmp_path: Path) -> None:
    seen = judged_file(tmp_path / "gongkai.sqlite", 1)
    assert seen.state is State.OK
    assert "还没有" in seen.seen
    assert not list(tmp_path.iterdir())


def test_a_sound_one(file: Path) -> None:
    seen = judged_file(file, 1)
    assert seen.state is State.OK
    assert schema.NEWEST in seen.seen


def test_a_torn_one(file: Path) -> None:
    data = bytearray(file.read_bytes())
    page = 4096
    assert len(data) > 4 * page
    data[2 * page :] = b"\xff" * (len(data) - 2 * page)
    file.write_bytes(data)
    seen = judged_file(file, 1)
    assert seen.state is State.BROKEN
    assert "损坏" in seen.seen
    assert "gongkai restore" in seen.remedy
    assert file.read_bytes() == bytes(data)


def test_one_whose_schema_is_no_text(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"CREATE TABLE sites", b"CREATE TABL\xff sites"))
    seen = judged_file(file, 1)
    assert seen.state is State.BROKEN
    assert "损坏，或不是 gongkai 的数据库" in seen.seen


def test_a_file_that_is_no_database(file: Path) -> None:
    file.write_text("这不是数据库" * 1000, encoding="utf-8")
    seen = judged_file(file, 1)
    assert seen.state is State.BROKEN
    assert "损坏，或不是 gongkai 的数据库" in seen.seen


def test_one_of_a_later_program(file: Path) -> None:
    _execute(file, "UPDATE gongkai_schema SET version_num = '9999'")
    seen = judged_file(file, 1)
    assert seen.state is State.BROKEN
    assert "9999" in seen.seen
    assert "升级 gongkai" in seen.remedy


def test_one_of_an_earlier_program_is_told_and_left_as_it_is(file: Path) -> None:
    _execute(file, "UPDATE gongkai_schema SET version_num = '0001'")
    seen = judged_file(file, 1)
    assert seen.state is State.ATTENTION
    assert "gongkai backup" in seen.remedy
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("SELECT version_num FROM gongkai_schema").fetchone() == ("0001",)


def test_one_of_another_program(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    _execute(other, "CREATE TABLE letters (id)")
    seen = judged_file(other, 1)
    assert seen.state is State.BROKEN
    assert "属于别的程序" in seen.seen


def _execute(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute(statement)


def test_a_database_of_postgresql(
    postgres_store: str, postgres_database: str, tmp_path: Path
) -> None:
    (seen,) = store(around(tmp_path, f"storage: '{postgres_store}'\n"))
    assert seen.state is State.OK, seen
    assert schema.NEWEST in seen.seen
    (seen,) = store(around(tmp_path, f"storage: '{postgres_database}'\n"))
    assert seen.state is State.OK, seen
    assert "还没有表" in seen.seen
    (seen,) = store(around(tmp_path, f"storage: '{postgres_store}'\n", reach=Reach.NONE))
    assert seen.state is State.SKIPPED


def test_a_clock_that_is_not_the_databases(postgres_store: str) -> None:
    address = postgres_address(postgres_store)
    assert address is not None
    seen = judged_database(address, lambda: moment() - timedelta(minutes=5), 60)
    assert seen.state is State.ATTENTION
    assert re.search(r"相差 (299|300|301|30\d|3[1-5]\d) 秒", seen.seen)


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        (seen,) = store(
            around(
                tmp_path, f"storage: postgresql://me:secret@127.0.0.1:{port}/gongkai\n", seconds=1
            )
        )
    assert seen.state is State.BROKEN
    assert "secret" not in repr(seen)
    assert seen.remedy
