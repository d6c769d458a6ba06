"""Where a PostgreSQL store is: the address without its secret, and where the secret comes from.

Knows no driver: it is made when gongkai.yaml is read, and travels to other processes, which get the secret
for themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """A URL as libpq understands it; `password` gives what does not stand in it, or raises RefusedError."""

    url: str = field(repr=False)
    password: Callable[[], str] | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return shown(self.url)

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


def shown(url: str) -> str:
    """A URL as a person may see it: user, hosts, ports, database; no password, no options."""
    try:
        parts = urlsplit(url)
        user, at, hosts = parts.netloc.rpartition("@")
        name = f"{unquote(user.partition(':')[0])}@" if at else ""
        return f"postgresql://{name}{hosts}/{unquote(parts.path.lstrip('/'))}"
    except ValueError:
        return "postgresql://…"
