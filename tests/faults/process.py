"""`gongkai …` as a real process with all that it starts, disturbed at one traced point or never."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

PATIENCE = 300.0
ROOT = Path(__file__).parents[2]
INSIDE = Path(__file__).parent / "inside"
MAIN = "audits.cli"
_WITH_CHILDREN = frozenset({"crawl", "scan"})
_OWN = threading.local()


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of a process: its module, and how many points it has come to."""

    role: str
    at: int
    what: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its code, what it said, and the processes that outlived it for ever."""

    code: int
    said: str
    met: str = ""
    orphans: int = 0


def points(world: Path, words: Sequence[str], environment: Mapping[str, str]) -> list[Point]:
    """The points of an undisturbed run, in their order; the world is as that run leaves it."""
    log = world.with_name(f"{world.name}.points")
    ended = run(world, words, environment, {"log": str(log)})
    assert "Traceback" not in ended.said, ended.said
    if not log.exists():
        return []
    return [Point(*json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]


def disturbed(
    world: Path,
    words: Sequence[str],
    environment: Mapping[str, str],
    point: Point,
    do: str | Callable[[], None],
    *,
    years: int = 0,
) -> Ended:
    """Run a command that something befalls at a point; `met` names the point, "" where it was never reached.

    `years`: how far its clock is off.
    """
    once = world.with_name(f"{world.name}.once")
    told = {"role": point.role, "at": point.at, "once": str(once), "years": years}
    if isinstance(do, str):
        ended = run(world, words, environment, told | {"do": do})
    else:
        place = world.with_name("call")
        with socket.socket(socket.AF_UNIX) as called:
            called.bind(str(place))
            called.listen()
            thread = threading.Thread(target=_answer, args=(called, do), daemon=True)
            thread.start()
            ended = run(world, words, environment, told | {"do": str(place)})
            called.shutdown(socket.SHUT_RDWR)
            thread.join(PATIENCE)
    met = once.read_text(encoding="utf-8") if once.exists() else ""
    return Ended(ended.code, ended.said, met, ended.orphans)


def _answer(called: socket.socket, do: Callable[[], None]) -> None:
    try:
        asked, _ = called.accept()
    except OSError:
        return  # the point was never reached
    with asked:
        do()
        asked.sendall(b"!")


def run(
    world: Path,
    words: Sequence[str],
    environment: Mapping[str, str],
    fault: Mapping[str, object] | None = None,
    *,
    reader_goes: bool = False,
) -> Ended:
    """Run a command to its end and wait for all that it has started.  `reader_goes`: nobody reads what it says."""
    path = [str(INSIDE), str(ROOT), *(part for part in sys.path if part)]
    out = world.with_name(f"{world.name}.said")
    if words[0] not in _WITH_CHILDREN:
        told = {"below": str(world), **fault} if fault else None
        given = {"reader_goes": reader_goes}
        code = _warm().command(world, words, environment, out, {"fault": told, **given})
        return Ended(code, _said(out))
    variables = {**os.environ, **environment, "PYTHONPATH": os.pathsep.join(path)}
    if fault:
        variables["GONGKAI_FAULT"] = json.dumps({"below": str(world), **fault})
    reading, writing = os.pipe() if reader_goes else (-1, -1)
    if reader_goes:
        os.close(reading)
    with out.open("wb") as said:
        process = psutil.Popen(
            [sys.executable, "-m", MAIN, *words],
            cwd=world,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=writing if reader_goes else said,
            stderr=said,
            start_new_session=True,
        )
        if reader_goes:
            os.close(writing)
        family: set[psutil.Process] = set()
        while True:
            family |= _children(process)
            try:
                process.wait(0.02)
                break
            except psutil.TimeoutExpired:
                continue
    _, left = psutil.wait_procs(family, PATIENCE)
    for each in left:
        each.kill()
    return Ended(process.returncode, _said(out), orphans=len(left))


def _said(out: Path) -> str:
    """What was said."""
    return out.read_text(encoding="utf-8", errors="replace")


class _Warm:
    """The process that forks for commands, as who gives them sees it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.warm"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def command(
        self,
        world: Path,
        words: Sequence[str],
        environment: Mapping[str, str],
        out: Path,
        more: Mapping[str, object],
    ) -> int:
        asked = {
            "words": list(words),
            "folder": str(world),
            "environment": dict(environment),
            "out": str(out),
            **more,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()


def _warm() -> _Warm:
    """The one of this thread."""
    if not hasattr(_OWN, "warm"):
        _OWN.warm = _Warm()
    warm: _Warm = _OWN.warm
    return warm


def close() -> None:
    """End the one of this thread."""
    if hasattr(_OWN, "warm"):
        _OWN.warm.close()
        del _OWN.warm


def _children(process: psutil.Process) -> set[psutil.Process]:
    try:
        return set(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return set()


KILLED = -signal.SIGKILL
