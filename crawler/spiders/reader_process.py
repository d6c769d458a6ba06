"""The process that reads answers for a crawl: `python -m crawler.spiders.reader_process SOCKET`.

Holds nothing that is not the crawl's as well: it may be killed at any moment, and ends with the crawl,
however that ends.  Where one answer holds it up, the system ends it: the crawl that watches it may be gone.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import sys

from crawler.garbage import seldom_collected
from crawler.reading.memory import LinkMemory
from crawler.snapshot.warc import packed_response
from crawler.spiders.answers import read_answer
from crawler.spiders.parcels import LENGTH, READY, Done, Sender, Task, Undone, unwrapped, wrapped

_HANGING = 180  # seconds; the crawl loses patience before


def serve(line: socket.socket, hanging: int = _HANGING) -> None:
    """Read what comes until the other end is closed."""
    sender, memory = Sender(), LinkMemory()
    line.sendall(wrapped(READY))
    with line.makefile("rb") as incoming:
        while len(head := incoming.read(LENGTH.size)) == LENGTH.size:
            (length,) = LENGTH.unpack(head)
            task = incoming.read(length)
            if len(task) < length:
                return  # the crawl was ended in the middle of it
            signal.alarm(hanging)  # its default is the end, which no regular expression can put off
            done = wrapped(_done(unwrapped(task), sender, memory))
            signal.alarm(0)
            line.sendall(done)


def _done(task: Task, sender: Sender, memory: LinkMemory) -> Done | Undone:
    question, answer, fetched_at, keep = task
    try:
        read = read_answer(question, answer, fetched_at, memory)
        record = None
        if keep:
            status, headers = answer.status_line, answer.headers()
            record = packed_response(
                question.url, status, headers, answer.body, fetched_at, answer.address
            )
        return sender.done(read, record)
    except Exception as error:  # noqa: BLE001 - a page that we fail to read is the crawl's to record
        return Undone(repr(error))


def main(number: str) -> None:
    """Serve on the inherited socket with this number."""
    # The crawl ends in good order at an interrupt, and still needs us for that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with (
        seldom_collected(),
        socket.socket(fileno=int(number)) as line,
        contextlib.suppress(ConnectionError),
    ):
        serve(line)


if __name__ == "__main__":
    main(sys.argv[1])
