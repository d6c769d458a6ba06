"""Workers on a real PostgreSQL: exactly one job a period, given back, revived, parked, cancelled, cut off."""

from __future__ import annotations

import json
import os
import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import text

from audits.desk.due import CANCELLED, DONE, GIVEN_UP
from audits.queue.book import Book, Queued, Wanted, jobs, put
from audits.queue.looking import look
from audits.queue.orders import add, cancel, parked, retry
from audits.queue.reviving import revive
from audits.queue.schema import prepare
from audits.queue.standing import as_json, as_lines, standing
from audits.scanning.ended import End
from audits.store import open_store
from tests.audits.queue.offices import (
    QUICK,
    LateScanner,
    Office,
    PaperScanner,
    Working,
    clock,
    locks,
    wait_until,
)
from tests.postgres.proxy import Proxy
from tests.postgres.server import Server
from tests.postgres.shared import connected


@pytest.fixture
def office(postgres_store: str, tmp_path: Path) -> Office:
    return Office(postgres_store, tmp_path)


def test_a_period_is_queued_once_whoever_looks(office: Office) -> None:
    office.sites = 12
    with office.book() as book, ThreadPoolExecutor(4) as threads:
        desk = office.desk
        looks = [threads.submit(look, desk, book, clock, locks) for _ in range(8)]
        found = Counter(site for one in looks for site in one.result())
        assert found == {f"a{n}": 1 for n in range(12)}
        with book.reading() as connection:
            queued = jobs(connection)
    assert len(queued) == 12
    assert len({job.args["claim"] for job in queued}) == 12
    assert {turn.tries for turn in office.turns()} == {1}


def test_two_workers_audit_every_site_once(office: Office) -> None:
    office.sites = 8
    with office.book() as book, Working(office), Working(office):
        wait_until(lambda: len(office.audits()) == 8)
        wait_until(lambda: not _scans(book))
    assert Counter(audit.site for audit in office.audits()) == {f"a{n}": 1 for n in range(8)}
    assert {(turn.state, turn.tries) for turn in office.turns()} == {(DONE, 1)}


def test_once_ends_when_nothing_is_left(office: Office) -> None:
    office.sites = 3
    with office.book(), Working(office, once=True) as worker:
        worker.join()
    assert len(office.audits()) == 3


def test_told_to_end_it_gives_its_sites_back_and_another_goes_on(office: Office) -> None:
    office.sites = 3
    with office.book() as book:
        scanner = PaperScanner(book.store, held=True)
        with Working(office, scanner) as first:
            wait_until(lambda: len(scanner.begun) == 3)
            first.stop()
        assert sorted(scanner.cut_off) == ["a0", "a1", "a2"]
        assert {job.status for job in _scans(book)} == {"todo"}, "given back, not left to the dead"
        with Working(office):
            wait_until(lambda: len(office.audits()) == 3)
    assert {(turn.state, turn.tries) for turn in office.turns()} == {(DONE, 1)}


def test_what_a_dead_worker_had_is_tried_again_and_parked_in_the_end(office: Office) -> None:
    """Its worker dies each time: no beat, no word.  Three tries, then it waits for a person."""
    with office.book() as book:
        look(office.desk, book, clock, locks)
        claims = set()
        for tries in (1, 2, 3):
            (job,) = _scans(book)
            assert job.turn is not None
            claims.add(job.turn[2])
            assert office.turns()[0].tries == tries
            _taken_by_the_dead(book)
            came = revive(book, clock, QUICK.dead_after)
        assert (len(claims), came.parked, came.again) == (3, ("a0",), ())
        assert _scans(book) == []
        (turn,) = parked(office.desk, book)
        assert (turn.state, turn.tries) == (GIVEN_UP, 3)
        assert "开始了 3 次" in turn.error
        assert "gongkai queue retry" in "".join(
            as_lines(standing(office.desk, book, clock, 30.0), UTC)
        )
        assert look(office.desk, book, clock, locks) == (), "parked is parked"
        assert retry(office.desk, book, clock, locks, ["a0"]) == ("a0",)
        assert retry(office.desk, book, clock, locks, ["a0"]) == ()
        with Working(office):
            wait_until(office.audits)
    assert [(turn.state, turn.tries) for turn in office.turns()] == [(DONE, 1)]


def test_who_died_while_reviving_keeps_nobody_from_reviving(office: Office) -> None:
    with office.book() as book:
        look(office.desk, book, clock, locks)
        with book.begin() as connection:
            put(
                connection,
                [
                    Wanted(task=t, args={"timestamp": 1}, lock=None if t == "revive" else t)
                    for t in ("look", "revive")
                ],
            )
        _taken_by_the_dead(book)
        with Working(office):
            wait_until(office.audits)
    assert [(turn.state, turn.tries) for turn in office.turns()] == [(DONE, 2)]


def test_cancelled_before_and_while_it_runs(office: Office) -> None:
    office.sites = 2
    with office.book() as book:
        look(office.desk, book, clock, locks)
        assert cancel(book, clock, "a0") == "todo"
        assert cancel(book, clock, "a0") is None
        scanner = PaperScanner(book.store, held=True)
        with Working(office, scanner):
            wait_until(lambda: scanner.begun == ["a1"])
            assert cancel(book, clock, "a1") == "doing"
            wait_until(lambda: scanner.cut_off == ["a1"])
            wait_until(lambda: not _scans(book))
        assert {turn.state for turn in office.turns()} == {CANCELLED}
        assert office.audits() == ()
        assert len(parked(office.desk, book)) == 2


