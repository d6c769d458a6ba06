"""A crawling process ends when the process that started it is gone, whatever it is doing."""

from __future__ import annotations

import functools
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.folder import prepare
from crawler.job import INTERRUPTED, Job
from crawler.orders import Begin, Stop, Terms, packed
from crawler.snapshot import DiskSnapshot
from tests.crawler.conftest import moment
from tests.crawler.loopback import says_nothing

PATIENCE = 120.0
WORKER = [sys.executable, "-m", "crawler.worker"]
# Gives a worker the order that stands in a file, and stays.
PARENT = """
import os, pickle, subprocess, sys
from dataclasses import replace
from crawler.orders import packed
worker = subprocess.Popen([sys.executable, "-m", "crawler.worker"], stdin=subprocess.PIPE)
terms, order = pickle.loads(open(sys.argv[1], "rb").read())
worker.stdin.write(packed(replace(terms, parent=os.getpid())) + packed(order))
worker.stdin.flush()
worker.wait()
"""


@pytest.fixture
def started(plan, tmp_path):
    """Start a parent that starts a worker; what they write ends when both of them have ended."""
    processes = []

    def start(clock: Callable[[], Any], patience: float) -> subprocess.Popen[bytes]:
        folder = tmp_path / "snapshot"
        prepare(folder)
        job = Job(plan(timeout=PATIENCE * 10), folder)
        order = tmp_path / "order"
        terms = Terms(clock, "test", 0, patience=patience)
        order.write_bytes(pickle.dumps((terms, Begin(1, job))))
        command = [sys.executable, "-c", PARENT, str(order)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def test_it_ends_in_good_order_when_its_parent_is_killed(server, started, tmp_path):
    server.at("/", says_nothing)
    parent = started(moment, PATIENCE)
    server.wait_for("/")
    parent.kill()
    parent.communicate(timeout=PATIENCE)
    snapshot = DiskSnapshot(tmp_path / "snapshot")
    assert snapshot.info.finish == INTERRUPTED
    snapshot.close()


def test_it_ends_as_it_is_where_good_order_takes_too_long(started, tmp_path):
    os.mkfifo(fifo := tmp_path / "fifo")
    parent = started(functools.partial(Path.read_bytes, fifo), 0.1)
    with fifo.open("wb"):  # opens when the worker reads, and leaves it waiting, all of it
        parent.kill()
        parent.communicate(timeout=PATIENCE)


TERMS = packed(Terms(moment, "test", os.getpid()))


@pytest.mark.parametrize(
    "orders",
    [TERMS[:3], TERMS[:50], TERMS + packed(Stop(7))],
    ids=["broken off", "broken off later", "to end what has ended already"],
)
def test_an_order_that_is_none_begins_nothing(orders):
    done = subprocess.run(WORKER, input=orders, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
