"""A portal's pages as a finished crawl leaves them on the disk, and the same with the rows in another order."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from crawler.reading.charset import decode
from crawler.reading.links import read_links
from crawler.reading.scope import is_attachment
from crawler.reading.urls import host_of
from crawler.snapshot import DiskSnapshot
from crawler.snapshot.model import Fetch, Link, Outcome, Probe, RecordPlace, Role
from crawler.snapshot.warc import FILE
from crawler.snapshot.writer import SnapshotWriter

AT = datetime(2024, 11, 21, 1, 0, tzinfo=UTC)


def crawled(home: str, bodies: Mapping[str, bytes], folder: Path) -> Path:
    """Walk through a portal from its home page, by clicks, and write down what was met."""
    depths, links, wave = {home: 0}, dict[str, Sequence[Link]](), [home]
    while wave:
        following: list[str] = []
        for url in wave:
            if url not in bodies or is_attachment(url):
                continue
            read = decode(bodies[url])
            links[url] = read_links(read.text, url, read.encoding).links
            for link in links[url]:
                if link.target.startswith("http") and link.target not in depths:
                    depths[link.target] = depths[url] + 1
                    following.append(link.target)
        wave = following
    with closing(SnapshotWriter.create(folder, "gongkai", AT)) as writer:
        fetches = [
            _fetch(home, url, depth, bodies.get(url), writer) for url, depth in depths.items()
        ]
        _write(writer, home, fetches, links)
    return folder


def reordered(held: Path, folder: Path, seed: int) -> Path:
    """Write the same down as if all had become known, and been answered, in another order."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    with closing(DiskSnapshot(held)) as first:
        fetches = list(first.fetches())
        dice.shuffle(fetches)
        links = {fetch.url: first.links(fetch.url) for fetch in fetches}
        with closing(SnapshotWriter.create(folder, "gongkai", AT)) as writer:
            _write(writer, first.info.home, fetches, links, dice)
    shutil.copyfile(held / FILE, folder / FILE)
    return folder


def _write(
    writer: SnapshotWriter,
    home: str,
    fetches: Sequence[Fetch],
    links: Mapping[str, Sequence[Link]],
    dice: random.Random | None = None,
) -> None:
    writer.describe(
        home=home, started_at=AT.isoformat(), hosts=[host_of(home)], settings={"max_depth": 20}
    )
    for fetch in fetches:
        writer.know(fetch.url, fetch.role, fetch.depth)
    if dice:
        fetches = dice.sample(fetches, len(fetches))
    for fetch in fetches:
        writer.settle(fetch, links.get(fetch.url, ()))
    for number in (1, 2):
        told = {"url": f"{home}no{number}", "outcome": "not_found", "status": 404}
        writer.probe(Probe("honest_404", host_of(home), AT, told))
    writer.describe(finished_at=AT.isoformat(), finish="finished")
    writer.commit()


def _fetch(home: str, url: str, depth: int, body: bytes | None, writer: SnapshotWriter) -> Fetch:
    role = Role.PAGE if not is_attachment(url) else Role.ATTACHMENT
    role = role if host_of(url) == host_of(home) else Role.EXTERNAL
    if body is None:
        return Fetch(url, role, Outcome.NOT_FOUND, depth, 404, fetched_at=AT)
    kind = "application/octet-stream" if is_attachment(url) else "text/html"
    place: RecordPlace = writer.keep_body(url, "200 OK", [("Content-Type", kind)], body, AT, "127.0.0.1")  # fmt: skip
    return Fetch(
        url,
        role,
        Outcome.OK,
        depth,
        200,
        content_type=kind,
        encoding=None if is_attachment(url) else decode(body).encoding,
        fetched_at=AT,
        address="127.0.0.1",
        sha256=sha256(body).hexdigest(),
        size=len(body),
        record=place,
    )
