"""Other programs read our archives: `warcio index` lists what is there, and where it was first."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.snapshot import DiskSnapshot
from tests.archives import complaints
from tests.crawler.conftest import HOME, Crawled
from tests.crawler.loopback import Loopback, http, page

FIELDS = (
    "offset,warc-type,warc-target-uri,warc-date,warc-payload-digest,http:status,"
    "warc-profile,warc-refers-to-target-uri,warc-refers-to-date"
)


def listed(path: Path) -> list[dict[str, str]]:
    command = [sys.executable, "-m", "warcio.cli", "index", "-f", FIELDS, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def second(server: Loopback, crawled: Callable[..., Crawled]) -> DiskSnapshot:
    """The second of two crawls between which nothing changed, and nothing was marked."""
    server.at("/", page("/a.html", "/b.pdf"))
    server.at("/a.html", page("/"))
    server.at("/b.pdf", http(b"%PDF-1.4 " * 50, content_type="application/pdf"))
    crawled("first")
    return crawled("second", "first")[1]


def test_an_outside_reader_lists_every_record_at_its_place(second: DiskSnapshot) -> None:
    for fetch in second.fetches():
        if fetch.record is None:
            continue
        rows = listed(second.folder / fetch.record.file)
        (row,) = [one for one in rows if one["offset"] == str(fetch.record.offset)]
        assert row["warc-type"] == "response"
        assert row["warc-target-uri"] == fetch.url
        assert row["http:status"] == str(fetch.status)


def test_an_outside_reader_finds_from_a_revisit_to_the_body(second: DiskSnapshot) -> None:
    own = listed(second.folder / "bodies.warc.gz")
    revisits = [one for one in own if one["warc-type"] == "revisit"]
    assert {one["warc-target-uri"] for one in revisits} == {HOME, HOME + "a.html", HOME + "b.pdf"}
    (carried,) = second.folder.glob("bodies-*.warc.gz")
    bodies = {
        (one["warc-target-uri"], one["warc-date"], one["warc-payload-digest"])
        for one in listed(carried)
        if one["warc-type"] == "response"
    }
    for one in revisits:
        assert one["warc-profile"].endswith("/revisit/identical-payload-digest")
        key = ("warc-refers-to-target-uri", "warc-refers-to-date", "warc-payload-digest")
        assert tuple(one[name] for name in key) in bodies


@pytest.mark.harms_archives
def test_the_check_of_every_test_s_archives_sees_what_is_wrong(second: DiskSnapshot) -> None:
    (carried,) = second.folder.glob("bodies-*.warc.gz")
    assert complaints(second.folder) == []
    whole = carried.read_bytes()
    carried.unlink()
    assert any("refers to what is not there" in one for one in complaints(second.folder))
    carried.write_bytes(whole[:-9])
    assert complaints(second.folder)
