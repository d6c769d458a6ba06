"""What went wrong on the way to an answer: exceptions of the HTTP library to fetch outcomes."""

from __future__ import annotations

import asyncio
import errno
import ssl

import aiohttp
from aiohttp.http_exceptions import ContentLengthError, TransferEncodingError

from crawler.fetching.resolver import DnsUnavailableError, NameNotFoundError
from crawler.fetching.routes import ForbiddenAddressError
from crawler.snapshot.model import Outcome

# How aiohttp says that a body ended before its time.
_BROKEN_OFF = (ConnectionError, ContentLengthError, TransferEncodingError)
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})


class FetchFailedError(Exception):
    """No answer; `outcome` says how, `detail` is a short technical text."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail[:300]


def understood(error: BaseException) -> FetchFailedError:
    """Classify an exception that the fetching of one URL raised."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or getattr(cause, "os_error", None)
    for link in chain:
        found = _one(link)
        if found is not None:
            return FetchFailedError(found, f"{type(link).__name__}: {link}".strip(": "))
    return FetchFailedError(Outcome.CONNECTION, f"{type(error).__name__}: {error}".strip(": "))


def _one(error: BaseException) -> Outcome | None:  # noqa: PLR0911 - a flat table reads best
    if isinstance(error, FetchFailedError):
        return error.outcome
    if isinstance(error, ForbiddenAddressError):
        return Outcome.FORBIDDEN_ADDRESS
    if isinstance(error, NameNotFoundError):
        return Outcome.DNS
    if isinstance(error, DnsUnavailableError):
        return Outcome.DNS_UNAVAILABLE
    if isinstance(error, ssl.SSLError | ssl.CertificateError | aiohttp.ClientSSLError):
        return Outcome.TLS
    if isinstance(error, TimeoutError | asyncio.TimeoutError):
        return Outcome.TIMEOUT
    if isinstance(error, ConnectionRefusedError):
        return Outcome.REFUSED
    if isinstance(error, OSError) and error.errno in _UNREACHABLE:
        return Outcome.REFUSED
    if isinstance(error, aiohttp.ClientPayloadError) and isinstance(error.__cause__, _BROKEN_OFF):
        return Outcome.CONNECTION
    if isinstance(error, aiohttp.ClientPayloadError | aiohttp.ClientResponseError | aiohttp.InvalidURL):
        return Outcome.PROTOCOL
    if isinstance(error, ConnectionError | aiohttp.ServerDisconnectedError):
        return Outcome.CONNECTION
    return None
