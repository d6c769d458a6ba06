"""What SQLite's errors mean to a person, and what to do about each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from audits.store.errors import ConflictError, StoreError
from crawler.snapshot.troubles import reason

_PRIMARY = 0xFF  # an extended result code holds the primary one in its lowest byte
_BUSY = "正被另一个程序占用，等了很久也没有等到。请等它结束后再试，或停掉它（例如 gongkai serve）。"
_BROKEN = (
    "已损坏，或不是 gongkai 的数据库。请不要再写它；用 gongkai restore 把最近一次备份恢复到新目录。"
)
_UNWRITABLE = "不能写入：文件、所在目录或磁盘只读，或没有权限。请检查文件的属主和权限。"
_MEANING = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: "写不下：磁盘已满。请腾出空间后再试；已有的数据完好。",
    sqlite3.SQLITE_IOERR: "读写出错：磁盘可能已满或有故障。请检查磁盘后再试；已有的数据没有动。",
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: "打不开。请检查文件和所在目录是否存在、有没有读写权限、磁盘是否已满。",
    sqlite3.SQLITE_CORRUPT: _BROKEN,
    sqlite3.SQLITE_NOTADB: _BROKEN,
    sqlite3.SQLITE_TOOBIG: "写不下：有一个字段太大。",
}


def explained(path: Path, error: DBAPIError | sqlite3.Error) -> StoreError:
    """Say what an error means and what to do."""
    if isinstance(error, IntegrityError):
        return ConflictError(f"数据库 {path} 没有写入：已经有同样的一条，或它所指的记录不存在。")
    plain = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(plain, "sqlite_errorcode", 0) & _PRIMARY
    return StoreError(f"数据库 {path} {_MEANING.get(code) or f'出错：{plain}。'}")


def unusable(path: Path, error: OSError) -> StoreError:
    """Say that a file cannot be made or read."""
    return StoreError(f"数据库 {path} 不能使用：{reason(error)}。请检查路径和权限，或换一个目录。")
