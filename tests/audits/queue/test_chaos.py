"""Real workers, real crawls, real PostgreSQL: killed, restarted and cut off, every site ends with one audit.

The servers' own logs say how politely they were asked.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from audits.cli import run
from audits.desk.due import DONE
from audits.store import ledger, open_store
from tests.audits.queue.machines import Machine
from tests.audits.queue.offices import DAILY, PATIENCE, Office, wait_until
from tests.audits.queue.village import STRETCH, Village
from tests.postgres.proxy import Proxy
from tests.postgres.server import Server

_LONG = max(PATIENCE, 3600)  # for two hundred sites on a machine that has much else to do


def test_a_worker_is_killed_and_every_site_is_audited_once(
    postgres_store: str, tmp_path: Path
) -> None:
    sites, delay = 4, 0.05
    with ExitStack() as stack:
        village = stack.enter_context(Village(sites, sharing=4, dead="/gone.html"))
        told = [village.yaml(number, delay, DAILY) for number in range(sites)]
        machines = [
            Machine(tmp_path / name, postgres_store, told, at_once=4) for name in ("one", "two")
        ]
        office = Office(postgres_store, tmp_path)
        for machine in machines:
            stack.callback(machine.close)
        doomed, other = machines
        doomed.start()
        wait_until(lambda: any(one.path == "/1.html" for one in village.asked) or _over(doomed))
        other.start()
        doomed.end(signal.SIGKILL)
        wait_until(lambda: office.count() == sites or _over(other), 0.2)
        _written_again(office, other)
        _looked_at_again(office, other)
        assert other.end(signal.SIGTERM) == 0, other.said
        _each_once(office, sites)
    assert village.most_at_once() == 1
    assert village.shortest_stretch() > delay * STRETCH * 0.8
    assert "Traceback" not in doomed.said + other.said


@pytest.mark.soak
def test_two_hundred_sites_through_kill_restart_and_cut_cable(
    own_postgres: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites, delay = int(os.environ.get("GONGKAI_CHAOS_SITES", "200")), 0.1
    with ExitStack() as stack:
        village = stack.enter_context(Village(sites, sharing=10))
        proxy = stack.enter_context(Proxy(own_postgres.port))
        told = [village.yaml(number, delay, DAILY) for number in range(sites)]
        office = Office(own_postgres.url(), tmp_path)
        one = Machine(tmp_path / "one", own_postgres.url(), told, at_once=10, dead_after=15)
        with office.book():
            pass
        two = Machine(
            tmp_path / "two", own_postgres.url(port=proxy.port), told, at_once=10, dead_after=15
        )
        for machine in (one, two):
            stack.callback(machine.close)
            machine.start()
        _until(office, sites, 0.15)
        one.end(signal.SIGKILL)
        one.start()
        _until(office, sites, 0.4)
        own_postgres.restart()
        _until(office, sites, 0.6)
        proxy.cut()
        wait_until(lambda: "没有音讯" in one.said or office.count() == sites, 0.5, _LONG)
        proxy.mend()
        _until(office, sites, 1.0)
        ends = [machine.end(signal.SIGTERM) for machine in (one, two)]
        assert ends == [0, 0], one.said + two.said
        _each_once(office, sites)
    with capsys.disabled():
        print(_table(village, office, tmp_path, delay))  # noqa: T201 - the table of a long test
    assert village.most_at_once() == 1
    assert village.shortest_stretch() > delay * STRETCH * 0.8


def _table(village: Village, office: Office, folder: Path, delay: float) -> str:
    audits, turns = office.audits(), office.turns()
    per = Counter((turn.site, turn.due_at) for turn in turns if turn.audit)
    tries = Counter(turn.tries for turn in turns)
    hosts = Counter(one.host for one in village.asked if one.path == "/1.html")
    aside = len(list(folder.glob("*/gongkai-data/audits/*/.aside/*")))
    rows = {
        "sites": len({audit.site for audit in audits}),
        "audits": len(audits),
        "most audits of a site and period": max(per.values()),
        "turns by state": dict(Counter(turn.state for turn in turns)),
        "turns by attempts": dict(sorted(tries.items())),
        "sites crawled more than once": sum(count > 1 for count in hosts.values()),
        "runs set aside": aside,
        "addresses": len({one.address for one in village.asked}),
        "requests": len(village.asked),
        "requests that overlapped at an address": sum(one.beside > 0 for one in village.asked),
        "shortest gap between two requests of an address": f"{village.shortest_gap() * 1000:.0f} ms",
        f"shortest {STRETCH} gaps in a row": f"{village.shortest_stretch() * 1000:.0f} ms"
        f" (the delay asks for {delay * STRETCH * 1000:.0f})",
    }
    return "\n" + "\n".join(f"{name:48} {value}" for name, value in rows.items())


def _written_again(office: Office, machine: Machine) -> None:
    """A worker writes the reports of an audit that its machine has in another format."""
    data = machine.config.parent / "gongkai-data"
    audit = next(one for one in office.audits() if (data / one.folder).is_dir())
    assert not list((data / audit.folder).glob("*.md"))
    asked = ["queue", "render", audit.id, "--format", "md", "--config", str(machine.config)]
    assert run(asked) == 0
    wait_until(lambda: list((data / audit.folder).glob("*.md")) or _over(machine), 0.2)


def _looked_at_again(office: Office, machine: Machine) -> None:
    """A worker looks once more at a dead link of the ledger, and puts down what it saw."""
    asked = ["queue", "recheck", "1", "--who", "李四", "--config", str(machine.config)]
    assert run(asked) == 0
    wait_until(lambda: _noted_by(office, "李四") or _over(machine), 0.2)


def _noted_by(office: Office, who: str) -> bool:
    with open_store(office.url) as store, store.reading() as connection:
        return any(step.who == who for step in ledger.steps(connection, entry=1))


def _until(office: Office, sites: int, part: float) -> None:
    wait_until(lambda: office.count() >= sites * part, 0.5, _LONG)


def _over(machine: Machine) -> bool:
    assert machine.process is not None
    assert machine.process.poll() is None, machine.said
    return False


def _each_once(office: Office, sites: int) -> None:
    audits = office.audits()
    assert Counter(audit.site for audit in audits) == {f"s{n}": 1 for n in range(sites)}
    assert all(audit.complete for audit in audits)
    assert {turn.state for turn in office.turns()} == {DONE}
