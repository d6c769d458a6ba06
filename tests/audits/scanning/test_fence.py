"""Who lost the planned scan that it was making stores nothing: the run is set aside, told, and not doubled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from audits.desk.due import DONE, GIVEN_UP
from audits.scanning.beforehand import settings_of
from audits.scanning.ended import End, SiteEnded
from audits.scanning.finishers import Finishers, FinishingError
from audits.scanning.late import late_plan
from audits.scanning.leftovers import begin, keep_whole, set_aside
from audits.scanning.order import Order, Stored
from audits.scanning.plans import SitePlan
from audits.scanning.scan import scan
from audits.scanning.site_locks import SiteLocks, lock_times
from audits.scanning.site_steps import Run, Steps
from audits.store import Store, UnreachableError, audit_runs, open_store, outbox, scan_turns, sites
from audits.store.rows import Audit, ScanTurn, Site
from crawler.many import Ended
from crawler.spiders.progress import Progress
from tests.audits.scanning.desks import Sites, at, small_portal
from tests.postgres.shared import connected
from tests.postgres.switch import place

PERIOD = at("2026-03-01T02:00:00")()
LATER = at("2026-04-01T02:00:00")()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Sites]:
    made = Sites(tmp_path / "data")
    yield made
    made.close()


class Overtaken:
    """A board that sees to it that another takes the planned scan over while it is crawled."""

    def __init__(self, store: Store, turn: ScanTurn) -> None:
        self._store, self._turn = store, turn

    def crawling(self, site: str, state: Progress | Ended) -> None:
        assert site == self._turn.site
        if isinstance(state, Ended):
            with self._store.begin() as connection:
                scan_turns.retake(connection, turn=self._turn, holder="another", at=PERIOD)

    def over(self, site: str, ended: SiteEnded) -> None:
        pass


def test_a_store_that_is_away_is_no_failure_of_the_site(kept: Sites, postgres_store: str) -> None:
    """Nothing is kept of it and nobody is written to; the planned scan is still to be made."""
    clock = at("2026-03-01T02:00:00")
    plan = replace(kept.plan("a", "x@a.gov.cn"), turn=(PERIOD, "me"))
    with connected(postgres_store) as plain:
        plain.execute("CREATE ROLE enge LOGIN SUPERUSER")
        try:
            with open_store(postgres_store.replace("postgres@", "enge@")) as store:
                plain.execute("ALTER ROLE enge NOSUPERUSER CONNECTION LIMIT 0")
                store.close()  # what comes now is a connection too many
                locks = SiteLocks(store, clock, lock_times(store.place))
                steps = Steps(kept.desk(), clock, store, locks, Finishers(), waits=True)
                begun = steps.begin(plan, settings_of(plan))
                with pytest.raises(UnreachableError, match="连接数已满"), store.alone("mail"):
                    pass
        finally:
            plain.execute("DROP ROLE enge")
        letters = plain.execute("SELECT count(*) FROM outbox").fetchone()
    assert isinstance(begun, SiteEnded)
    assert (begun.end, letters) == (End.AWAY, (0,))
    assert "连接数已满" in begun.why


def test_what_another_has_taken_over_is_set_aside(kept: Sites) -> None:
    small_portal(kept.server, "www.a.gov.cn")
    desk = kept.desk()
    desk.data.mkdir()
    plan = replace(kept.plan("a", "x@a.gov.cn"), turn=(PERIOD, "me"))
    turn = ScanTurn(site="a", due_at=PERIOD, holder="me", taken_at=PERIOD)
    with open_store(desk.storage) as store:
        with store.begin() as connection:
            sites.add(connection, site=_site(plan))
            scan_turns.take(connection, turn=turn)
        (ended,) = scan([plan], desk, at("2026-03-01T02:00:00"), Overtaken(store, turn))
        with store.reading() as connection:
            assert audit_runs.listed(connection) == ()
            assert outbox.listed(connection) == ()
            (now,) = scan_turns.listed(connection)
    assert (ended.end, ended.stored) == (End.LOST, None)
    assert "由别人接手" in ended.why
    assert (now.holder, now.finished_at) == ("another", None)
    (aside,) = desk.data.glob("audits/a/.aside/*/audit.json")
    assert str(aside.parent) in ended.why
    assert not list(desk.data.glob("audits/a/[0-9a-f]*"))
    (again,) = scan([replace(plan, turn=(PERIOD, "another"))], desk, at("2026-03-01T02:00:00"))
    assert again.end is End.DONE, again.why
    with open_store(desk.storage) as store, store.reading() as connection:
        (audit,) = audit_runs.listed(connection)
        (now,) = scan_turns.listed(connection)
    assert (now.audit, now.state) == (audit.id, DONE)


class KilledAtTheEnd(Finishers):
    """Its process sets the run aside, for another has taken over, and is killed before it says so."""

    def finish_apart(self, order: Order) -> Stored:
        assert order.begun is not None
        set_aside(order.begun.folder)
        raise FinishingError("gone", crashed=True)


def test_killed_between_setting_aside_and_saying_so(kept: Sites) -> None:
    clock = at("2026-03-01T02:00:00")
    desk, plan = kept.desk(), kept.plan("a", "x@a.gov.cn")
    desk.data.mkdir()
    with open_store(desk.storage) as store:
        with store.begin() as connection:
            sites.add(connection, site=_site(plan))
        locks = SiteLocks(store, clock, lock_times(store.place))
        steps = Steps(desk, clock, store, locks, KilledAtTheEnd())
        run = steps.begin(plan, settings_of(plan))
        assert isinstance(run, Run)
        ended = steps.finish(run)
    assert (ended.end, ended.stored) == (End.LOST, None)
    assert "由别人接手" in ended.why


@pytest.mark.parametrize(
    ("made_for", "there", "by"),
    [
        (None, None, (None,)),
        ((PERIOD, "me"), None, (None,)),
        ((PERIOD, "me"), ("me", None, False), ((PERIOD, "me"),)),
        ((PERIOD, "me"), ("another", None, False), ()),
        ((PERIOD, "me"), ("another", DONE, True), ()),
        ((PERIOD, "me"), ("another", GIVEN_UP, False), (None,)),
        ((LATER, "before"), ("now", None, False), ((LATER, "now"),)),
    ],
)
def test_a_run_found_late_fulfils_what_nobody_else_has_fulfilled(
    tmp_path: Path,
    made_for: tuple[datetime, str] | None,
    there: tuple[str, str | None, bool] | None,
    by: tuple[tuple[datetime, str] | None, ...],
) -> None:
    plan = SitePlan(site="a", name="a", home="http://www.a.gov.cn/", turn=(LATER, "now"))
    begun, _ = begin(tmp_path / "a", plan.home, PERIOD, turn=made_for)
    run = keep_whole(begun, "run")
    with open_store(place(tmp_path)) as store, store.begin() as connection:
        sites.add(connection, site=_site(plan))
        audit = _audit(connection) if there and there[2] else None
        if there and made_for:
            holder, state, _ = there
            turn = ScanTurn(site="a", due_at=made_for[0], holder=holder, taken_at=PERIOD)
            scan_turns.take(connection, turn=turn)
            if state:
                over = replace(turn, state=state, finished_at=PERIOD, audit=audit)
                scan_turns.finish(connection, turn=over)
        found = late_plan(connection, plan, run)
    assert found == (replace(plan, turn=by[0]) if by else None)


def _site(plan: SitePlan) -> Site:
    return Site(id=plan.site, name=plan.name, home=plan.home, added_at=PERIOD)


def _audit(connection) -> str:
    row = Audit(
        id="there",
        site="a",
        as_of=PERIOD.date(),
        started_at=PERIOD,
        finished_at=PERIOD,
        complete=True,
        exit_code=0,
        tool_version="0",
        packs=(),
        verdicts={},
        folder="audits/a/there",
    )
    audit_runs.add(connection, audit=row)
    return row.id
