"""From SQLite to PostgreSQL and back by backup and restore: all rows, whole or not at all, and numbers go on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from audits.store import (
    StoreError,
    alerts,
    attestations,
    audit_runs,
    findings,
    ledger,
    open_store,
    outbox,
    probes,
    scan_locks,
    scan_plans,
    scan_turns,
    sites,
    waivers,
)
from audits.store.backup import back_up
from audits.store.manifest import Depth
from audits.store.restoring import restore
from audits.store.rows import (
    Alert,
    Attestation,
    LedgerStep,
    ProbeRow,
    ScanPlan,
    ScanTurn,
    Waiver,
)
from audits.store.tables import metadata
from tests.audits.store.engines import NOON, a_finding, a_mail, a_site, an_audit, an_entry
from tests.postgres.shared import connected

THEN = datetime(2026, 4, 1, tzinfo=UTC)


def filled(place):
    """A store with a row in every table."""
    with open_store(place) as store, store.begin() as c:
        sites.add(c, site=a_site(name="a\0b\ud800 “县”"))
        for number in range(1, 4):
            audit_runs.add(c, audit=an_audit(number, verdicts={"pass": 3, "fail": 2**40}))
        findings.add(c, findings_of=[a_finding(), a_finding("f2", units=("县教体局", "\0"))])
        entry = ledger.add(c, entry=an_entry(due=date(2026, 5, 1), clean_looks=2**40))
        ledger.add_step(
            c, step=LedgerStep(entry=entry.id, at=NOON, who="张三", from_state="", to_state="found")
        )
        ledger.add(c, entry=an_entry("f2"))
        granted = dict(rule="links", reason="…", approver="李四", since=date(2026, 1, 1))  # noqa: C408
        waivers.add(c, waiver=Waiver(site=None, **granted))
        said = dict(site="x", clause="1.1", verdict="pass", who="张三", at=NOON)  # noqa: C408
        attestations.add(c, attestation=Attestation(**said))
        outbox.add(c, mail=a_mail(site="x", audit="run-1"))
        probes.add(
            c, series=[ProbeRow(site="x", at=NOON, kind="k", data={"b": 1, "a": ["\0", 0.1]})]
        )
        alerts.put(
            c, alert=Alert(site="x", rule="links", fingerprint="f1", looks=-1, first_seen=NOON)
        )
        scan_locks.take(c, site="x", holder="me", at=NOON, dead_before=NOON)
        turn = ScanTurn(site="x", due_at=NOON, holder="me", taken_at=NOON, state="running")
        scan_turns.take(c, turn=turn)
        scan_plans.put(
            c, plan=ScanPlan(site="x", schedule="每天 02:00", since=NOON, looked_at=NOON)
        )
    return place


def held(place):
    with open_store(place, create=False) as store, store.reading() as c:
        return {
            table.name: [
                tuple(row) for row in c.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
        }


def backed_up(place, folder, name="b.tar"):
    for number in range(1, 4):
        (folder / f"data/audits/x/run-{number}/snapshot").mkdir(parents=True, exist_ok=True)
        (folder / f"data/audits/x/run-{number}/snapshot/warc").write_text("w")
    with open_store(place) as store:
        back_up(
            store,
            folder / name,
            data=folder / "data",
            made_at=THEN,
            tool_version="0.1",
            depth=Depth.ALL,
        )
    return folder / name


def tables(url):
    with connected(url) as plain:
        return plain.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()


def test_an_office_that_outgrows_sqlite_moves_with_all_it_has(tmp_path, postgres_database):
    before = held(filled(tmp_path / "g.sqlite"))
    backup = backed_up(tmp_path / "g.sqlite", tmp_path)
    restore(backup, tmp_path / "new", at=THEN, storage=postgres_database)
    assert held(postgres_database) == before
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["audits"]
    with open_store(postgres_database) as store, store.begin() as c:  # its numbers go on
        assert ledger.add(c, entry=an_entry("f3")).id == 3
        assert outbox.add(c, mail=a_mail("b@x.test")).id == 2
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_and_moves_back(tmp_path, postgres_store):
    before = held(filled(postgres_store))
    backup = backed_up(postgres_store, tmp_path)
    done = restore(backup, tmp_path / "back", at=THEN)
    assert held(tmp_path / "back" / "gongkai.sqlite") == before
    assert (done.unsent, done.without_snapshot) == (1, 0)
    with open_store(tmp_path / "back" / "gongkai.sqlite") as store, store.begin() as c:
        assert ledger.add(c, entry=an_entry("f3")).id == 3


def test_both_engines_store_the_same(tmp_path, postgres_store):
    assert held(filled(tmp_path / "g.sqlite")) == held(filled(postgres_store))


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE crm (a int)", "CREATE TABLE gongkai_schema (a int)"]
)
def test_a_database_that_is_not_empty_is_left_alone(tmp_path, postgres_database, statement):
    backup = backed_up(filled(tmp_path / "g.sqlite"), tmp_path)
    with connected(postgres_database) as plain:
        plain.execute(statement)
    before = tables(postgres_database)
    with pytest.raises(StoreError, match="不是空的"):
        restore(backup, tmp_path / "new", at=THEN, storage=postgres_database)
    assert tables(postgres_database) == before
    assert not (tmp_path / "new").exists()


def test_what_cannot_be_put_in_place_fills_no_database(tmp_path, postgres_database, monkeypatch):
    backup = backed_up(filled(tmp_path / "g.sqlite"), tmp_path)
    (tmp_path / "new").mkdir()
    true = type(tmp_path).rename

    def rename(path, to):
        if to.name == "new":
            (to / "somebody's").touch()  # was faster
        return true(path, to)

    monkeypatch.setattr(type(tmp_path), "rename", rename)
    with pytest.raises(StoreError, match="没有恢复"):
        restore(backup, tmp_path / "new", at=THEN, storage=postgres_database)
    assert tables(postgres_database) == []
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["somebody's"]


def test_what_the_database_refuses_leaves_neither(tmp_path, postgres_database):
    place = filled(tmp_path / "g.sqlite")
    with closing(sqlite3.connect(place, isolation_level=None)) as plain:
        plain.execute("UPDATE ledger SET due = 'gestern', clean_looks = 'viele'")
    backup = backed_up(place, tmp_path)
    with pytest.raises(StoreError, match="读不懂的内容"):
        restore(backup, tmp_path / "new", at=THEN, storage=postgres_database)
    assert tables(postgres_database) == []
    assert not (tmp_path / "new").exists()


def test_a_number_that_is_too_large_is_refused_in_the_same_words_on_both(tmp_path, postgres_store):
    told = []
    for place in (tmp_path / "g.sqlite", postgres_store):
        with open_store(place) as store, pytest.raises(StoreError) as caught, store.reading() as c:
            ledger.get(c, entry=2**70)
        told.append(str(caught.value))
    assert told[0] == told[1]
