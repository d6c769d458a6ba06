"""The server restarts, crashes, is cut off or stands still: a clear message, and the store goes on afterwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audits.mailing.delivery import deliver
from audits.mailing.smtp import Postbox
from audits.store import StoreError, open_store, sites
from audits.store.errors import UnreachableError
from tests.audits.store.engines import NOON, a_site
from tests.postgres.proxy import Proxy
from tests.postgres.server import Server
from tests.postgres.shared import connected, server


@pytest.fixture(scope="module")
def own():
    with Server(wal_level="replica") as one:
        yield one


@pytest.fixture
def url(own, request):
    name = f"t{abs(hash(request.node.name))}"
    if not own.running:
        own.start()
    with connected(own.url()) as plain:
        plain.execute(f"CREATE DATABASE {name}")
    return own.url(name)


def names(store):
    with store.reading() as c:
        return [site.id for site in sites.listed(c)]


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_server_that_was_started_again_is_used_again(own, url, end):
    with open_store(url) as store:
        with store.begin() as c:
            sites.add(c, site=a_site(id="before"))
        getattr(own, end)()
        with pytest.raises(StoreError, match="连不上"):
            names(store)
        own.start()
        assert names(store) == ["before"]
        with store.begin() as c:
            sites.add(c, site=a_site(id="later"))
        assert names(store) == ["before", "later"]


def cut_off(store, cut):
    """Write, let that happen, and write on."""
    with store.begin() as c:
        sites.add(c, site=a_site(id="half"))
        cut()
        sites.add(c, site=a_site(id="never"))


def test_what_a_crash_interrupts_is_undone_and_told(own, url):
    with open_store(url) as store:
        with pytest.raises(StoreError, match="连接断了"):
            cut_off(store, own.kill)
        own.start()
        assert names(store) == []


def test_what_a_cut_line_interrupts_is_undone_and_told(own, url):
    with (
        Proxy(own.port) as proxy,
        open_store(url.replace(f":{own.port}/", f":{proxy.port}/")) as store,
    ):
        with pytest.raises(StoreError, match="连接断了"):
            cut_off(store, proxy.cut)
        with pytest.raises(StoreError, match="连不上|连接断了"):
            names(store)
        proxy.mend()
        assert names(store) == []


def unfinished(store):
    """Break off among several rows, as psycopg leaves its connection when the server goes just then."""
    with store.single() as connection:
        connection.connection.driver_connection.pgconn.enter_pipeline_mode()
        connection.exec_driver_sql("SELECT 1")


def test_who_breaks_off_among_several_rows_gets_another_line_and_says_no_more(
    postgres_store, caplog
):
    with open_store(postgres_store) as store:
        with pytest.raises(UnreachableError):
            unfinished(store)
        assert names(store) == []
    assert caplog.records == []


def test_who_stands_still_in_a_transaction_does_not_hold_up_the_others_for_ever(own, url):
    with Proxy(own.port) as proxy, open_store(url) as mine:
        impatient = f"{url}?options=-c%20idle_in_transaction_session_timeout%3D500"

        def pulled_cable():
            proxy.stall()  # while it holds the lock
            with mine.begin() as other:
                sites.add(other, site=a_site(id="mine"))
            proxy.cut()

        with (
            open_store(impatient.replace(f":{own.port}/", f":{proxy.port}/")) as theirs,
            pytest.raises(StoreError, match="连接断了|太久没有答复"),
        ):
            cut_off(theirs, pulled_cable)
        assert names(mine) == ["mine"]


def test_who_waits_too_long_for_another_is_told(postgres_store):
    with open_store(postgres_store) as mine, open_store(postgres_store, busy_seconds=0.2) as theirs:
        with mine.begin(), pytest.raises(StoreError, match="被另一个程序占用"), theirs.begin():
            pass  # not reached
        with theirs.begin() as c:
            sites.add(c, site=a_site())


def test_one_statement_need_not_wait_for_who_writes(postgres_store):
    with open_store(postgres_store, busy_seconds=5) as store:
        with store.begin() as c, store.single() as beat:
            sites.add(c, site=a_site())
            sites.add(beat, site=a_site(id="beat"))
        assert names(store) == ["beat", "x"]


def test_a_reader_sees_one_state_and_waits_for_nobody(postgres_store):
    with open_store(postgres_store) as store, store.reading() as c:
        assert sites.listed(c) == ()
        with store.begin() as writing:
            sites.add(writing, site=a_site())
        assert sites.listed(c) == ()
        assert names(store) == ["x"]


def test_one_at_a_time_over_all_machines(postgres_store):
    with open_store(postgres_store) as one, open_store(postgres_store) as other:
        with (
            one.alone("mail") as first,
            other.alone("mail") as second,
            other.alone("prune") as third,
        ):
            assert (first, second, third) == (True, False, True)
        with other.alone("mail") as now:
            assert now


def test_mail_is_sent_by_one_machine_at_a_time(postgres_store, tmp_path):
    postbox = Postbox(host="127.0.0.1", port=1, security="none", sender="a@x.test")
    with open_store(postgres_store) as here, open_store(postgres_store) as there:
        with there.alone("mail"):
            assert deliver(here, tmp_path, postbox, lambda: NOON).busy
        assert not deliver(here, tmp_path, postbox, lambda: NOON).busy


def test_there_is_one_clock_for_all(postgres_store, tmp_path):
    mine = datetime(2026, 3, 2, tzinfo=UTC)
    with open_store(postgres_store) as store:
        before = store.now(lambda: mine)
        assert mine != before <= store.now(lambda: mine)
        assert before.utcoffset() is not None
    with open_store(tmp_path / "g.sqlite") as store:
        assert store.now(lambda: mine) == mine


def test_a_standby_is_refused():
    with Server(wal_level="replica", hot_standby="on") as standby:
        open_store(standby.url()).close()
        standby.stop()
        standby.follow_nobody()
        standby.start()
        with pytest.raises(StoreError, match="只读的备用服务器"):
            open_store(standby.url())


def test_the_server_of_the_run_is_there():
    with connected(server()) as plain:
        assert plain.execute("SELECT 1").fetchone() == (1,)
