"""What is fuzzed: a target takes any bytes and says what must hold; the seeds are inputs that it knows.

Both engines (hypothesis, atheris) run the same targets.  A target must not need a network, a clock, or a file
outside the folder of its own that `workplace` gives.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SEEDS = HERE / "seeds"
FOUND = HERE / "found"  # minimal inputs that once broke a target
REAL = ROOT.parent / "shared" / "realdata"
_REAL_ENOUGH = 40
_REAL_MOST_BYTES = 60_000
# CPU time, and far above what any input may cost: it tells "never ends" from a busy machine.
MOST_SECONDS = 20.0


class TooSlowError(AssertionError):
    """One input of a few kilobytes took more CPU time than any may."""


@dataclass(frozen=True, slots=True)
class Target:
    """`check` raises what is wrong with an input.

    `zipped`: the seeds are zip files, and it is their members that are changed.  `most` bytes an input has
    at the utmost.  `words` are pieces that make inputs interesting.  `examples` is what the short form tries,
    `seconds` what an input may cost.
    """

    name: str
    check: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]]
    zipped: bool = False
    most: int = 20_000
    words: tuple[bytes, ...] = ()
    examples: int = 12
    seconds: float = MOST_SECONDS
    about: str = field(default="")

    def run(self, data: bytes) -> None:
        """Try one input, and measure it."""
        begun = time.process_time()
        self.check(data)
        if time.process_time() - begun > self.seconds:
            raise TooSlowError(f"{self.name}: {len(data)} bytes, {self.seconds} s of CPU time")


def names() -> list[str]:
    """All targets: one module of `targets` each."""
    return sorted(path.stem for path in (HERE / "targets").glob("[a-z]*.py"))


def target(name: str) -> Target:
    """Find a target."""
    found: Target = import_module(f"tests.fuzzing.targets.{name}").TARGET
    assert found.name == name, f"{found.name} stands in {name}.py"
    return found


def text(data: bytes) -> str:
    """Bytes as a text; lone surrogates, which JSON brings in, are possible."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def said(error: Exception, what: str = "") -> None:
    """A refusal says something, that can be printed."""
    assert str(error)
    assert what in str(error)
    str(error).encode()


def seeds_of(name: str) -> list[bytes]:
    """Our own small files for a target."""
    folder = SEEDS / name
    return [path.read_bytes() for path in sorted(folder.glob("*")) if path.is_file()]


def real_pages(*folders: str) -> list[bytes]:
    """Some of the saved real pages; none where they are missing."""
    files = [path for folder in folders for path in sorted((REAL / folder).rglob("*"))]
    fitting = [p for p in files if p.is_file() and 0 < p.stat().st_size <= _REAL_MOST_BYTES]
    step = max(1, len(fitting) // _REAL_ENOUGH)
    return [path.read_bytes() for path in fitting[::step][:_REAL_ENOUGH]]


@cache
def _place() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="gongkai-fuzzing-")


@contextmanager
def workplace(name: str, data: bytes) -> Iterator[Path]:
    """A file that holds the input, under the same path each time."""
    path = Path(_place().name) / str(os.getpid()) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
