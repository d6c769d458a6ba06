"""A connector that waits for the database: while it is away, whatever is asked is asked again.

So a worker outlives a restart of PostgreSQL and a cut cable, and what its jobs came to is still written.  An
answer that was lost may mean that the question was carried out: who asks here must bear to ask twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, LiteralString, TypeVar

import psycopg
from procrastinate.connector import Notify
from procrastinate.exceptions import ConnectorException
from procrastinate.psycopg_connector import PsycopgConnector

from audits.queue.schema import SCHEMA
from audits.store.postgres_address import PostgresAddress

A = TypeVar("A")
Say = Callable[[str], None]
_FIRST, _LONGEST = 0.2, 10.0
_POOL_SECONDS = 10.0
_POOL = 4
_WAIT = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    "application_name": "gongkai-worker",
}


class PatientConnector(PsycopgConnector):
    """Procrastinate's connector to one database.  `say` is told once that it is away, and that it is back."""

    def __init__(self, address: PostgresAddress, say: Say, longest: float = _LONGEST) -> None:
        """Connect to nothing yet; `longest` seconds pass between two tries at most."""
        super().__init__(
            conninfo=address.conninfo,
            kwargs=partial(_kwargs, address),
            min_size=1,
            max_size=_POOL,
            timeout=_POOL_SECONDS,
        )
        self._say, self._longest = say, longest
        self._away = False
        self.lost = 0  # answers that never came: what was asked may have been done

    async def execute_query_async(self, query: LiteralString, **arguments: Any) -> None:
        """Ask until there is an answer."""
        await self._patiently(partial(super().execute_query_async, query, **arguments))

    async def execute_query_one_async(
        self, query: LiteralString, **arguments: Any
    ) -> dict[str, Any]:
        """Ask until there is an answer."""
        asked = partial(super().execute_query_one_async, query, **arguments)
        return await self._patiently(asked)

    async def execute_query_all_async(
        self, query: LiteralString, **arguments: Any
    ) -> list[dict[str, Any]]:
        """Ask until there is an answer."""
        asked = partial(super().execute_query_all_async, query, **arguments)
        return await self._patiently(asked)

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        """Listen, again and again."""
        names = tuple(channels)
        await self._patiently(partial(super().listen_notify, on_notification, names))

    async def _patiently(self, ask: Callable[[], Awaitable[A]]) -> A:
        pause = _FIRST
        while True:
            try:
                answer = await ask()
            except ConnectorException as error:
                if not _away(error):
                    raise
            else:
                self._back()
                return answer
            self.lost += 1
            if not self._away:
                self._away = True
                self._say("连不上数据库，正在等它恢复；手里的检查照常进行，结果等它恢复后再写。")
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._longest)

    def _back(self) -> None:
        if self._away:
            self._away = False
            self._say("数据库恢复了，接着工作。")


def _away(error: ConnectorException) -> bool:
    """Say whether the database could not be asked, rather than that it said no."""
    return isinstance(error.__cause__, psycopg.OperationalError | psycopg.InterfaceError)


def _kwargs(address: PostgresAddress) -> dict[str, Any]:
    given = psycopg.conninfo.conninfo_to_dict(address.conninfo)
    options = f"-c search_path={SCHEMA} {given.get('options') or ''}".strip()
    wanted: dict[str, Any] = {k: v for k, v in _WAIT.items() if k not in given}
    if address.password is not None:
        wanted["password"] = address.password()
    return wanted | {"options": options}
