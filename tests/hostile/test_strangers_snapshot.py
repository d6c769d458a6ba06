"""A snapshot that a stranger hands over: what it holds is read or refused, and nothing else happens."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import resource
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from audits.cli import run
from crawler.snapshot import DiskSnapshot, SnapshotError
from crawler.snapshot.warc import packed_response
from tests.crawler.conftest import MOMENT
from tests.crawler.loopback import Loopback, page

pytestmark = pytest.mark.harms_archives

HOME = "http://www.x.gov.cn/"
SECRET = "邻居的秘密"
_GROWTH = 700  # MiB, what reading may cost at most
_MANY = 1500  # pieces of a megabyte
_WARC = "bodies.warc.gz"
Harm = Callable[[Path], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound audit of a small portal that has a dead link."""
    server = Loopback()
    server.at("/", page("/a/", "/gone/"))
    server.at("/a/", page("/", title="规划计划"))
    out = tmp_path_factory.mktemp("whole") / "out"
    way = ("--connect-to", f"*:80:127.0.0.1:{server.port}", "--delay", "0", "--render", "never")
    try:
        assert run(["audit", HOME, "--out", str(out), "--no-security", "--jobs", "1", *way]) == 1
    finally:
        server.close()
    return out


def sql(*statements: str) -> Harm:
    """Change the index so."""

    def harm(folder: Path) -> None:
        with contextlib.closing(sqlite3.connect(folder / "index.sqlite")) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()

    return harm


def set_(table: str, change: str) -> Harm:
    return sql(f"UPDATE {table} SET {change}")  # noqa: S608 - harm is what it is for


def note(key: str, value: str) -> Harm:
    """Let the crawl say this of itself."""
    return sql(f"INSERT OR REPLACE INTO meta VALUES ('{key}', '{value}')")  # noqa: S608 - as above


def place(folder: Path, record: bytes) -> None:
    """Let every page's record be this one."""
    start = (folder / _WARC).stat().st_size
    with (folder / _WARC).open("ab") as file:
        file.write(record)
    where = f"warc_offset = {start}, warc_length = {len(record)}"
    set_("urls", f"{where} WHERE warc_file NOT NULL")(folder)


def plain(body: bytes) -> bytes:
    """A record as we write it, unpacked."""
    return gzip.decompress(packed_response(HOME, "200 OK", [], body, MOMENT, None))


