"""A store on PostgreSQL is made whole in an empty database, by one of many, and refused with a remedy elsewhere."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from audits.store import StoreError, open_store, schema, sites
from audits.store.postgres import PostgresEngine
from audits.store.postgres_address import PostgresAddress, postgres_address
from audits.store.reaching import found_at
from audits.store.store import Store
from audits.store.tables import metadata
from tests.audits.store.children import at_once, open_and_write, upgrade
from tests.audits.store.engines import a_site
from tests.postgres.server import GUARDED, PASSWORD
from tests.postgres.shared import connected, fresh


def refused(storage, **given):
    with pytest.raises(StoreError) as caught:
        open_store(storage, **given)
    assert PASSWORD not in str(caught.value)
    assert "falsch" not in str(caught.value)
    return str(caught.value)


def test_a_store_is_made_in_an_empty_database(postgres_database):
    assert "还是空的" in found_at(postgres_database)
    with open_store(postgres_database) as store:
        assert store.revision() == schema.NEWEST
        assert store.place == postgres_database
        assert not store.upgrade()
    assert found_at(postgres_database).endswith("有 0 个网站、0 次检查")


def test_its_tables_are_what_the_code_takes_them_for(postgres_store):
    with open_store(postgres_store) as store, store.reading() as c:
        context = MigrationContext.configure(c, opts={"version_table": schema.TABLE})
        assert compare_metadata(context, metadata) == []
        for table in metadata.sorted_tables:
            for column in inspect(c).get_columns(table.name):
                kind = column["type"]
                assert getattr(kind, "collation", "C") == "C", (table.name, column)
                assert str(kind) != "INTEGER", (table.name, column)


def test_those_who_make_a_store_at_once_get_the_same_one(postgres_database):
    wrote = at_once(open_and_write, postgres_database, number=3)
    with open_store(postgres_database, create=False) as store, store.reading() as c:
        assert [site.id for site in sites.listed(c)] == sorted(wrote)


def test_a_missing_store_is_made_only_where_that_is_wanted(postgres_database):
    assert "第一次 gongkai scan" in refused(postgres_database, create=False)
    with connected(postgres_database) as plain:
        assert plain.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone() == (0,)


def test_another_programs_database_is_refused_and_left_alone(postgres_database):
    with connected(postgres_database) as plain:
        plain.execute("CREATE TABLE crm (a int)")
        assert "属于别的程序（有表 crm）" in refused(postgres_database)
        found = plain.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert found.fetchall() == [("crm",)]


def test_a_newer_store_is_refused(postgres_store):
    with connected(postgres_store) as plain:
        plain.execute("UPDATE gongkai_schema SET version_num = '9999'")
    assert "升级 gongkai" in refused(postgres_store)
    with pytest.raises(StoreError, match="更新版本"):
        found_at(postgres_store)


def test_a_store_of_the_first_revision_is_upgraded_by_one_and_the_others_wait(postgres_database):
    engine = PostgresEngine(PostgresAddress(postgres_database), busy_seconds=60)
    engine.prepare(lambda connection: schema.bring(connection, "0001"), create=True)
    engine.close()
    assert "升级到" in found_at(postgres_database)
    assert sorted(at_once(upgrade, postgres_database, number=3)) == [
        (False, 0),
        (False, 0),
        (True, 0),
    ]


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(postgres_database, monkeypatch):
    engine = PostgresEngine(PostgresAddress(postgres_database), busy_seconds=60)
    engine.prepare(lambda connection: schema.bring(connection, "0001"), create=True)
    true = schema.bring

    def broken(connection, to):
        true(connection, to)
        connection.exec_driver_sql("SELECT 1 / 0")

    monkeypatch.setattr(schema, "bring", broken)
    store = Store(engine)
    with pytest.raises(StoreError, match="出错"):
        store.upgrade()
    assert store.revision() == "0001"
    monkeypatch.undo()
    assert store.upgrade()
    store.close()


def test_a_database_of_another_encoding_is_refused():
    url = fresh(made=False, encoding="SQL_ASCII")
    assert "ENCODING 'UTF8'" in refused(url)


@pytest.fixture
def guarded(postgres_database):
    """A user who needs a password and may do nothing yet."""
    with connected(postgres_database) as plain:
        plain.execute(f"DROP ROLE IF EXISTS {GUARDED}")
        plain.execute(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'")
        yield postgres_database.replace("postgres@", f"{GUARDED}@")
        plain.execute(f"DROP OWNED BY {GUARDED}")
        plain.execute(f"DROP ROLE {GUARDED}")


def test_who_may_not_make_tables_is_told(guarded):
    address = PostgresAddress(guarded, lambda: PASSWORD)
    told = refused(address)
    assert "没有权限" in told
    assert "GRANT" in told
    with pytest.raises(StoreError, match="GRANT"):
        found_at(address)


@pytest.mark.parametrize("written", ["", ":falsch"])
def test_a_wrong_password_is_told_and_never_shown(guarded, written):
    told = refused(guarded.replace(f"{GUARDED}@", f"{GUARDED}{written}@"))
    assert "用户名或密码不对" in told
    assert "storage_password_file" in told


def test_a_password_that_stands_beside_the_address_is_used(guarded, postgres_database):
    with connected(postgres_database) as plain:
        plain.execute(f"GRANT CREATE, USAGE ON SCHEMA public TO {GUARDED}")
    address = PostgresAddress(guarded, lambda: PASSWORD)
    with open_store(address) as store:
        assert PASSWORD not in store.place
    open_store(guarded.replace(f"{GUARDED}@", f"{GUARDED}:{PASSWORD}@")).close()
    assert PASSWORD not in repr(address)


def test_what_cannot_be_reached_is_told(postgres_database):
    base, _, _ = postgres_database.rpartition("/")
    assert "还没有这个数据库" in refused(f"{base}/nirgends")
    assert "连不上" in refused("postgresql://u:falsch@127.0.0.1:1/x")
    assert "连不上" in refused("postgresql://u:falsch@nirgends.invalid/x")
    assert "写得不对" in refused("postgresql://u:falsch@h/x?falsch=1&password=falsch")


def test_too_many_connections_are_told(postgres_database):
    with connected(postgres_database) as plain:
        plain.execute("CREATE ROLE einer LOGIN CONNECTION LIMIT 0")
        try:
            told = refused(postgres_database.replace("postgres@", "einer@"))
        finally:
            plain.execute("DROP ROLE einer")
    assert "连接数已满" in told


def test_who_may_only_read_is_told(postgres_store):
    with (
        open_store(postgres_store) as store,
        pytest.raises(StoreError, match="只读"),
        store.reading() as c,
    ):
        sites.add(c, site=a_site())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://u:geheim@db.x.cn:5433/a?sslmode=require", "postgresql://u@db.x.cn:5433/a"),
        ("postgres://db/a?password=geheim", "postgresql://db/a"),
        ("postgresql://u:ge@heim@db/a", "postgresql://u@db/a"),
        ("postgresql://u:geheim@[::1]:5/a", "postgresql://u@[::1]:5/a"),
        ("postgresql://u:geheim@h1,h2:1/%E5%8E%BF", "postgresql://u@h1,h2:1/县"),
    ],
)
def test_an_address_is_shown_without_its_password(url, said):
    address = postgres_address(url)
    assert str(address) == said
    assert "geheim" not in repr(address)
