"""The process that reads pages for another one: `python -m checker.facts.reading_apart`.

Takes one order from its standard input and writes a frame for each page to its standard output, in the
order's own order.  A page over which reading fails is left out: whoever asked reads it again and sees why.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from checker.facts.glance import glance_of
from checker.facts.reading import read_held
from checker.facts.shelf import packed
from crawler.snapshot import DiskSnapshot

# Number of the page in the order, length of its packed facts, length of what is kept beside them.
FRAME = struct.Struct("<III")


@dataclass(frozen=True, slots=True)
class Order:
    """Pages of a snapshot folder, what to look for beside their facts, and how to pack them."""

    folder: Path
    urls: tuple[str, ...]
    also: tuple[str, ...]
    dictionary: bytes


def serve(order: Order, out: BinaryIO) -> None:
    """Read the pages of an order."""
    snapshot = DiskSnapshot(order.folder)
    for number, url in enumerate(order.urls):
        try:
            facts, also = read_held(snapshot, url, order.also)
        except Exception:  # noqa: BLE001, S112  # it is met again, and told, where the page is asked for
            continue
        page = packed(facts, order.dictionary)
        glance = glance_of(facts) if facts is not None else None
        rest = pickle.dumps((glance, also), pickle.HIGHEST_PROTOCOL)
        out.write(FRAME.pack(number, len(page), len(rest)) + page + rest)
    out.flush()


def main() -> None:
    """Serve the order that stands in the standard input; ends when nobody listens any more."""
    try:
        serve(pickle.load(sys.stdin.buffer), sys.stdout.buffer)  # noqa: S301 - from our own program
    except BrokenPipeError:
        os._exit(1)  # without flushing what nobody takes


if __name__ == "__main__":
    main()
