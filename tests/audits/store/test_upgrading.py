"""A store of an earlier revision is brought here with all it holds, as a whole, with a copy kept."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing, redirect_stdout

import pytest
import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import postgresql

from audits.store import StoreError, audit_runs, ledger, open_store, schema, sites
from audits.store.sqlite import SqliteEngine, sound
from audits.store.store import Store
from audits.store.tables import metadata
from tests.audits.store.children import APART, at_once, upgrade, upgrade_for_long
from tests.audits.store.engines import a_site, an_audit, an_entry

ROWS = 300


def made_by_0001(path):
    """A store as the first revision made it, filled as it would have been: by plain SQL of that time."""
    engine = SqliteEngine(path, busy_seconds=60)
    engine.prepare(lambda connection: schema.bring(connection, "0001"), create=True)
    tables = sqlalchemy.MetaData()
    with engine.begin() as c:
        tables.reflect(c)
        site, audit = a_site(), an_audit()
        c.execute(tables.tables["sites"].insert(), [columns(tables, "sites", site)])
        c.execute(tables.tables["audits"].insert(), [columns(tables, "audits", audit)])
        entries = [columns(tables, "ledger", an_entry(f"f{n}", id=n + 1)) for n in range(ROWS)]
        c.execute(tables.tables["ledger"].insert(), entries)
        assert schema.of(c) == "0001"
    engine.close()
    return path


def columns(tables, name, row):
    given = {column.name: getattr(row, column.name) for column in tables.tables[name].columns}
    return given | ({"packs": list(row.packs)} if name == "audits" else {})


def revision_in(path):
    with closing(sqlite3.connect(path)) as plain:
        return plain.execute("SELECT version_num FROM gongkai_schema").fetchone()[0]


def all_rows(path, names):
    with closing(sqlite3.connect(path)) as plain:
        return {name: plain.execute("SELECT * FROM " + name).fetchall() for name in names}  # noqa: S608 - our own names


@pytest.fixture
def old(tmp_path):
    return made_by_0001(tmp_path / "gongkai.sqlite")


def test_a_store_of_the_first_revision_opens_with_all_it_holds(old):
    with open_store(old) as store:
        assert store.revision() == schema.NEWEST
        assert not store.upgrade()
        with store.begin() as c:
            assert sites.listed(c) == (a_site(),)
            assert audit_runs.listed(c) == (an_audit(),)
            entries = ledger.listed(c)
            assert entries == tuple(an_entry(f"f{n}", id=n + 1) for n in range(ROWS))
            assert ledger.update(c, entry=entries[0]).version == 2


def test_a_copy_of_what_it_was_is_kept(old):
    before = all_rows(old, ["sites", "audits", "ledger"])
    open_store(old).close()
    kept = old.with_name(f"gongkai.sqlite.before-{schema.NEWEST}")
    assert revision_in(kept) == "0001"
    assert all_rows(kept, before) == before
    assert kept.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in old.parent.iterdir()) == [old.name, kept.name]


def test_the_way_here_ends_at_the_tables_that_the_code_knows(old, tmp_path):
    open_store(old).close()
    new = tmp_path / "new.sqlite"
    open_store(new).close()

    def shape(path):
        engine = sqlalchemy.create_engine(f"sqlite:///{path}")
        found = sqlalchemy.MetaData()
        found.reflect(engine)
        engine.dispose()
        return {
            name: (
                {column.name: (str(column.type), column.nullable) for column in table.columns},
                {index.name: tuple(index.columns.keys()) for index in table.indexes},
                {(key.parent.name, key.target_fullname) for key in table.foreign_keys},
            )
            for name, table in found.tables.items()
        }

    assert shape(old) == shape(new)


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(old, monkeypatch):
    before = all_rows(old, ["sites", "audits", "ledger"])
    true = schema.bring

    def broken(connection, to):
        true(connection, to)
        connection.exec_driver_sql("DELETE FROM sites")

    monkeypatch.setattr(schema, "bring", broken)
    with pytest.raises(StoreError, match="升级已撤销"):
        open_store(old)
    assert revision_in(old) == "0001"
    assert all_rows(old, before) == before
    monkeypatch.undo()
    open_store(old).close()
    assert revision_in(old) == schema.NEWEST


def test_an_upgrade_without_room_for_the_copy_changes_nothing(old):
    old.with_name(f"gongkai.sqlite.before-{schema.NEWEST}").mkdir()
    with pytest.raises(StoreError, match=f"before-{schema.NEWEST}"):
        open_store(old)
    assert revision_in(old) == "0001"


def test_of_those_who_upgrade_at_once_one_does_it_and_the_others_wait(old):
    assert sorted(at_once(upgrade, old, number=3)) == [(False, ROWS), (False, ROWS), (True, ROWS)]
    assert revision_in(old) == schema.NEWEST
    with closing(sqlite3.connect(old)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_store_in_use_is_upgraded_when_its_turn_comes(old):
    with SqliteEngine(old, busy_seconds=60).begin() as mine:
        store = Store(SqliteEngine(old, busy_seconds=0.01))
        with pytest.raises(StoreError, match="被另一个程序占用"):
            store.upgrade()
        mine.exec_driver_sql("SELECT 1")
    assert store.upgrade()
    store.close()


def test_every_table_can_be_made_on_postgresql_too():
    """Issue 9 adds the engine; nothing in migrations and tables may be SQLite's alone."""
    config = Config()
    config.set_main_option("script_location", str(schema.FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["dialect"] = "postgresql"
    said = io.StringIO()
    config.output_buffer = said
    with redirect_stdout(said):
        command.upgrade(config, "head", sql=True)
    for table in metadata.sorted_tables:
        assert f"CREATE TABLE {table.name} (" in said.getvalue()
        ddl = sqlalchemy.schema.CreateTable(table).compile(dialect=postgresql.dialect())
        assert "TIMESTAMP WITH TIME ZONE" in str(ddl) or "Moment" not in repr(table)


@pytest.mark.parametrize("moment", ["at once", ".*.part", "*.before-*", "*-wal"])
def test_a_kill_in_the_middle_of_an_upgrade_leaves_the_one_or_the_other(old, moment):
    told, theirs = APART.Pipe(duplex=False)
    child = APART.Process(target=upgrade_for_long, args=(theirs, old))
    child.start()
    told.recv()
    while moment != "at once" and child.is_alive() and not list(old.parent.glob(moment)):
        pass  # it takes a moment: what is waited for comes, or the child ends
    child.kill()
    child.join()
    assert sound(old)
    assert revision_in(old) in {"0001", schema.NEWEST}
    with open_store(old) as store, store.reading() as c:
        assert store.revision() == schema.NEWEST
        assert len(ledger.listed(c)) == ROWS
    assert not list(old.parent.glob(".*.part"))
