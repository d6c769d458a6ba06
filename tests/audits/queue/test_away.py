"""The database is gone while a run is being finished: no site has failed by that, and no letter says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audits.desk.due import DONE
from audits.desk.reading import read
from audits.desk.setup import Desk
from audits.queue.scanner import CrawlingScanner
from audits.store import open_store, outbox
from tests.audits.queue.offices import DAILY, Office, Working, wait_until
from tests.audits.queue.village import Village
from tests.audits.queue.worker_process import LEASES
from tests.postgres.proxy import Proxy
from tests.postgres.server import Server

_MAIL = "mail: {host: 127.0.0.1, from: a@a.gov.cn, security: none}"


@dataclass
class _Town(Office):
    """An office whose site is a real one, with somebody who gets letters."""

    village: Village | None = None

    @property
    def desk(self) -> Desk:
        return self.desk_at(self.url)

    def desk_at(self, url: str) -> Desk:
        assert self.village is not None
        site = self.village.yaml(0, 0.0, DAILY, recipients="[x@a.gov.cn]")
        lines = [f"storage: {url}", _MAIL, "sites:", site]
        return read("\n".join(lines) + "\n", self.folder / "gongkai.yaml")


def test_finishing_waits_for_the_database_and_nothing_is_closed_meanwhile(
    own_postgres: Server, tmp_path: Path
) -> None:
    """What finishes cannot reach it, and what would write of a failure can: that is what a restart looks like."""
    office = _Town(own_postgres.url(), tmp_path)
    with Village(1) as village, Proxy(own_postgres.port) as proxy, office.book() as book:
        office.village = village
        through = office.desk_at(own_postgres.url(port=proxy.port))
        village.held.add("/3.html")
        scanner = CrawlingScanner(lambda: through, book.store, 1, LEASES)
        with Working(office, scanner):
            wait_until(lambda: any(one.path == "/3.html" for one in village.asked))
            proxy.cut()
            village.held.clear()
            wait_until(lambda: "等数据库恢复后接着做" in "".join(office.said))
            (turn,) = office.turns()
            assert turn.finished_at is None
            proxy.mend()
            wait_until(office.audits)
        asked = [one.path for one in village.asked]
    assert asked.count("/1.html") == 1, "it was crawled once"
    assert [(turn.state, turn.tries) for turn in office.turns()] == [(DONE, 1)]
    with open_store(office.url) as store, store.reading() as connection:
        assert [letter.kind for letter in outbox.listed(connection)] == ["report"]