def test_added_beside_the_plan_and_for_the_open_period(office: Office) -> None:
    office.sites = 2
    with office.book() as book:
        added = add(office.desk, book, clock, locks, ["a0"])
        assert (added.queued, added.there) == (("a0",), ())
        (turn,) = office.turns()
        assert turn.due_at.astimezone(clock().tzinfo).hour == 0, "the open period"
        assert add(office.desk, book, clock, locks, ["a0"]).there == ("a0",)
        with Working(office):
            wait_until(lambda: len(office.audits()) == 2)
            wait_until(lambda: not _scans(book))
            assert add(office.desk, book, clock, locks, ["a0"]).queued == ("a0",)
            wait_until(lambda: len(office.audits()) == 3)
        assert look(office.desk, book, clock, locks) == ()


def test_sites_on_one_server_take_turns_over_all_workers(office: Office) -> None:
    office.sites = 6
    with office.book() as book:
        look(office.desk, book, clock, lambda sites: {site.id: "address:one" for site in sites})
        scanner = PaperScanner(book.store, held=True)
        with Working(office, scanner), Working(office, scanner):
            wait_until(lambda: len(scanner.begun) == 1)
            assert len([job for job in _scans(book) if job.status == "doing"]) == 1
            scanner.go_on.set()
            wait_until(lambda: len(office.audits()) == 6)


def test_a_worker_that_was_cut_off_loses_its_sites_and_goes_on_working(
    own_postgres: Server, tmp_path: Path
) -> None:
    """Its late result is refused; the other's audit is the only one; once back, it takes new jobs."""
    url = own_postgres.url()
    office, far = Office(url, tmp_path), Office(url, tmp_path)
    with Proxy(own_postgres.port) as proxy, office.book() as book:
        through = own_postgres.url(port=proxy.port)
        late = LateScanner(book.store)
        with Working(far, late, through) as cut:
            wait_until(lambda: late.begun)
            proxy.cut()
            with Working(office):
                wait_until(office.audits)
            assert "连不上数据库" in "".join(far.said)
            late.go_on.set()
            wait_until(lambda: late.ended)
            assert [one.end for one in late.ended] == [End.LOST]
            proxy.mend()
            wait_until(lambda: "数据库恢复了" in "".join(far.said))
            assert add(office.desk, book, clock, locks, ["a0"]).queued == ("a0",)
            wait_until(lambda: len(office.audits()) == 2)
            assert cut.error is None
    assert [(turn.state, turn.tries) for turn in office.turns()] == [(DONE, 2), (DONE, 1)]


def test_a_restart_of_the_database_costs_nothing(own_postgres: Server, tmp_path: Path) -> None:
    office = Office(own_postgres.url("restarted"), tmp_path, sites=4)
    with connected(own_postgres.url()) as administration:
        administration.execute("CREATE DATABASE restarted")
    with office.book() as book:
        scanner = PaperScanner(book.store, held=True)
        with Working(office, scanner, timing=replace(QUICK, dead_after=60.0)) as worker:
            wait_until(lambda: len(scanner.begun) == 4)
            own_postgres.stop()
            wait_until(lambda: "连不上数据库" in "".join(office.said))
            own_postgres.start()
            wait_until(lambda: "数据库恢复了" in "".join(office.said))
            scanner.go_on.set()
            wait_until(lambda: len(office.audits()) == 4)
            wait_until(lambda: not _scans(book))
            assert worker.error is None
    assert {(turn.state, turn.tries) for turn in office.turns()} == {(DONE, 1)}


def test_status_is_the_same_for_people_and_for_programs(office: Office) -> None:
    office.sites = 3
    with office.book() as book:
        look(office.desk, book, clock, locks)
        assert any(
            "没有 worker 在运行" in line
            for line in as_lines(standing(office.desk, book, clock, 30.0), UTC)
        )
        scanner = PaperScanner(book.store, held=True)
        with Working(office, scanner, at_once=1):
            wait_until(lambda: scanner.begun)
            cancel(book, clock, "a2")
            wait_until(lambda: standing(office.desk, book, clock, 30.0).workers)
            seen = standing(office.desk, book, clock, 30.0)
        told = json.loads("\n".join(as_json(seen)))
        assert told["counts"] == {"waiting": 1, "running": 1, "parked": 1, "done_in_a_month": 0}
        assert told["running"][0]["pid"] == os.getpid()
        assert (told["running"][0]["try"], told["parked"][0]["reason"]) == (1, "由人取消")
        lines = "\n".join(as_lines(seen, UTC))
        assert "等待 1 个，正在检查 1 个，搁置 1 个" in lines
        fewer = replace(office.desk, sites=office.desk.sites[:2])
        assert standing(fewer, book, clock, 30.0).parked == parked(fewer, book) == ()
        assert socket.gethostname() in lines
        unheard = tuple(replace(job, host=None, pid=None, beat=None) for job in seen.jobs)
        assert "（没有音讯）:" not in "\n".join(as_lines(replace(seen, jobs=unheard), UTC))


def test_the_queue_is_upgraded_with_jobs_in_it(postgres_store: str, tmp_path: Path) -> None:
    office = Office(postgres_store, tmp_path, sites=2)
    with open_store(postgres_store) as store:
        assert prepare(store, to="03.03.00_01_pre_priority_lock_fetch_job")
        look(office.desk, Book(store), clock, locks)
        assert prepare(store), "an older Procrastinate's tables are brought forward"
        assert not prepare(store)
        assert len(_scans(Book(store))) == 2
        with Working(office):
            wait_until(lambda: len(office.audits()) == 2)


def _scans(book: Book) -> list[Queued]:
    with book.reading() as connection:
        return [job for job in jobs(connection) if job.turn]


def _taken_by_the_dead(book: Book) -> None:
    with book.begin() as connection:
        connection.execute(
            text("UPDATE procrastinate_jobs SET status = 'doing' WHERE status = 'todo'")
        )
