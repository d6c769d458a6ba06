"""Machines with a data directory each, one store and one archive: what one has made, any can go on with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest

from audits.archive.errors import ArchiveError
from audits.archive.holdings import Holdings, snapshot_of
from audits.config import Choices
from audits.desk.setup import ArchiveSetup
from audits.mailing.delivery import deliver
from audits.mailing.drafts import Addressees, Attaching
from audits.scanning.failure import write_of
from audits.scanning.finishing import finish
from audits.scanning.history import history
from audits.scanning.leftovers import begin
from audits.scanning.order import Order, Stored
from audits.scanning.plans import SitePlan, Workplace
from audits.store import audit_runs, open_store, outbox, sites
from audits.store.rows import Site
from tests.audits.archive.conftest import ENVIRONMENT, in_bucket
from tests.audits.mailing.mail_server import MailServer
from tests.audits.scanning.desks import at
from tests.checker.facts.disk import HOME, written

PAGES = {
    HOME: f"<title>某县人民政府</title><a href={HOME}a.html>规划计划</a>",
    f"{HOME}a.html": "<title>规划计划</title><p>空</p>",
}


class Machines:
    """Any number of them; each is a folder."""

    def __init__(self, folder: Path, archive: ArchiveSetup | None) -> None:
        self.folder, self.archive = folder, archive
        self.storage = folder / "shared.sqlite"
        self.plan = SitePlan(
            site="a",
            name="某县",
            home=HOME,
            choices=Choices(render="never", security=False, format=["json"], jobs=1),
            addressees=Addressees(recipients=("x@a.gov.cn",)),
        )
        with open_store(self.storage) as store, store.begin() as connection:
            moment = at("2026-01-01T00:00:00")()
            sites.add(connection, site=Site(id="a", name="某县", home=HOME, added_at=moment))

    def workplace(self, name: str) -> Workplace:
        return Workplace(
            data=self.folder / name,
            storage=self.storage,
            attaching=Attaching(formats=("csv",)),
            archive=self.archive,
        )

    def crawled(self, name: str, day: str) -> Order:
        """A crawl that has ended on a machine."""
        workplace, clock = self.workplace(name), at(f"{day}T02:00:00")
        workplace.folder("a").mkdir(parents=True, exist_ok=True)
        begun, _ = begin(workplace.folder("a"), HOME, clock())
        written(begun.snapshot, PAGES | {f"{HOME}{day}.html": "<p>新</p>"}).close()
        return Order(self.plan, workplace, clock, begun=begun)

    def audited(self, name: str, day: str) -> Stored:
        return finish(self.crawled(name, day))

    def here(self, name: str) -> set[str]:
        """The runs of which a machine has the snapshot."""
        return {path.parent.name for path in (self.folder / name).glob("audits/a/*/snapshot")}


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.soak)])
def machines(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Machines:
    if request.param == "folder":
        (tmp_path / "archive").mkdir()
        return Machines(tmp_path, ArchiveSetup(folder=tmp_path / "archive"))
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    where, bucket = request.getfixturevalue("server"), request.getfixturevalue("bucket")
    return Machines(tmp_path, in_bucket(where, bucket, uuid4().hex))


@pytest.fixture
def postbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with ExitStack() as at_the_end:
        server = MailServer()
        at_the_end.callback(server.close)
        monkeypatch.setenv("SSL_CERT_FILE", str(server.authority(tmp_path / "authority.pem")))
        yield server


def test_what_one_machine_has_made_another_goes_on_with(
    machines: Machines, postbox: MailServer
) -> None:
    first = machines.audited("one", "2026-03-01")
    clock = at("2026-03-01T03:00:00")
    with open_store(machines.storage) as store:
        done = deliver(
            store,
            machines.folder / "two",
            postbox.postbox(),
            clock,
            archive=machines.archive,
        )
    assert [mail.recipient for mail in done.sent] == ["x@a.gov.cn"]
    second = machines.audited("two", "2026-04-01")
    assert "新增" in second.change
    assert machines.here("two") == {second.audit.id}
    assert (machines.folder / "two" / first.audit.folder / "audit.json").is_file()
    with open_store(machines.storage) as store:
        past = history(store, machines.workplace("three"), "a")
    assert [one.trouble for one in past] == ["", ""]
    assert past[1].changes is not None
    third = machines.workplace("three").holdings
    snapshot = third.snapshot(first.audit.folder)
    assert (snapshot / "index.sqlite").read_bytes() == (
        machines.folder / "one" / first.audit.folder / "snapshot/index.sqlite"
    ).read_bytes()


def test_a_machine_keeps_the_last_snapshot_and_can_be_emptied(machines: Machines) -> None:
    stored = [machines.audited("one", f"2026-0{month}-01") for month in (3, 4)]
    assert machines.here("one") == {stored[-1].audit.id}
    shutil.rmtree(machines.folder / "one")
    holdings = machines.workplace("one").holdings
    for one in stored:
        assert holdings.snapshot(one.audit.folder).is_dir()
        assert holdings.results(one.audit.folder).is_file()
    with open_store(machines.storage) as store, store.reading() as connection:
        for mail in outbox.listed(connection):
            assert holdings.file(mail.file).read_bytes()


def test_who_is_cut_off_before_the_store_knows_doubles_nothing(machines: Machines) -> None:
    order = machines.crawled("one", "2026-03-01")
    lost = store_at(machines)  # as if the transaction had never come
    stored = finish(replace(order, workplace=replace(order.workplace, storage=lost)))
    folder = order.workplace.data / stored.audit.folder
    again = finish(replace(order, begun=None, whole=folder))
    assert again.audit.id == stored.audit.id
    archive = order.workplace.holdings.archive()
    assert archive is not None
    assert archive.listed("audits") == (stored.audit.folder,)
    assert archive.listed("snapshots") == (snapshot_of(stored.audit.folder),)
    uploads = {key.key.split("/")[3] for key in archive.shelf.listed("audits")}
    assert len(uploads) == 2  # the manifest, and one upload
    with open_store(machines.storage) as store, store.reading() as connection:
        assert len(audit_runs.listed(connection)) == 1
        assert len(outbox.listed(connection)) == 1


def store_at(machines: Machines) -> Path:
    """A store that is lost with what was stored in it."""
    lost = machines.folder / "lost.sqlite"
    with open_store(lost) as store, store.begin() as connection:
        moment: datetime = at("2026-01-01T00:00:00")()
        sites.add(connection, site=Site(id="a", name="某县", home=HOME, added_at=moment))
    return lost


def test_what_was_made_before_there_was_an_archive_is_kept_by_the_next_scan(
    machines: Machines,
) -> None:
    archive, machines.archive = machines.archive, None
    before = machines.audited("one", "2026-03-01").audit.folder
    machines.archive = archive
    holdings = machines.workplace("one").holdings
    assert holdings.whole(before).is_dir()
    after = machines.audited("one", "2026-04-01").audit
    other = machines.workplace("two").holdings
    assert other.snapshot(before).is_dir()
    assert other.results(before).is_file()
    assert machines.here("one") == {after.id}


def test_where_the_archive_cannot_be_reached_nothing_is_stored_and_nothing_lost(
    machines: Machines,
) -> None:
    order = machines.crawled("one", "2026-03-01")
    nowhere = ArchiveSetup(folder=machines.folder / "not-mounted")
    with pytest.raises(ArchiveError, match="网络盘是否已挂载"):
        finish(replace(order, workplace=replace(order.workplace, archive=nowhere)))
    with open_store(machines.storage) as store, store.reading() as connection:
        assert audit_runs.listed(connection) == ()
        assert outbox.listed(connection) == ()
    (run,) = [path.parent for path in order.workplace.folder("a").glob("[0-9a-f]*/audit.json")]
    stored = finish(replace(order, begun=None, whole=run))
    assert Holdings(machines.folder / "two", machines.archive).results(stored.audit.folder)


def test_the_letter_of_a_failure_is_kept_for_all_machines(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    machines = Machines(tmp_path, ArchiveSetup(folder=tmp_path / "shared"))
    here, there = machines.workplace("one"), machines.workplace("two")
    with open_store(machines.storage) as store:
        write_of(store, here, machines.plan, "服务器没有应答", at("2026-01-01T02:00:00")())
        with store.reading() as connection:
            (letter,) = outbox.listed(connection)
    assert there.holdings.file(letter.file).read_bytes() == (here.data / letter.file).read_bytes()
