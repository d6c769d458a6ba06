"""Where a PostgreSQL store is: the address without its secret, and where the secret comes from.

Knows no driver: it is made when gongkai.yaml is read, and travels to other processes, which get the secret
for themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """A URL as libpq understands it; `password` gives what does not stand in it, or raises RefusedError."""

    url: str = field(repr=False)
    password: Callable[[], str] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return shown(self.url)

    @property
    def has_password(self) -> bool:
        """Say whether a password stands in the URL."""
        parts = urlsplit(self.url)
        return parts.password is not None or "password" in parse_qs(parts.query)

    @property
    def conninfo(self) -> str:
        """The URL in the spelling of libpq; a password that stands beside it is not in it."""
        return f"postgresql://{self.url.partition('://')[2]}"


# What `open_store` takes.
Storage: TypeAlias = str | Path | PostgresAddress


def postgres_address(storage: Storage) -> PostgresAddress | None:
    """The address of a PostgreSQL database; None for a storage of another kind."""
    if isinstance(storage, str):
        kind, found, _ = storage.partition("://")
        return PostgresAddress(storage) if found and kind in SCHEMES else None
    return storage if isinstance(storage, PostgresAddress) else None


def flaw(url: str) -> str:
    """What (Chinese) is wrong with a URL, without repeating it; "" where nothing is seen to be."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "读不懂"
    if any(letter.isspace() for letter in url):
        return "里有空格"
    if not parts.path.strip("/"):
        return "没有写数据库的名字"
    for host in parts.netloc.rpartition("@")[2].split(","):
        port = host.rpartition("]")[2].partition(":")[2]
        if port and not (port.isascii() and port.isdigit()):
            return "的端口不是数字（密码里有特殊字符的，请改用 storage_password_env）"
    return ""


def shown(url: str) -> str:
    """A URL as a person may see it: user, hosts, ports, database; no password, no options."""
    try:
        parts = urlsplit(url)
        user, at, hosts = parts.netloc.rpartition("@")
        name = f"{unquote(user.partition(':')[0])}@" if at else ""
        return f"postgresql://{name}{hosts}/{unquote(parts.path.lstrip('/'))}"
    except ValueError:
        return "postgresql://…"
