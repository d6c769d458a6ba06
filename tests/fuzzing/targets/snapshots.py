"""A snapshot folder that was harmed or made up: what can be read is read, the rest is a SnapshotError.

The seeds are zip files of a folder, so that index and archive are harmed apart.
"""

from __future__ import annotations

import tempfile
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from crawler.snapshot import DiskSnapshot, SnapshotError, extent
from crawler.snapshot.model import Fetch, Link, LinkKind, Outcome, Probe, Role
from crawler.snapshot.writer import SnapshotWriter
from tests.fuzzing.corpus import HOME
from tests.fuzzing.mutations import unzipped, zipped_up
from tests.fuzzing.target import Target

_AT = datetime(2026, 1, 1, tzinfo=UTC)


def check(data: bytes) -> None:
    """Open it, and ask for everything."""
    parts = unzipped.__wrapped__(data) or {"index.sqlite": data}
    with tempfile.TemporaryDirectory(prefix="gongkai-fuzzing-") as name:
        folder = Path(name)
        for part, content in parts.items():
            if "/" not in part and part not in {"", ".", ".."} and "\0" not in part:
                (folder / part).write_bytes(content)
        try:
            snapshot = DiskSnapshot(folder)
        except SnapshotError:
            return
        with closing(snapshot):
            everything(snapshot)


def everything(snapshot: DiskSnapshot) -> None:
    """Whatever an engine or a report asks of a snapshot."""
    with suppress(SnapshotError):
        assert snapshot.info.home is not None
    with suppress(SnapshotError):
        extent(snapshot.info, snapshot.fetches())
    with suppress(SnapshotError):
        for kind in ("honest_404", "ipv6", "http"):
            snapshot.probes(kind)
    urls = [HOME, f"{HOME}a.html", "http://unknown/"]
    with suppress(SnapshotError):
        urls += [fetch.url for fetch in snapshot.fetches()][:20]
    for url in urls:
        for ask in (snapshot.fetch, snapshot.body, snapshot.text, snapshot.links, snapshot.referrers, snapshot.resolve):  # fmt: skip
            with suppress(SnapshotError):
                ask(url)


@cache
def seeds() -> tuple[bytes, ...]:
    """A finished crawl, and one that was killed."""
    found = []
    for finished in (True, False):
        with tempfile.TemporaryDirectory(prefix="gongkai-fuzzing-") as name:
            folder = Path(name)
            with closing(SnapshotWriter.create(folder, "gongkai", _AT)) as writer:
                _written(writer, finished=finished)
            found.append(zipped_up({path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}))  # fmt: skip
    return tuple(found)


def _written(writer: SnapshotWriter, *, finished: bool) -> None:
    writer.describe(home=HOME, started_at=_AT.isoformat(), hosts=["www.tx.gov.cn"], settings={"max_pages": 3}, spared={"since": _AT.isoformat(), "not_modified": 1, "not_modified_bytes": 2, "same_body": 3, "same_body_bytes": 4}, undrawn=[3, "no browser"])  # fmt: skip
    links = [Link(f"{HOME}a.html", "甲", LinkKind.ANCHOR), Link(f"{HOME}b.doc", "", LinkKind.DATA)]
    for url in (HOME, *(link.target for link in links)):
        writer.know(url, Role.PAGE, 0)
    for url in (HOME, f"{HOME}a.html"):
        body = f"<meta charset=gbk><a href=a.html>甲</a>{url}".encode("gbk")
        place = writer.keep_body(
            url, "200 OK", [("Content-Type", "text/html")], body, _AT, "127.0.0.1"
        )
        fetch = Fetch(url, Role.PAGE, Outcome.OK, 0, 200, record=place, content_type="text/html", encoding="gb18030", fetched_at=_AT, size=len(body))  # fmt: skip
        writer.settle(fetch, links)
    writer.settle(
        Fetch(f"{HOME}b.doc", Role.PAGE, Outcome.REDIRECT, 1, 302, location=HOME, fetched_at=_AT)
    )
    writer.probe(Probe("honest_404", "www.tx.gov.cn", _AT, {"status": 404}))
    if finished:
        writer.describe(finished_at=_AT.isoformat(), finish="finished")
    writer.commit()


TARGET = Target("snapshots", check, seeds, zipped=True, most=200_000, examples=10, words=(b"urls", b"meta", b"finished", b'"2026-01-01T00:00:00+00:00"', b"page", b"ok", b"http://www.tx.gov.cn/", b"../../x", b"/dev/zero", b"gb18030", b"rot13", b"gongkai-snapshot/1", b"[]", b"{}", b"NaN"), about="opening and reading a harmed snapshot")  # fmt: skip
