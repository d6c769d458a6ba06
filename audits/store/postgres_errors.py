"""What PostgreSQL's errors mean to a person, and what to do about each.  No message shows a password.

A connection that does not come about has no code in libpq, only the server's sentence, in the server's
language: what is not recognised is passed on as it is.
"""

from __future__ import annotations

import psycopg
from sqlalchemy.exc import DBAPIError, IntegrityError

from audits.store.errors import ConflictError, StoreError, UnreachableError

_BUSY = "正被另一个程序占用，等了很久也没有等到。请等它结束后再试；总是这样，请看有没有停住不动的 gongkai。"
_FULL = "写不下：数据库服务器的磁盘已满。请腾出空间后再试；已有的数据完好。"
_CROWDED = "连接数已满，这次没有连上。请等一会再试，或让管理员调大 max_connections、减少同时运行的 worker。"
_UNFAMILIAR = (
    "用户名或密码不对。请核对 storage 里的用户名，"
    "和 storage_password_env、storage_password_file 或 PGPASSFILE 里的密码。"
)
_NO_DATABASE = "还没有这个数据库。请让管理员建立（CREATE DATABASE … ENCODING 'UTF8'），或改正 storage 里的名字。"
_NO_RIGHT = (
    "没有权限。请让管理员把数据库的所有者改为 storage 里的用户（ALTER DATABASE … OWNER TO …），"
    "或授权（GRANT CREATE, USAGE ON SCHEMA public）。"
)
_READ_ONLY = "是只读的（备用服务器，或被管理员设为只读），不能写入。请在 storage 写主服务器的地址。"
_SHUT_OUT = (
    "不允许从这台机器、以这个用户连接。请让管理员在 pg_hba.conf 里放行；"
    "要求加密的，在 storage 末尾加 ?sslmode=require。"
)
_STARTING = "正在启动或正在关闭。请过一会再试。"
_LOST = "的连接断了。请检查网络和数据库服务器是否在运行；没有完成的这一步已撤销。"
_UNREACHABLE = "连不上。请检查 storage 里的主机和端口、网络，以及数据库服务器是否在运行。"
_TIMED_OUT = "太久没有答复，这一步已撤销。请看数据库服务器是否过忙，再试一次。"

# By SQLSTATE, or its class (the first two characters).
_MEANING = {
    "55P03": _BUSY,
    "40001": _BUSY,
    "40P01": _BUSY,
    "53100": _FULL,
    "53200": "的服务器内存不足。请让管理员检查服务器，再试一次。",
    "53300": _CROWDED,
    "28P01": _UNFAMILIAR,
    "28000": _SHUT_OUT,
    "3D000": _NO_DATABASE,
    "42501": _NO_RIGHT,
    "25006": _READ_ONLY,
    "57014": _TIMED_OUT,
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": _STARTING,
    "57P05": _LOST,
    "25P03": _TIMED_OUT,
    "25P04": _TIMED_OUT,
    "08": _LOST,
    "58": "的服务器读写磁盘出错。请让管理员检查服务器的磁盘和日志。",
    "XX": "可能已损坏。请让管理员检查服务器的日志；gongkai restore 可以把备份恢复到新的数据库。",
    "22003": "写不下：有一个数太大。",
    "22021": "写不下：有的文字数据库不能存放。",
    "54000": "写不下：有一个字段太大。",
    "42P01": "里缺少表。可能有人改过它的表，或 search_path 不同；请核对 storage。",
}
# What goes by itself, or once somebody has seen to the server: by SQLSTATE or class, by meaning.
_PASSING = frozenset({"08", "53", "55P03", "40001", "40P01", "57P01", "57P02", "57P03", "57P05"})
_AWAY = frozenset({_CROWDED, _STARTING, _LOST, _UNREACHABLE})
# By what the server says in English or in Chinese, in this order.
_CUT_OFF = (
    "terminat",
    "closed the connection",
    "connection is lost",
    "the connection is closed",
    "SSL SYSCALL",
    "eof",
)
_NOT_REACHED = (
    "could not",
    "refused",
    "timeout",
    "timed out",
    "resolve",
    "unreachable",
    "No route",
    "Name or service",
    "No such file",
    "reset by peer",
    "无法",
)
_SAID = (
    (("too many", "remaining connection slots", "太多", "剩余的连接"), _CROWDED),
    (("password authentication failed", "no password supplied", "Password 认证失败"), _UNFAMILIAR),
    (('用户 "', "认证失败"), _UNFAMILIAR),
    (('role "', '角色 "'), _UNFAMILIAR),
    (("does not exist", "不存在"), _NO_DATABASE),
    (("pg_hba.conf",), _SHUT_OUT),
    (("permission denied", "权限不够"), _NO_RIGHT),
    (("starting up", "shutting down", "recovery mode", "正在启动", "正在关闭"), _STARTING),
    (("session is read-only", "server is in hot standby"), _READ_ONLY),
    (_CUT_OFF, _LOST),
    (_NOT_REACHED, _UNREACHABLE),
)


def explained(place: str, error: DBAPIError | psycopg.Error) -> StoreError:
    """Say what an error means and what to do."""
    plain = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(plain, "sqlstate", None) or ""
    if isinstance(error, IntegrityError) or code.startswith("23"):
        return ConflictError(f"数据库 {place} 没有写入：已经有同样的一条，或它所指的记录不存在。")
    meaning = _MEANING.get(code) or _MEANING.get(code[:2]) or (not code and _by_words(str(plain)))
    kind = UnreachableError if _passing(plain, code, meaning or None) else StoreError
    return kind(f"数据库 {place} {meaning or f'出错：{_one_line(plain)}。'}")


def _passing(error: BaseException | None, code: str, meaning: str | None) -> bool:
    """Say whether the server could not be asked, rather than that it said no."""
    if code:
        return not _PASSING.isdisjoint({code, code[:2]})
    lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return meaning in _AWAY or (meaning is None and lost)


def refused(place: str) -> StoreError:
    """Say that an address is none that could be connected to, without its secrets."""
    return StoreError(
        f"storage 的地址 {place} 写得不对。请写成 postgresql://用户@主机:5432/数据库，"
        "密码用 storage_password_env 或 storage_password_file 指明。"
    )


def no_right(place: str) -> str:
    """That tables may not be made."""
    return f"数据库 {place} {_NO_RIGHT}"


def _by_words(told: str) -> str | None:
    said = told.lower()
    return next(
        (meaning for words, meaning in _SAID if any(word.lower() in said for word in words)), None
    )


def _one_line(error: BaseException | None) -> str:
    return " ".join(str(error).split())[:300]
