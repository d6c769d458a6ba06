"""Workers on a PostgreSQL of their own, disturbed in the middle of their scans: each site ends with one audit."""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg

from tests.audits.queue.machines import Machine
from tests.audits.queue.offices import DAILY, Office, wait_until
from tests.audits.queue.village import PAGES, Village
from tests.faults.tries import SEED, Row
from tests.faults.verbs import half_written
from tests.postgres.proxy import Proxy
from tests.postgres.server import Server

SITES = 3
WHERE = "worker"
FAULTS = (
    "worker killed",
    "worker stopped",
    "PostgreSQL stopped",
    "PostgreSQL killed",
    "network cut",
)
TOLD = {
    "worker killed": "kill -9",
    "worker stopped": "SIGTERM",
    "PostgreSQL stopped": "PostgreSQL stopped and started",
    "PostgreSQL killed": "PostgreSQL killed and started",
    "network cut": "network to the database cut",
}


class Cluster:
    """One server; a database, a village and a worker for each try."""

    def __init__(self, folder: Path, server: Server) -> None:
        self._folder, self._server = folder, server
        self._numbers = 0
        self._dice = random.Random(f"{SEED} cluster")  # noqa: S311 - where; the same places every time

    def once(self, row: Row) -> None:
        """Try a fault once, when so many requests have come in."""
        self._numbers += 1
        name, folder = f"faults{self._numbers}", self._folder / f"cluster-{self._numbers}"
        folder.mkdir()
        with psycopg.connect(self._server.url(), autocommit=True) as plain:
            plain.execute(f"CREATE DATABASE {name}".encode())
        with ExitStack() as stack:
            village = stack.enter_context(Village(SITES))
            proxy = stack.enter_context(Proxy(self._server.port))
            told = [village.yaml(number, 0, DAILY) for number in range(SITES)]
            office = Office(self._server.url(name), folder)
            machine = Machine(
                folder / "one", self._server.url(name, port=proxy.port), told, at_once=2
            )
            stack.callback(machine.close)
            machine.start()
            requests = self._dice.randint(1, SITES * PAGES)
            wait_until(lambda: len(village.asked) >= requests)
            self._befall(row.fault, machine, proxy)
            wait_until(lambda: len({audit.site for audit in office.audits()}) == SITES)
            code = machine.end(signal.SIGTERM)
            row.tried += 1
            _judge(row, office, machine, f"{row.fault} at request {requests}", code)

    def _befall(self, fault: str, machine: Machine, proxy: Proxy) -> None:
        acts: dict[str, Callable[[], object]] = {
            "worker killed": lambda: (machine.end(signal.SIGKILL), machine.start()),
            "worker stopped": lambda: (machine.end(signal.SIGTERM), machine.start()),
            "PostgreSQL stopped": self._server.restart,
            "PostgreSQL killed": lambda: (self._server.kill(), self._server.start()),
            "network cut": lambda: (proxy.cut(), proxy.mend()),
        }
        acts[fault]()


def _judge(row: Row, office: Office, machine: Machine, place: str, code: int) -> None:
    audits = office.audits()
    times = Counter(audit.site for audit in audits)
    row.lost += SITES - len(times)
    row.doubled += sum(times.values()) - len(times)
    data = machine.config.parent / "gongkai-data"
    half = half_written(data)
    row.half += len(half)
    row.lost += sum(not (data / audit.folder / "audit.json").is_file() for audit in audits)
    left = [path.name for path in data.rglob("*.gongkai-part")]
    left += [path.name for path in data.glob("audits/*/.running")]
    row.left += len(left)
    if code or "Traceback" in machine.said or half or left or set(times.values()) != {1}:
        row.notes.append(f"{place}: {code} {dict(times)} {half} {left} {machine.said[-400:]}")
