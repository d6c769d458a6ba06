"""Killed, filled up, cut off, started again: nothing is lost, nothing doubled, nothing half there, nothing left behind.

The long form tries every fault with every verb, round by round, until GONGKAI_FAULTS_SECONDS (900) are over,
prints the table, and writes it to GONGKAI_FAULTS_TABLE where that names a file.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults import cluster, process, worlds
from tests.faults.table import table
from tests.faults.tries import FAULTS, ON_A_DISK, Row, Tries, disks
from tests.faults.verbs import Verb
from tests.postgres.server import Server

SECONDS = float(os.environ.get("GONGKAI_FAULTS_SECONDS", "900"))
# Rounds in which nothing is found any more say no more.
MOST_ROUNDS = 12
_QUICK: tuple[Callable[[], Verb], ...] = (
    *(worlds.report, worlds.check, worlds.new_store, worlds.upgrade, worlds.ledger_step),
    *(worlds.backup, worlds.restore, worlds.prune),
    lambda: worlds.prune(archived=True),
)


@pytest.fixture
def ended() -> Iterator[None]:
    yield
    process.close()


@pytest.mark.usefixtures("ended")
def test_a_few_faults(tmp_path: Path) -> None:
    """The short form: kills at the moments at which most is in the making, and a full disk."""
    rows = []
    for made, word in (
        (worlds.new_store, "os.link"),
        (worlds.backup, "os.rename"),
        (worlds.prune, "sql COMMIT"),
    ):
        verb = made()
        tries = Tries(verb, _folder(tmp_path, verb), lambda: None)
        (last, *_) = [point for point in reversed(tries.learn()) if word in point.what]
        rows.append(Row("kill", verb.name))
        tries.once(rows[-1], last)
        if verb.name == "backup":
            rows.append(Row("no room", verb.name))
            tries.once(rows[-1], tries.learn()[0])
    _all_is_well(rows)
    assert [row.tried for row in rows] == [1] * 4


@pytest.mark.soak
def test_the_fault_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    until = time.monotonic() + SECONDS
    without = disks(tmp_path)
    faults = [fault for fault in FAULTS if not (without and fault in ON_A_DISK)]
    rows: list[Row] = []
    errors: list[BaseException] = []

    def work(turns: Callable[[], Iterator[Callable[[], None]]]) -> None:
        try:
            for turn in turns():
                if time.monotonic() > until:
                    return
                try:
                    turn()
                except BaseException as error:  # noqa: BLE001 - raised in the thread of the test
                    errors.append(error)
        finally:
            process.close()

    with ExitStack() as stack:
        servers = [worlds.Servers(stack, _folder(tmp_path, name)) for name in "ab"]
        server = stack.enter_context(Server())
        quick = [(made(), _nothing) for made in _QUICK]
        quick.append((worlds.send(servers[0]), servers[0].mail.taken.clear))
        large = [
            (worlds.crawl(servers[1]), servers[1].mail.taken.clear),
            (worlds.scan(servers[1]), servers[1].mail.taken.clear),
            (worlds.scan(servers[1], archived=True), servers[1].mail.taken.clear),
        ]
        machines = cluster.Cluster(tmp_path, server)
        in_cluster = [Row(fault, cluster.WHERE) for fault in cluster.FAULTS]
        rows += in_cluster
        many = [lambda row=row: machines.once(row) for row in in_cluster]
        threads = [
            threading.Thread(target=work, args=(turns,))
            for turns in (
                lambda: _turns(tmp_path, quick[::2], faults, rows),
                lambda: _turns(tmp_path, quick[1::2], faults, rows),
                lambda: _merged(_turns(tmp_path, large, faults, rows), itertools.cycle(many)),
            )
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    told = table(rows)
    if place := os.environ.get("GONGKAI_FAULTS_TABLE"):
        notes = "\n".join(note for row in rows for note in row.notes)
        Path(place).write_text(f"{told}\n\n{notes}\n", encoding="utf-8")
    with capsys.disabled():
        print(f"\n{told}\n{without}")  # noqa: T201 - the table
    if errors:
        raise errors[0]
    _all_is_well(rows)


def _turns(
    folder: Path,
    verbs: list[tuple[Verb, Callable[[], None]]],
    faults: list[str],
    rows: list[Row],
) -> Iterator[Callable[[], None]]:
    """Every fault with every verb, again and again; kills three times as often, for there every moment is another."""
    cells = []
    for verb, forget in verbs:
        tries = Tries(verb, _folder(folder, verb), forget)
        for fault in faults:
            row = Row(fault, verb.name)
            rows.append(row)
            cells.append((tries, row))
    for number in range(MOST_ROUNDS):
        for fault in faults:
            for tries, row in cells:
                if row.fault == fault:
                    for _ in range(3 if number and fault == "kill" else 1):
                        yield lambda tries=tries, row=row: tries.once(row)


def _merged(
    one: Iterator[Callable[[], None]], other: Iterator[Callable[[], None]]
) -> Iterator[Callable[[], None]]:
    """Two of the one, one of the other."""
    while several := list(itertools.islice(one, 2)):
        yield from several
        yield next(other)


def _all_is_well(rows: list[Row]) -> None:
    assert not [f"{row.fault}, {row.where}: {row.notes}" for row in rows if row.bad], table(rows)


def _folder(within: Path, named: Verb | str) -> Path:
    name = named if isinstance(named, str) else named.name.replace(", ", "-")
    folder = within / name
    folder.mkdir()
    return folder


def _nothing() -> None:
    pass
