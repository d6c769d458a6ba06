"""Any order of calls, kept or undone, leaves in the store what it leaves in a dict."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.store import (
    ConflictError,
    StaleError,
    audit_runs,
    ledger,
    open_store,
    outbox,
    scan_locks,
    sites,
)
from tests.audits.store.engines import ENGINES, NOON, a_mail, a_site, an_audit, an_entry


class UndoneError(Exception):
    """The transaction is to leave nothing."""


def plain(text):
    return text.replace("\0", "\ufffd")


# Each does the same to the store and to the model; both have to agree on how it goes.


def add_site(connection, model, key, value):
    there = key in model["sites"]
    try:
        sites.add(connection, site=a_site(id=key, name=value))
        assert not there
        model["sites"][key] = plain(value)
    except ConflictError:
        assert there


def open_matter(connection, model, key, value):
    there = key in model["ledger"]
    try:
        ledger.add(connection, entry=an_entry(key, note=value))
        assert not there
        model["ledger"][key] = (plain(value), 1)
    except ConflictError:
        assert there


def entry_of(connection, key):
    found = ledger.listed(connection, site="x", rule="links")
    return next((entry for entry in found if entry.fingerprint == key), None)


def change(connection, model, key, value):
    entry = entry_of(connection, key)
    assert (entry is None) == (key not in model["ledger"])
    if entry is not None:
        ledger.update(connection, entry=replace(entry, note=value))
        model["ledger"][key] = (plain(value), entry.version + 1)


def change_stale(connection, model, key, value):
    entry = entry_of(connection, key)
    assert (entry is None) == (key not in model["ledger"])
    if entry is not None:
        stale = replace(entry, note=value, version=entry.version - 1)
        with pytest.raises(StaleError):
            ledger.update(connection, entry=stale)


def post(connection, model, key, value):
    new = outbox.add_once(connection, mail=a_mail(key, subject=value))
    assert (new is None) == (key in model["outbox"])
    model["outbox"].setdefault(key, (plain(value), "queued"))


def send(connection, model, key, value):
    mail = outbox.of(connection, message_id="<1@x.test>", recipient=key)
    if mail is None:
        return
    subject, state = model["outbox"][key]
    was = "sent" if len(value) > 4 else "queued"
    try:
        outbox.update(connection, mail=replace(mail, state="sent"), was=was)
        assert state == was
        model["outbox"][key] = (subject, "sent")
    except StaleError:
        assert state != was


def lock(connection, model, key, _):
    holder = model["locks"].get("x")
    taken = scan_locks.take(connection, site="x", holder=key, at=NOON, dead_before=NOON)
    assert taken == (holder is None)
    model["locks"].setdefault("x", key)


def unlock(connection, model, key, _):
    mine = model["locks"].get("x") == key
    assert scan_locks.release(connection, site="x", holder=key) == mine
    if mine:
        del model["locks"]["x"]


def held(connection):
    return {
        "sites": {site.id: site.name for site in sites.listed(connection) if site.id != "x"},
        "ledger": {one.fingerprint: (one.note, one.version) for one in ledger.listed(connection)},
        "outbox": {one.recipient: (one.subject, one.state) for one in outbox.listed(connection)},
        "locks": {lock.site: lock.holder for lock in scan_locks.listed(connection)},
    }


CALLS = (add_site, open_matter, change, change_stale, post, send, lock, unlock)
CALL = st.tuples(st.sampled_from(CALLS), st.sampled_from("abc"), st.text(max_size=8))
TRANSACTIONS = st.lists(st.tuples(st.lists(CALL, max_size=5), st.booleans()), max_size=8)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=20)
@given(transactions=TRANSACTIONS)
def test_the_store_holds_what_a_dict_holds(engine, transactions):
    model = {"sites": {}, "ledger": {}, "outbox": {}, "locks": {}}
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(ENGINES[engine](Path(folder))) as store,
    ):
        with store.begin() as c:
            sites.add(c, site=a_site())
            audit_runs.add(c, audit=an_audit())
        for calls, keep in transactions:
            before = deepcopy(model)
            with suppress(UndoneError), store.begin() as c:
                for call, key, value in calls:
                    call(c, model, key, value)
                if not keep:
                    model = before
                    raise UndoneError
            with store.reading() as c:
                assert held(c) == model
