"""Have answers read by another process: then a second core parses while this one goes on asking.

Where that process dies or hangs, it is started anew, and what it was reading at the time is tried once
more; only the answer over which it fails twice stays unread.  Where it cannot be started at all, the
answers are read here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.fetching.answer import Answer
from crawler.reading.memory import LinkMemory
from crawler.spiders.answers import Read, read_answer
from crawler.spiders.parcels import LENGTH, READY, Done, Receiver, Task, unwrapped, wrapped
from crawler.spiders.question import Question

PROGRAM = (sys.executable, "-P", "-m", "crawler.spiders.reader_process")
_BUFFER = 1 << 20
# Reading the worst page that the limits let through takes a few seconds.
_HANGING = 60.0


class UnreadableError(Exception):
    """The answer could not be read; shown as what was wrong with it."""

    def __repr__(self) -> str:
        return str(self)


@dataclass(slots=True, eq=False)
class _Waiting:
    task: Task
    read: asyncio.Future[Read]
    deaths: int = 0

    def succeeds(self, read: Read) -> None:
        if not self.read.done():  # or else whoever asked is gone
            self.read.set_result(read)

    def fails(self, error: Exception) -> None:
        if not self.read.done():
            self.read.set_exception(error)


class ReaderApart:
    """Reads in another process.  To be closed."""

    def __init__(self, program: Sequence[str] = PROGRAM, hanging: float = _HANGING) -> None:
        """Start nothing yet; `program` is given the number of its socket."""
        self._program = program
        self._hanging = hanging
        self._memory = LinkMemory()
        self._waiting: deque[_Waiting] = deque()
        self._line: asyncio.StreamWriter | None = None
        self._serving: asyncio.Task[None] | None = None
        self._is_possible = True
        self.process: subprocess.Popen[bytes] | None = None

    async def read(
        self, question: Question, answer: Answer, fetched_at: datetime, *, keep: bool
    ) -> Read:
        """Read what came back to a question.  Raises whatever keeps it from being read."""
        task = Task(question, answer, fetched_at, keep)
        if not self._is_possible:
            return self._read_here(task)
        if self._serving is None:
            self._serving = asyncio.ensure_future(self._serve())
        waiting = _Waiting(task, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._line is not None:
            self._line.write(wrapped(waiting.task))
        return await waiting.read

    async def _serve(self) -> None:
        """Keep a process at work; where none can be had, read what waits here."""
        watching = asyncio.ensure_future(self._watch())
        try:
            while await self._begin_and_listen():
                self._blame()
            self._is_possible = False
            while self._waiting:
                waiting = self._waiting.popleft()
                try:
                    waiting.succeeds(self._read_here(waiting.task))
                except Exception as error:  # noqa: BLE001 - it is for whoever waits
                    waiting.fails(error)
        except Exception as error:  # noqa: BLE001 - nobody must wait for ever, whatever went wrong
            self._is_possible = False
            for waiting in self._waiting:
                waiting.fails(error)
        finally:
            watching.cancel()

    async def _begin_and_listen(self) -> bool:
        """Start a process and take what it says until it ends; False where it never began to work."""
        try:
            self.process, ours = _started(self._program)
        except OSError:
            return False
        line: asyncio.StreamWriter | None = None
        try:
            incoming, line = await asyncio.open_unix_connection(sock=ours, limit=_BUFFER)
            if await _received(incoming) != READY:
                return False
            for waiting in self._waiting:
                line.write(wrapped(waiting.task))
            self._line = line
            receiver = Receiver()
            while (came := await _received(incoming)) is not None:
                self._came(came, receiver)
            return True
        finally:
            self._line = None
            (line or ours).close()
            self._end_process()

    def _came(self, came: Any, receiver: Receiver) -> None:
        waiting = self._waiting.popleft()
        if isinstance(came, Done):
            waiting.succeeds(receiver.read(came))
        else:
            waiting.fails(UnreadableError(came.why))

    def _blame(self) -> None:
        """The process died over what it was to read next."""
        if self._waiting:
            self._waiting[0].deaths += 1
            if self._waiting[0].deaths > 1:
                self._waiting.popleft().fails(UnreadableError("the reading process died over it"))

    async def _watch(self) -> None:
        """Kill a process that says nothing over one answer for too long."""
        before = None
        while True:
            await asyncio.sleep(self._hanging)
            now = self._waiting[0] if self._waiting else None
            if now is not None and now is before and self._line is not None:
                self._end_process()
            before = now

    def _read_here(self, task: Task) -> Read:
        return read_answer(task.question, task.answer, task.fetched_at, self._memory)

    def _end_process(self) -> None:
        if self.process is not None:
            self.process.kill()  # it holds nothing that is not ours as well
            self.process.wait()

    async def close(self) -> None:
        """End the process; what still waits is given up."""
        if self._serving is not None:
            self._serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._serving
        for waiting in self._waiting:
            waiting.read.cancel()
        self._waiting.clear()


def _started(program: Sequence[str]) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*program, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                process_group=0,  # an interrupt at the terminal is the crawl's to handle
            )
    except OSError:
        ours.close()
        raise
    return process, ours


async def _received(incoming: asyncio.StreamReader) -> Any:
    """Return what comes next, None at the end."""
    try:
        (length,) = LENGTH.unpack(await incoming.readexactly(LENGTH.size))
        return unwrapped(await incoming.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
