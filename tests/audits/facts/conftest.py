"""Snapshots on disk for the tests of `gongkai facts`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from crawler.reading.charset import decode
from crawler.reading.links import read_links
from crawler.snapshot import Fetch, Outcome, Role, host_of
from crawler.snapshot.writer import SnapshotWriter

AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)


@pytest.fixture
def snapshot() -> Callable[[Path, str, Mapping[str, str]], Path]:
    """Write pages as a finished crawl of one host; return the folder."""

    def write(folder: Path, home: str, pages: Mapping[str, str]) -> Path:
        with SnapshotWriter.create(folder, "gongkai/1", AT) as writer:
            writer.describe(home=home, started_at=AT.isoformat(), finish="finished")
            writer.describe(hosts=[host_of(home)])
            for url in pages:
                writer.know(url, Role.PAGE, 0)
            for url, html in pages.items():
                body = html.encode()
                read = decode(body)
                links = read_links(read.text, url).links
                for link in links:
                    if not writer.knows(link.target):
                        writer.know(link.target, Role.PAGE, 1)
                place = writer.keep_body(
                    url, "200 OK", [("Content-Type", "text/html")], body, AT, None
                )
                fetch = Fetch(
                    *(url, Role.PAGE, Outcome.OK, 0, 200, None, "text/html"),
                    encoding=read.encoding,
                    encoding_reason=read.reason,
                    fetched_at=AT,
                    sha256=sha256(body).hexdigest(),
                    size=len(body),
                    record=place,
                )
                writer.settle(fetch, links)
        return folder

    return write
