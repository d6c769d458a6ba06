"""A verb disturbed once: in a copy of its world, at a point; then the user's next command, and what came of both."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import process
from tests.faults.process import Ended, Point
from tests.faults.verbs import Items, Verb, half_written, temporary

SEED = 20261122
AT_A_POINT = ("kill", "term", "interrupt", "hang up", "no room", "no files")
ON_A_DISK = ("disk full", "read-only")
OTHER = ("reader gone", "clock set")
FAULTS = (*AT_A_POINT, *ON_A_DISK, *OTHER)
TOLD = {
    "kill": "kill -9",
    "term": "SIGTERM",
    "interrupt": "SIGINT (Ctrl-C)",
    "hang up": "SIGHUP (the terminal gone)",
    "no room": "no file takes another byte (RLIMIT_FSIZE)",
    "no files": "file descriptors used up",
    "disk full": "disk full (tmpfs)",
    "read-only": "disk read-only (tmpfs)",
    "reader gone": "stdout closed, as by `head`",
    "clock set": "killed, and its clock was five years off",
}
# What makes and upgrades the tables (Alembic) is for one thread of a process.
_ONE_AT_A_TIME = threading.Lock()
_DISK = "32m"
_YEARS = (-5, 5)


@dataclass
class Row:
    """What came of all tries of a fault with a verb."""

    fault: str
    where: str
    tried: int = 0
    lost: int = 0
    doubled: int = 0
    half: int = 0
    left: int = 0
    resent: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        """Whether anything came of it that must not."""
        return bool(self.lost or self.doubled or self.half or self.left or self.notes)


class Tries:
    """All tries of one verb.  `forget` makes its servers forget what came in."""

    def __init__(self, verb: Verb, folder: Path, forget: Callable[[], None]) -> None:
        self.verb, self._folder, self._forget = verb, folder, forget
        self._numbers = 0
        self._template = folder / "template" / "world"
        self._template.mkdir(parents=True)
        with _ONE_AT_A_TIME:
            verb.made(self._template)
        self._points: list[Point] | None = None
        self._calm: Items = Counter()
        self._calm_left: Counter[str] = Counter()
        self._dice = random.Random(f"{SEED} {verb.name}")  # noqa: S311 - where; the same places every time

    def learn(self) -> list[Point]:
        """Run the verb once undisturbed: its points, and what must come of it."""
        if self._points is None:
            world = self._world()
            self._forget()
            self._points = process.points(world, self.verb.words, self.verb.environment)
            with _ONE_AT_A_TIME:
                self._calm = self.verb.items(world)
            self._calm_left = temporary(world)
            assert self._calm, "an undisturbed run has come to nothing"
            shutil.rmtree(world.parent)
        return self._points

    def once(self, row: Row, point: Point | None = None) -> None:
        """Try a fault once, and add what came of it."""
        points = self.learn()
        point = point or self._dice.choice(points)
        self._forget()
        world = self._world()
        with contextlib.ExitStack() as stack:
            room = None
            if row.fault in ON_A_DISK:
                room = stack.enter_context(_disk(world))
                shutil.copytree(self._template, world, dirs_exist_ok=True)
            ended = self._befallen(row.fault, world, point, room)
            if not ended.met:
                shutil.rmtree(world.parent, ignore_errors=True)
                return
            row.tried += 1
            self._judge(row, world, ended, point)
        if not row.bad:
            shutil.rmtree(world.parent, ignore_errors=True)

    def _judge(self, row: Row, world: Path, ended: Ended, point: Point) -> None:
        place = f"{point.role} {point.at} {ended.met}"
        half = half_written(world)
        row.half += len(half)
        row.left += ended.orphans
        words = self.verb.next_words(world)
        if words is not None:
            again = process.run(world, words, self.verb.environment)
            if again.code not in {0, 1} or "Traceback" in again.said:
                row.notes.append(f"{place}: next command {again.code}: {again.said[-300:]}")
        if "Traceback" in ended.said:
            row.notes.append(f"{place}: traceback: {ended.said[-400:]}")
        try:
            with _ONE_AT_A_TIME:
                found = self.verb.items(world)
        except Exception as error:  # noqa: BLE001 - a world that cannot be read is a finding, not the end
            row.notes.append(f"{place}: cannot be read: {error!r}")
            return
        lost, doubled = self._calm - found, found - self._calm
        row.lost += lost.total()
        row.doubled += doubled.total()
        left = temporary(world) - self._calm_left
        row.left += left.total()
        row.resent += self.verb.resent(world)
        if lost or doubled or half or left or ended.orphans:
            told = {"lost": lost, "doubled": doubled, "half": half, "left": left}
            shown = {name: list(each)[:4] for name, each in told.items() if each}
            row.notes.append(f"{place}: {shown} orphans {ended.orphans}")

    def _befallen(self, fault: str, world: Path, point: Point, disk: _Disk | None) -> Ended:
        verb, given = self.verb, self.verb.environment
        if fault == "reader gone":
            ended = process.run(world, verb.words, given, reader_goes=True)
            return Ended(ended.code, ended.said, "from the start", ended.orphans)
        if fault == "clock set":
            years = self._dice.choice(_YEARS)
            return process.disturbed(world, verb.words, given, point, "kill", years=years)
        if disk is not None and fault == "disk full":
            ended = process.disturbed(world, verb.words, given, point, disk.fill)
            disk.empty()
            return ended
        if disk is not None:
            disk.only_reading(yes=True)
            ended = process.run(world, verb.words, given)
            disk.only_reading(yes=False)
            return Ended(ended.code, ended.said, "from the start", ended.orphans)
        return process.disturbed(world, verb.words, given, point, fault)

    def _world(self) -> Path:
        self._numbers += 1
        world = self._folder / f"{self._numbers}" / "world"
        shutil.copytree(self._template, world)
        return world


class _Disk:
    """A small disk of its own, mounted at the world."""

    def __init__(self, place: Path) -> None:
        self._place, self._filler = place, place / ".filler"

    def fill(self) -> None:
        """Write until there is no room."""
        with self._filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
        with self._filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(512))

    def empty(self) -> None:
        """Make room."""
        self._filler.unlink(missing_ok=True)

    def only_reading(self, *, yes: bool) -> None:
        """Let nobody write, or everybody again."""
        _mounted("-o", f"remount,{'ro' if yes else 'rw'}", str(self._place))


def _mounted(*words: str) -> None:
    subprocess.run(["mount", *words], check=True, capture_output=True)  # noqa: S607 - of the system


@contextlib.contextmanager
def _disk(place: Path) -> Iterator[_Disk]:
    _mounted("-t", "tmpfs", "-o", f"size={_DISK}", "none", str(place))
    try:
        yield _Disk(place)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S607 - of the system


def disks(folder: Path) -> str:
    """Why no small disk can be had here; "" where it can."""
    if os.geteuid():
        return "mounting wants root"
    place = folder / "tried"
    place.mkdir()
    try:
        with _disk(place):
            return ""
    except (subprocess.CalledProcessError, OSError):
        return "no tmpfs can be mounted here"
