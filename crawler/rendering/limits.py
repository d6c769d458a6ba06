"""What one page may cost that is drawn, and what the browser is allowed to ask for on its behalf."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from crawler.fetching.answer import Answer

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one page.  Times are seconds, sizes bytes.

    `own` is the page's own time, while it waits for no answer; `total` includes the waiting, which
    our politeness makes long.  The page is taken when nothing has changed for `quiet`.
    """

    own: float = 15.0
    total: float = 120.0
    quiet: float = 0.8
    requests: int = 120
    received: int = 32 * MEGABYTE
    html: int = 8 * MEGABYTE
    elements: int = 100_000
    dialogs: int = 20
    memory: int = 768 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Ask:
    """What the page wants from the network."""

    url: str
    page: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


class NoAnswerError(Exception):
    """There is no answer for the page: forbidden, failed, or over a limit."""


# Raises NoAnswerError.
Asker = Callable[[Ask], Awaitable[Answer]]
