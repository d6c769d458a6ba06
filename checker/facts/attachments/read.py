"""Read one attached file, whatever it is; never raises, and says what was not read and why.

Files are read by a process of their own (`child`), which is started with the first one and kept; where a file kills
it, the next one gets a new one.  Nothing here looks at a clock: the child's own limits end it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import IO, Any, cast

from checker.facts.attachments.as_json import from_values
from checker.facts.attachments.limits import DEFAULT, Limits
from checker.facts.attachments.model import Attachment, Kind, Note, State
from checker.facts.surroundings import surroundings

_CHILD = (sys.executable, "-P", "-m", "checker.facts.attachments.child")
_LONGEST = 1_000_000_000  # bytes of an answer; who says more is not listened to
# What comes of taking something for an answer that is none.
_NO_ANSWER = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
_DEATHS = 3  # so many files of one archive may kill their reader before the rest is left alone


class _Died(Exception):  # noqa: N818 - says what happened
    """The child ended; the message (Chinese) says how."""


@dataclass(slots=True)
class Order:
    """A file to be read, and how far its reading got."""

    body: bytes
    name: str
    cut: bool
    limits: Limits
    skipped: dict[int, str] = field(default_factory=dict)
    kind: Kind | None = None  # once the child has said it
    at: int | None = None

    @property
    def head(self) -> bytes:
        """What the child is told."""
        told = {
            "size": len(self.body),
            "name": self.name,
            "cut": self.cut,
            "limits": asdict(self.limits),
            "skipped": self.skipped,
        }
        return json.dumps(told).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class _Child:
    """A running process, with the pipe that tells it files and the one on which it answers."""

    process: subprocess.Popen[bytes]
    asked: IO[bytes]
    answers: IO[bytes]


class Reader:
    """One child process, started when it is needed."""

    def __init__(self, program: Sequence[str] = _CHILD, longest: int = _LONGEST) -> None:
        self._program = program
        self._longest = longest
        self._child: _Child | None = None

    def read(self, order: Order) -> Attachment:
        """Let the child read a file; what kills it within an archive is left out, and said."""
        while True:
            kept = self._child is not None
            order.kind = order.at = None
            try:
                return self._ask(order)
            except _Died as error:
                if kept and order.kind is None:
                    continue  # it had ended before it saw this file, which is not to blame
                if order.at is None or len(order.skipped) >= _DEATHS:
                    kind = order.kind or Kind.UNKNOWN
                    note = Note("全文", str(error))
                    return Attachment(order.name, kind, State.TOO_LARGE, notes=(note,))
                order.skipped[order.at] = str(error)

    def _ask(self, order: Order) -> Attachment:
        child = self._child or self._start()
        try:
            child.asked.write(order.head)
            child.asked.write(order.body)
            child.asked.flush()
        except BrokenPipeError:
            raise _Died(self._ended()) from None
        try:
            return self._answer(child, order)
        except _NO_ANSWER:  # a file has taken it over, or spoilt its memory
            child.process.kill()
            raise _Died(self._ended()) from None

    def _answer(self, child: _Child, order: Order) -> Attachment:
        while True:
            said = self._line(child)
            if "kind" in said:
                order.kind = Kind(said["kind"])
            elif "at" in said:
                order.at = int(said["at"])
            else:
                break
        read = from_values(said["read"])
        if said["last"]:
            self.close()
        return read

    def _line(self, child: _Child) -> dict[str, Any]:
        line = child.answers.readline(self._longest)
        if not line.endswith(b"\n"):
            if len(line) >= self._longest:
                child.process.kill()
            raise _Died(self._ended())
        said: dict[str, Any] = json.loads(line)
        return said

    def _start(self) -> _Child:
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            self._program,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings(),
        )
        asked, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        self._child = _Child(process, asked, answers)
        return self._child

    def _ended(self) -> str:
        code = self.close()
        if code in {-signal.SIGXCPU, -signal.SIGALRM}:
            return "读取耗时超过上限，未读"
        return "读取程序异常终止，未读"

    def close(self) -> int:
        """End the child; the answer is how it ended."""
        child, self._child = self._child, None
        if child is None:
            return 0
        child.answers.close()
        with contextlib.suppress(BrokenPipeError):
            child.asked.close()
        return child.process.wait()


_READER = Reader()
atexit.register(_READER.close)


def read_attachment(
    body: bytes, name: str = "", *, cut: bool = False, limits: Limits = DEFAULT
) -> Attachment:
    """Read a file.  `cut` says that `body` is only the beginning of it."""
    if not body:
        return Attachment(name, Kind.EMPTY, State.EMPTY)
    return _READER.read(Order(body, name, cut, limits))
