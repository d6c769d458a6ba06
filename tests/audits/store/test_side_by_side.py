"""Two processes at one store, on each engine: nothing is lost, nobody waits for ever, one of two is first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audits.store import alerts, audit_runs, ledger, open_store, scan_turns, sites
from audits.store.rows import Alert
from tests.audits.store.children import (
    at_once,
    change_crosswise,
    claim_all,
    count_up,
    lock_sites,
)
from tests.audits.store.engines import ENGINES, NOON, a_site, an_audit, an_entry

TIMES = 25


@pytest.fixture(params=ENGINES)
def place(request, tmp_path):
    found = ENGINES[request.param](tmp_path)
    with open_store(found) as store, store.begin() as c:
        sites.add(c, site=a_site())
        sites.add(c, site=a_site(id="y"))
        audit_runs.add(c, audit=an_audit())
        ledger.add(c, entry=an_entry(clean_looks=0))
        alerts.put(
            c, alert=Alert(site="x", rule="links", fingerprint="f1", looks=0, first_seen=NOON)
        )
    return found


def test_what_is_read_and_written_back_is_never_lost(place):
    versions = at_once(count_up, place, TIMES)
    with open_store(place) as store, store.reading() as c:
        (entry,) = ledger.listed(c)
        (alert,) = alerts.listed(c)
    assert (entry.clean_looks, alert.looks) == (2 * TIMES, 2 * TIMES)
    assert entry.version == max(versions) == 2 * TIMES + 1


def test_those_who_change_the_same_rows_crosswise_both_come_to_an_end(place):
    assert at_once(change_crosswise, place, TIMES) == [True, True]


def test_a_planned_scan_is_claimed_once(place):
    periods = [NOON + timedelta(days=day) for day in range(TIMES)]
    got = at_once(claim_all, place, periods)
    assert sorted([*got[0], *got[1]]) == periods
    with open_store(place) as store, store.reading() as c:
        assert [turn.tries for turn in scan_turns.listed(c)] == [1] * TIMES


def test_a_site_is_locked_by_one(place):
    assert sorted(at_once(lock_sites, place, number=3)) == [False, False, True]
