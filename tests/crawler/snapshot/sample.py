"""A small portal that has been fetched, with one of everything that a snapshot can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from crawler.reading.charset import decode
from crawler.reading.links import Link, read_links
from crawler.snapshot import Fetch, MemorySnapshot, Outcome, Probe, Role
from crawler.snapshot.model import CrawlInfo
from crawler.snapshot.writer import SnapshotWriter

MOMENT = datetime(2021, 12, 31, 8, 0, tzinfo=UTC)
HOME = "http://www.x.gov.cn/"
INFO = CrawlInfo(
    home=HOME,
    started_at=MOMENT,
    finished_at=MOMENT,
    finish="finished",
    hosts=("www.x.gov.cn",),
    user_agent="gongkai",
    tool_version="1",
    settings={"delay": 0.5, "hosts": []},
)
GBK = '<meta charset=gbk><title>检索</title><a href="/s?q=公开">搜公开</a><a href="/">首页</a>'
UTF16 = '<meta charset=gb2312><title>机构</title><a href="/列表">列表</a>'
HOME_PAGE = (
    "<title>某县</title><a href=/gbk>检索</a><a href=/utf16>机构</a><a href=/gbk>再检索</a>"
    '<iframe src="/frame"></iframe><a href=http://other.cn/>外</a><a href=/a.pdf>附件</a><a href=/old>旧</a>'
)
BODIES: dict[str, bytes] = {
    HOME: HOME_PAGE.encode(),
    HOME + "gbk": GBK.encode("gbk"),
    HOME + "utf16": b"\xff\xfe" + UTF16.encode("utf-16-le"),
    HOME + "frame": b"",
    HOME + "a.pdf": b"%PDF-1.4\x00\xff",
    HOME + "note.txt": "通知".encode("gbk"),
    HOME + "page.txt": b"<a href=/no>no</a>",
    "http://other.cn/": b"<title>other</title><a href=/no>no</a>",
}
TYPES = {"a.pdf": "application/pdf", "note.txt": "text/plain", "page.txt": "text/plain"}


def fetched(url: str, role: Role) -> Fetch:
    body = BODIES[url]
    kind = TYPES.get(url.rpartition("/")[2], "text/html")
    read = decode(body, None) if kind == "text/html" and body else None
    return Fetch(
        url=url,
        role=role,
        outcome=Outcome.OK,
        depth=1,
        status=200,
        content_type=kind,
        encoding=read.encoding if read else None,
        encoding_reason=read.reason if read else None,
        fetched_at=MOMENT,
        seconds=0.25,
        address="203.0.113.1",
        sha256=sha256(body).hexdigest(),
        size=len(body),
        title="题",
    )


FETCHES = (
    fetched(HOME, Role.PAGE),
    fetched(HOME + "gbk", Role.PAGE),
    fetched(HOME + "utf16", Role.PAGE),
    fetched(HOME + "frame", Role.PAGE),
    fetched("http://other.cn/", Role.EXTERNAL),
    fetched(HOME + "a.pdf", Role.ATTACHMENT),
    Fetch(HOME + "old", Role.PAGE, Outcome.REDIRECT, 1, 301, HOME + "new", fetched_at=MOMENT),
    Fetch(HOME + "new", Role.PAGE, Outcome.TIMEOUT, 1, fetched_at=MOMENT, attempts=2, detail="x"),
    fetched(HOME + "note.txt", Role.ATTACHMENT),
    fetched(HOME + "page.txt", Role.PAGE),
    Fetch(HOME + "s?q=%B9%AB%BF%AA", Role.PAGE, Outcome.NOT_REACHED, 2, attempts=0),
    Fetch(HOME + "%E5%88%97%E8%A1%A8", Role.PAGE, Outcome.NOT_REACHED, 2, attempts=0),
)
PROBES = (
    Probe(
        "honest_404",
        "www.x.gov.cn",
        MOMENT,
        {"tries": [{"url": HOME + "x", "status": 404, "title": "没有"}]},
    ),
    Probe("ipv6", "www.x.gov.cn", MOMENT, {"aaaa": [], "similarity": None}),
)


def write(folder: Path) -> None:
    with SnapshotWriter.create(folder, "gongkai/1", MOMENT) as writer:
        writer.describe(
            home=INFO.home,
            started_at=INFO.started_at.isoformat(),
            finished_at=MOMENT.isoformat(),
            finish=INFO.finish,
            hosts=list(INFO.hosts),
            user_agent=INFO.user_agent,
            tool_version=INFO.tool_version,
            settings=dict(INFO.settings),
        )
        for fetch in FETCHES:
            writer.know(fetch.url, fetch.role, fetch.depth)
        for fetch in FETCHES:
            if fetch.outcome is Outcome.NOT_REACHED:
                continue
            body = BODIES.get(fetch.url)
            record = None
            if body is not None:
                headers = [("Content-Type", fetch.content_type or "")]
                record = writer.keep_body(fetch.url, "200 OK", headers, body, MOMENT, fetch.address)
            links: tuple[Link, ...] = ()
            if fetch.role is Role.PAGE and fetch.is_html and body:
                text = decode(body, None)
                links = read_links(text.text, fetch.url, text.encoding).links
            writer.settle(replace(fetch, record=record), links)
        for probe in PROBES:
            writer.probe(probe)


def in_memory() -> MemorySnapshot:
    return MemorySnapshot(INFO, FETCHES, BODIES, PROBES)
