"""A store is made whole, opened by many, and refused with a remedy where it is none of ours."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import StatementError

from audits.store import StoreError, open_store, schema, sites
from audits.store.tables import metadata
from tests.audits.store.children import at_once, open_and_write
from tests.audits.store.engines import a_site


def pragma(path, name):
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_store_is_made_where_there_is_none(tmp_path):
    path = tmp_path / "deep" / "er" / "gongkai.sqlite"
    with open_store(path) as store:
        assert store.revision() == schema.NEWEST
        assert store.place == str(path)
        with store.begin() as c:
            sites.add(c, site=a_site())
            for beside in path.parent.iterdir():
                assert stat.S_IMODE(beside.stat().st_mode) == 0o600, beside
    assert pragma(path, "journal_mode") == "wal"
    assert [left.name for left in path.parent.iterdir()] == ["gongkai.sqlite"]


@pytest.mark.parametrize("name", ["数 据%41?#&.sqlite", "a'b.sqlite"])
def test_any_name_will_do(tmp_path, name):
    open_store(f"sqlite:///{tmp_path / name}").close()
    assert [left.name for left in tmp_path.iterdir()] == [name]


def test_the_tables_are_what_the_code_takes_them_for(store):
    with store.reading() as c:
        context = MigrationContext.configure(c, opts={"version_table": schema.TABLE})
        assert compare_metadata(context, metadata) == []
        assert schema.known()[-1] == schema.NEWEST


def test_foreign_keys_hold(store):
    with pytest.raises(StoreError, match="它所指的记录不存在"), store.begin() as c:
        c.execute(metadata.tables["findings"].insert(), [wrong_finding()])


def wrong_finding():
    return dict.fromkeys(("rule", "fingerprint", "level", "message", "url", "target"), "") | {
        "audit": "nobody",
        "units": (),
    }


def test_a_reader_is_not_kept_waiting_by_a_writer(store):
    with store.begin() as writing:
        sites.add(writing, site=a_site(id="new"))
        with store.reading() as reading:
            assert sites.get(reading, site="new") is None


def test_a_naive_moment_is_refused(store):
    with store.begin() as c, pytest.raises(StatementError, match="without time zone"):
        sites.add(c, site=a_site(id="n", added_at=a_site().added_at.replace(tzinfo=None)))


def refused(path, **given):
    with pytest.raises(StoreError) as caught:
        open_store(path, **given)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_missing_store_is_made_only_where_that_is_wanted(tmp_path):
    assert "gongkai init" in refused(tmp_path / "g.sqlite", create=False)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "g.sqlite"
    path.write_bytes(b"PK\3\4" + b"not a database " * 400)
    before = path.read_bytes()
    assert "不是 gongkai 的数据库" in refused(path)
    assert path.read_bytes() == before
    assert "不是文件" in refused(tmp_path)
    path.rename(tmp_path / "file")
    assert "不是目录" in refused(tmp_path / "file" / "g.sqlite")


def test_another_programs_database_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "g.sqlite"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE crm (a)")
    before = path.read_bytes()
    assert "属于别的程序（有表 crm）" in refused(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store(tmp_path):
    path = tmp_path / "g.sqlite"
    path.touch()
    open_store(path).close()
    assert pragma(path, "journal_mode") == "wal"


def test_a_newer_store_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "g.sqlite"
    open_store(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute("UPDATE gongkai_schema SET version_num = '9999'")
    before = path.read_bytes()
    told = refused(path)
    assert "更新版本" in told
    assert "9999" in told
    assert "升级 gongkai" in told
    assert path.read_bytes() == before


def test_a_broken_store_says_what_to_do(tmp_path):
    path = tmp_path / "g.sqlite"
    open_store(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert "gongkai restore" in refused(path)


def test_a_store_that_another_holds_too_long_says_so(tmp_path):
    path = tmp_path / "g.sqlite"
    with open_store(path) as mine, open_store(path, busy_seconds=0.01) as theirs:
        with mine.begin(), pytest.raises(StoreError, match="被另一个程序占用"), theirs.begin():
            pass  # not reached
        with theirs.begin() as c:
            sites.add(c, site=a_site())


def test_other_engines_are_refused_without_their_password():
    with pytest.raises(StoreError, match="不能用 mysql 数据库") as caught:
        open_store("mysql://u:secret@db/gongkai")
    assert "secret" not in str(caught.value)


def test_those_who_make_a_store_at_once_get_the_same_one(tmp_path):
    path = tmp_path / "g.sqlite"
    wrote = at_once(open_and_write, path, number=3)
    with open_store(path, create=False) as store, store.reading() as c:
        assert [site.id for site in sites.listed(c)] == sorted(wrote)
    assert [left.name for left in tmp_path.iterdir()] == ["g.sqlite"]
