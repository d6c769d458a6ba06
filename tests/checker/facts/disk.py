"""A small snapshot on disk, of many pages."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from crawler.reading.links import read_links
from crawler.snapshot import DiskSnapshot, Fetch, Outcome, Role
from crawler.snapshot.writer import SnapshotWriter

AT = datetime(2024, 11, 21, 1, 0, tzinfo=UTC)
HOME = "http://www.x.gov.cn/"


def written(
    folder: Path, pages: dict[str, str], files: dict[str, bytes] | None = None
) -> DiskSnapshot:
    """Write pages and files by their URLs; what pages link to and is none of them is not there."""
    with SnapshotWriter.create(folder, "test", AT) as writer:
        writer.describe(home=HOME, started_at=AT.isoformat(), hosts=["www.x.gov.cn"])
        for url, html in pages.items():
            links = read_links(html, url)
            for target in (url, *(link.target for link in links.links)):
                if not writer.knows(target):
                    writer.know(target, Role.PAGE, 1)
            body = html.encode()
            kind = "text/html"
            fetch = Fetch(
                url,
                Role.PAGE,
                Outcome.OK,
                status=200,
                content_type=kind,
                encoding="utf-8",
                fetched_at=AT,
                sha256=sha256(body).hexdigest(),
                size=len(body),
                title=links.title,
                record=writer.keep_body(url, "200 OK", [("Content-Type", kind)], body, AT, None),
            )
            writer.settle(fetch, links.links)
        for url, body in (files or {}).items():
            if not writer.knows(url):
                writer.know(url, Role.ATTACHMENT, 1)
            kind = "application/octet-stream"
            place = writer.keep_body(url, "200 OK", [("Content-Type", kind)], body, AT, None)
            file = Fetch(
                url,
                Role.ATTACHMENT,
                Outcome.OK,
                status=200,
                content_type=kind,
                fetched_at=AT,
                sha256=sha256(body).hexdigest(),
                size=len(body),
                record=place,
            )
            writer.settle(file)
        writer.unasked(Role.PAGE, Outcome.NOT_FOUND)
        writer.describe(finish="finished", finished_at=AT.isoformat())
    return DiskSnapshot(folder)