def swollen(head: bytes, letter: bytes) -> bytes:
    """Pack this, and one and a half gigabytes of one letter, into little more than a megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    begin = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(letter * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return begin + again * _MANY


def long_body(folder: Path) -> None:
    head = plain(bytes(1000))[:-1004]
    place(folder, swollen(head.replace(b"Length: 1000", b"Length: 900000000"), b"\0"))


def long_head(folder: Path) -> None:
    place(folder, swollen(b"WARC/1.0\r\nWARC-Type: ", b"x"))


def long_inner_head(folder: Path) -> None:
    head = plain(b"").partition(b"HTTP/1.")[0]
    place(folder, swollen(head + b"HTTP/1.1 200 OK\r\nX: ", b"x"))


def lying_length(length: bytes) -> Harm:
    def harm(folder: Path) -> None:
        record = re.sub(rb"Content-Length: \d+", b"Content-Length: " + length, plain(b"<p>x"))
        place(folder, gzip.compress(record))

    return harm


def outside(folder: Path) -> None:
    record = packed_response(HOME, "200 OK", [], SECRET.encode(), MOMENT, None)
    (folder.parent / "secret.warc.gz").write_bytes(record)
    here = f"warc_offset = 0, warc_length = {len(record)}"
    set_("urls", f"warc_file = '../secret.warc.gz', {here}")(folder)


def linked(folder: Path) -> None:
    """The archive is a link to a device without an end."""
    (folder / _WARC).unlink()
    (folder / _WARC).symlink_to("/dev/zero")


def a_folder(folder: Path) -> None:
    (folder / _WARC).unlink()
    (folder / _WARC).mkdir()


def torn(folder: Path) -> None:
    raw = (folder / "index.sqlite").read_bytes()
    (folder / "index.sqlite").write_bytes(raw[:9000])


def scribbled(folder: Path) -> None:
    raw = bytearray((folder / "index.sqlite").read_bytes())
    for at in range(4096, len(raw), 64):
        raw[at] ^= 0x5A
    (folder / "index.sqlite").write_bytes(raw)


_ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
_BIG = 9_223_372_036_854_775_807
# What no reader of ours may begin with.
REFUSED: dict[str, Harm] = {
    "view without an end": sql(
        "ALTER TABLE urls RENAME TO held",
        f"CREATE VIEW urls AS {_ENDLESS} SELECT held.* FROM held, n",  # noqa: S608 - as above
    ),
    "view over what names the format": sql(
        "ALTER TABLE meta RENAME TO held", "CREATE VIEW meta AS SELECT key, value FROM held"
    ),
    "trigger": sql("CREATE TRIGGER t BEFORE DELETE ON probes BEGIN DELETE FROM urls; END"),
    "table that nobody made": sql("CREATE TABLE more (x)"),
    "index that computes": sql("CREATE INDEX i ON urls (lower(hex(zeroblob(1000))))"),
    "column that computes": sql("ALTER TABLE urls ADD COLUMN x AS (hex(zeroblob(100000000)))"),
    "outcome": set_("urls", "outcome = 'splendid'"),
    "role": set_("urls", "role = 'king'"),
    "depth in words": set_("urls", "depth = 'deep'"),
    "status in words": set_("urls", "status = 'fine'"),
    "status of bytes": set_("urls", "status = zeroblob(9)"),
    "huge numbers": set_("urls", f"status = {_BIG}, size = {_BIG}"),
    "negative place": set_("urls", "warc_offset = -5, warc_length = -1"),
    "place beyond all": set_("urls", f"warc_offset = {_BIG}"),
    "file name of bytes": set_("urls", "warc_file = x'00ff'"),
    "moment": set_("urls", "fetched_at = 'yesterday'"),
    "moment without zone": set_("urls", "fetched_at = '2021-12-31'"),
    "moment of bytes": set_("urls", "fetched_at = x'ffff'"),
    "URL of bytes": set_("urls", "url = CAST(url AS BLOB)"),
    "title of two million": set_("urls", "title = hex(zeroblob(1000000))"),
    "links of three bytes": set_("urls", "links = x'010203'"),
    "links in words": set_("urls", "links = 'abcdefgh'"),
    "anchors of an unknown kind": set_("anchors", "kind = 'rope'"),
    "anchor's number beyond all": set_("anchors", "id = 9000000000000000000 + id"),
    "negative anchor": set_("anchors", "id = -id"),
    "home is a number": note("home", "7"),
    "meta is no JSON": note("hosts", "{"),
    "meta nests": note("hosts", "[" * 200_000),
    "meta has a huge number": note("hosts", "9" * 5000),
    "hosts are no list": note("hosts", '{"a": 1}'),
    "hosts are numbers": note("hosts", "[1, null]"),
    "settings are a list": note("settings", "[]"),
    "begun at 5": note("started_at", "5"),
    "begun in no zone": note("started_at", '"2021-12-31"'),
    "spared is something else": note("spared", '{"no": 1}'),
    "undrawn is something else": note("undrawn", '["x"]'),
    "torn database": torn,
    "scribbled database": scribbled,
}
# What may be read, or not, as it comes: the rest of the snapshot is.
HARMS: dict[str, Harm] = {
    "bomb in a record": long_body,
    "record's head without an end": long_head,
    "answer's head without an end": long_inner_head,
    "length beyond all": lying_length(b"99999999999999999999"),
    "length in words": lying_length(b"many"),
    "length of less": lying_length(b"3"),
    "negative length": lying_length(b"-7"),
    "file outside": outside,
    "device": set_("urls", "warc_file = '/dev/zero', warc_offset = 0, warc_length = 1099511627776"),
    "archive leads to a device": linked,
    "archive is a folder": a_folder,
    "file name with NUL": set_("urls", "warc_file = 'a' || char(0)"),
    "value of 70 MB": set_("urls", "links = zeroblob(70000000) WHERE id = 1"),
    "URL that is none": set_("urls", "url = 'xx' || id || char(10) || '://['"),
    "URL of broken text": set_("urls", "url = CAST(x'ff' || id AS TEXT)"),
    "encoding for no texts": set_("urls", "encoding = 'rot13'"),
    "encoding that unpacks": set_("urls", "encoding = 'zlib'"),
    "unknown encoding": set_("urls", "encoding = 'klingon'"),
    "content type": set_("urls", "content_type = char(10) || char(0)"),
    "links to nothing": set_("urls", "links = x'ffffffff'"),
    "anchors to nothing": set_("anchors", "url_id = 4000000000"),
    "home elsewhere": note("home", '"file:///etc/passwd"'),
    "probes are no JSON": set_("probes", "data = 'x'"),
    "probes of another shape": set_("probes", "data = '[]'"),
    "probes with other values": set_("probes", 'data = \'{"lines": 7, "hosts": "x"}\''),
    "probes that say nothing": set_("probes", "data = '{}'"),
    "probe's moment": set_("probes", "measured_at = 'x'"),
}


def handed(whole: Path, tmp_path: Path, harm: Harm) -> Path:
    """A copy of the audit, with its snapshot harmed."""
    there = tmp_path / "theirs"
    shutil.copytree(whole, there)
    harm(there / "snapshot")
    return there


def read_all(folder: Path) -> list[str]:
    """Read everything that a snapshot holds; what cannot be had is left out."""
    read = []
    with contextlib.closing(DiskSnapshot(folder)) as snapshot:
        home = snapshot.info.home
        for fetch in list(snapshot.fetches()):
            for ask in (snapshot.text, snapshot.links, snapshot.referrers):
                with contextlib.suppress(SnapshotError):
                    read.append(str(ask(fetch.url)))
        for kind in ("ipv6", "host", "search"):
            with contextlib.suppress(SnapshotError):
                snapshot.probes(kind)
    return [home, *read]


def grown(since: int) -> int:
    """By how many MiB this process was larger than then, at its largest."""
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - since) // 1024


@pytest.mark.parametrize("name", REFUSED)
def test_what_we_never_wrote_is_refused(whole: Path, tmp_path: Path, name: str) -> None:
    there = handed(whole, tmp_path, REFUSED[name])
    with pytest.raises(SnapshotError, match="请"):
        read_all(there / "snapshot")


@pytest.mark.parametrize("name", HARMS)
def test_what_is_harmed_is_read_as_far_as_it_goes(whole: Path, tmp_path: Path, name: str) -> None:
    there = handed(whole, tmp_path, HARMS[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(SnapshotError, sqlite3.DatabaseError):
        assert SECRET not in "".join(read_all(there / "snapshot"))
    assert grown(before) < _GROWTH


def told(there: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, refused: bool) -> None:
    """Give a stranger's audit to all verbs that read it."""
    out, evidence = tmp_path / "out", tmp_path / "evidence"
    way = ["--as-of", "2021-12-31", "--jobs", "1"]
    code = run(["check", str(there / "snapshot"), "--out", str(out), *way])
    assert code in ({2} if refused else {1, 2, 3})
    if code == 2:
        said = capsys.readouterr().err
        assert "错误：" in said
        assert "请" in said
        assert not (out / "report.html").exists()
    else:
        result = json.loads((out / "audit.json").read_text(encoding="utf-8"))
        assert SECRET not in json.dumps(result, ensure_ascii=False)
    assert run(["evidence", str(there), "--out", str(evidence)]) in {0, 2}
    for laid in evidence.glob("*.html"):
        assert SECRET not in laid.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["trigger", "file outside", "URL of broken text"])
def test_the_command_line_says_so(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    there = handed(whole, tmp_path, (REFUSED | HARMS)[name])
    told(there, tmp_path, capsys, refused=name in REFUSED)


@pytest.mark.soak
@pytest.mark.parametrize("name", REFUSED | HARMS)
def test_the_command_line_says_so_of_each(
    whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    there = handed(whole, tmp_path, (REFUSED | HARMS)[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told(there, tmp_path, capsys, refused=name in REFUSED)
    assert grown(before) < _GROWTH
