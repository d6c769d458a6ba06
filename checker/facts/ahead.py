"""Read all pages of a site before any rule asks for one, in as many processes as there are cores for it.

What comes out is the same however many processes there are, and whatever becomes of them: a page that none
of them delivers is read when it is first asked for.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from queue import Queue
from threading import Thread
from typing import IO, Any

from checker.facts.glance import Glance
from checker.facts.pagewise import PERSONAL_DATA, files_held
from checker.facts.reading_apart import FRAME, Order
from checker.facts.shelf import SAMPLE
from checker.facts.site import SiteFacts
from checker.facts.surroundings import surroundings
from crawler.snapshot import DiskSnapshot

# So few are read here sooner than a process has started.
LEAST_APART = 300
_WAITING = 256
PROGRAM = (sys.executable, "-P", "-m", "checker.facts.reading_apart")

Told = Callable[[int, int], None]
_Came = tuple[str, bytes, tuple[Glance | None, dict[str, Any]]]


def read_ahead(
    site: SiteFacts, also: Sequence[str], jobs: int, told: Told, program: Sequence[str] = PROGRAM
) -> None:
    """Read the pages that are held, and `also` what else is wanted of each, and of files (see `pagewise`).

    `told` is called with how many are read, and how many there are; `program` reads what it is ordered to.
    """
    urls = [fetch.url for fetch in site.held]
    if PERSONAL_DATA in also:
        urls += [fetch.url for fetch in files_held(site.snapshot)]
    total = len(urls)
    told(0, total)
    for done, _ in enumerate(_read(site, urls, also, jobs, program), 1):
        told(done, total)


def _read(
    site: SiteFacts, urls: Sequence[str], also: Sequence[str], jobs: int, program: Sequence[str]
) -> Iterator[str]:
    """Read the pages, and yield each when that is done."""
    snapshot, sample = site.snapshot, urls[:SAMPLE]
    for url in sample:
        yield _read_here(site, url, also)
    rest = urls[SAMPLE:]
    if jobs > 1 and len(urls) >= LEAST_APART and isinstance(snapshot, DiskSnapshot):
        dictionary = site.shelf.learnt([site.page(url) for url in sample if site.has_read(url)])
        orders = [
            Order(snapshot.folder, tuple(rest[first::jobs]), tuple(also), dictionary)
            for first in range(jobs)
        ]
        for url, facts, (glance, found) in _read_apart(orders, program):
            site.take(url, facts, glance, also, found)
            yield url
    for url in rest:
        if not site.has_read(url):
            yield _read_here(site, url, also)


def _read_here(site: SiteFacts, url: str, also: Sequence[str]) -> str:
    # What goes wrong does so again, and is told, where a rule asks for the page.
    with contextlib.suppress(Exception):
        site.read(url, also)
    return url


def _read_apart(orders: Sequence[Order], program: Sequence[str]) -> Iterator[_Came]:
    """Yield what the processes deliver, as it comes."""
    came: Queue[_Came | None] = Queue(_WAITING)
    children: list[subprocess.Popen[bytes]] = []
    working = 0
    try:
        for order in orders:
            with contextlib.suppress(OSError):
                child = _started(program)
                children.append(child)
                Thread(target=_listen, args=(child, order, came), daemon=True).start()
                working += 1
        while working:
            one = came.get()
            if one is None:
                working -= 1
            else:
                yield one
    finally:
        for child in children:
            child.kill()
        while working:
            working -= came.get() is None
        for child in children:
            child.wait()


def _started(program: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module, no shell
        program,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=surroundings(),
        process_group=0,  # an interrupt at the terminal is ours: we end them
    )


def _listen(child: subprocess.Popen[bytes], order: Order, came: Queue[_Came | None]) -> None:
    """Hand an order to a process and pass on what it delivers; None is the end, also an early one."""
    try:
        if child.stdin and child.stdout:
            with child.stdout as delivered:
                with child.stdin as asked:
                    pickle.dump(order, asked, pickle.HIGHEST_PROTOCOL)
                for number, facts, rest in _frames(delivered):
                    beside = pickle.loads(rest)  # noqa: S301 - our own program's
                    came.put((order.urls[number], facts, beside))
    except (OSError, pickle.UnpicklingError, IndexError):
        pass  # what it did not deliver is read when it is asked for
    finally:
        came.put(None)


def _frames(pipe: IO[bytes]) -> Iterator[tuple[int, bytes, bytes]]:
    while len(head := pipe.read(FRAME.size)) == FRAME.size:
        number, facts, rest = FRAME.unpack(head)
        body = pipe.read(facts + rest)
        if len(body) < facts + rest:
            return
        yield number, body[:facts], body[facts:]
