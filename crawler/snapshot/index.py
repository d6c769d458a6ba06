"""The snapshot's index on disk: its tables, and how it is made, opened and checked.

One SQLite file beside the WARC.  Links are interned: `anchors` holds each distinct (target, text,
kind) once, and a page's `links` is the list of their ids as little-endian uint32 in document order,
so that a navigation bar costs four bytes a link and page.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawler.snapshot.model import SnapshotError
from crawler.snapshot.rendering_table import TABLE as RENDERINGS_TABLE
from crawler.snapshot.soundness import is_ours, limit
from crawler.snapshot.warc import FILE as WARC_FILE

FILE = "index.sqlite"
FORMAT = "gongkai-snapshot/1"
_VERSION = 2  # of the tables

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE urls (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  depth INTEGER,
  outcome TEXT,            -- NULL: not asked for yet
  status INTEGER,
  location TEXT,
  content_type TEXT,
  encoding TEXT,
  encoding_reason TEXT,
  fetched_at TEXT,         -- ISO 8601, UTC
  seconds REAL,
  address TEXT,
  sha256 TEXT,
  size INTEGER,
  truncated INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  title TEXT,
  detail TEXT,
  warc_file TEXT,
  warc_offset INTEGER,
  warc_length INTEGER,
  etag TEXT,
  last_modified TEXT,
  unchanged TEXT,          -- how it is known that an earlier crawl's body still stands
  since TEXT,              -- when that body was received
  revisit_offset INTEGER,  -- the record of this in our own WARC file
  revisit_length INTEGER,
  links BLOB,
  pager BLOB               -- those of the links that turn the pages of a list
);
CREATE TABLE anchors (id INTEGER PRIMARY KEY, url_id INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL);
CREATE TABLE probes (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, measured_at TEXT NOT NULL, data TEXT NOT NULL
);
"""


def end_of_records(database: sqlite3.Connection) -> int:
    """Return where the last record ends, in our own WARC file, that the index knows of."""
    ends = database.execute(
        "SELECT (SELECT max(warc_offset + warc_length) FROM urls WHERE warc_file = ?),"
        " (SELECT max(revisit_offset + revisit_length) FROM urls),"
        " (SELECT max(warc_offset + warc_length) FROM renderings),"
        " (SELECT value FROM meta WHERE key = 'warc_start')",
        (WARC_FILE,),
    ).fetchone()
    return max(int(end or 0) for end in ends)


def create(folder: Path) -> sqlite3.Connection:
    """Make a new, empty index in `folder`.  Raises SnapshotError where there is one already."""
    if (folder / FILE).exists():
        raise SnapshotError(
            f"{folder} 里已有一个快照，没有动它。请换一个目录，或加 --resume 接着爬。"
        )
    connection = _connect(folder / FILE)
    # An empty index need not survive a power cut, and many sites begin at once: no waiting for disks.
    connection.execute("PRAGMA synchronous=OFF")
    # With a write-ahead log a killed process leaves the last commit readable.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(TABLES + RENDERINGS_TABLE)
    connection.execute(f"PRAGMA user_version={_VERSION}")
    connection.execute("INSERT INTO meta VALUES ('format', ?)", (FORMAT,))
    connection.commit()
    connection.execute("PRAGMA synchronous=NORMAL")
    return connection


def open_for_writing(folder: Path) -> sqlite3.Connection:
    """Open the index of an unfinished crawl to go on with it.

    Raises SnapshotError as `open_for_reading` does.
    """
    open_for_reading(folder).close()
    connection = _connect(folder / FILE)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(RENDERINGS_TABLE)
    return connection


def open_for_reading(folder: Path) -> sqlite3.Connection:
    """Open the index in `folder`.

    Raises SnapshotError where there is none or it has another format.
    """
    path = folder / FILE
    try:
        if not path.is_file():
            raise SnapshotError(
                f"{folder} 里没有快照（缺 {FILE}）。请指向 gongkai crawl 或 gongkai audit 生成的 snapshot 目录。"
            )
        return _open(path)
    except (sqlite3.DatabaseError, UnicodeError) as error:
        raise SnapshotError(f"{path} 不是可读的快照索引（{error}）。请重新爬取。") from error
    except OSError as error:
        raise SnapshotError(f"不能读 {path}：{error.strerror}。请检查权限。") from error


def attach(connection: sqlite3.Connection, folder: Path, name: str) -> None:
    """Let a connection of ours read the index in `folder` too, as `name`; it can be opened for reading.

    Raises sqlite3.OperationalError where it cannot be any more.
    """
    uri = (folder / FILE).resolve().as_uri()
    connection.execute(f"ATTACH ? AS {name}", (f"{uri}?mode=ro",))
    try:
        connection.execute(f"SELECT 1 FROM {name}.meta").fetchone()  # noqa: S608 - our own word
    except sqlite3.OperationalError:  # as in `_open`
        connection.execute(f"DETACH {name}")
        connection.execute(f"ATTACH ? AS {name}", (f"{uri}?mode=ro&immutable=1",))
        connection.execute(f"SELECT 1 FROM {name}.meta").fetchone()  # noqa: S608 - our own word


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path.resolve().as_uri(), uri=True, check_same_thread=False)


def _open(path: Path) -> sqlite3.Connection:
    uri = path.resolve().as_uri()
    try:
        return _checked(f"{uri}?mode=ro", path)
    except sqlite3.OperationalError:
        # A folder that cannot be written to cannot hold the shared-memory file that WAL needs.
        # Without it a killed crawl's last pages, which stand in the log, would be left out.
        log = path.with_name(f"{FILE}-wal")
        if log.exists() and log.stat().st_size:
            raise SnapshotError(
                f"{path.parent} 的快照没有正常收尾，目录又是只读的，读不全。请把整个目录复制到可写的地方再读。"
            ) from None
    return _checked(f"{uri}?mode=ro&immutable=1", path)


def _checked(uri: str, path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    try:
        limit(connection)
        ours = is_ours(connection, TABLES + RENDERINGS_TABLE)
        select = "SELECT value FROM meta WHERE key = 'format'"
        row = connection.execute(select).fetchone() if ours else ()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    except (sqlite3.DatabaseError, UnicodeError):
        connection.close()
        raise
    if not ours and version == _VERSION:
        connection.close()
        raise SnapshotError(
            f"{path} 里的表不是本程序建的，没有读它。请换一份完整的快照，或重新爬取。"
        )
    if not row or row[0] != FORMAT or version != _VERSION:
        connection.close()
        raise SnapshotError(f"{path} 的格式不是 {FORMAT}。请用生成它的版本打开，或重新爬取。")
    return connection
