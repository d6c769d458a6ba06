"""What went wrong on the way to an answer: exceptions of the HTTP library to fetch outcomes."""

from __future__ import annotations

import errno
import ssl

import aiohttp
from aiohttp.http_exceptions import ContentLengthError, TransferEncodingError

from crawler.fetching.resolver import DnsUnavailableError, NameNotFoundError
from crawler.fetching.routes import ForbiddenAddressError
from crawler.snapshot.model import NO_ROUTE, OUR_MACHINE, Outcome

# How aiohttp says that a body ended before its time.
_BROKEN_OFF = (ConnectionError, ContentLengthError, TransferEncodingError)
_UNREACHABLE = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})
# Our own machine would not even try: its firewall, its ports, its memory.
_OURS = frozenset(
    {
        errno.EACCES,
        errno.EPERM,
        errno.EADDRNOTAVAIL,
        errno.EADDRINUSE,
        errno.EAFNOSUPPORT,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOBUFS,
        errno.ENOMEM,
    }
)
# The first that fits counts: many of these are kinds of OSError.
_MEANINGS: tuple[tuple[type[BaseException], Outcome], ...] = (
    (ForbiddenAddressError, Outcome.FORBIDDEN_ADDRESS),
    (NameNotFoundError, Outcome.DNS),
    (DnsUnavailableError, Outcome.DNS_UNAVAILABLE),
    (ssl.SSLError, Outcome.TLS),
    (ssl.CertificateError, Outcome.TLS),
    (aiohttp.ClientSSLError, Outcome.TLS),
    (TimeoutError, Outcome.TIMEOUT),
    (ConnectionRefusedError, Outcome.REFUSED),
    (aiohttp.ClientPayloadError, Outcome.PROTOCOL),
    (aiohttp.ClientResponseError, Outcome.PROTOCOL),
    (aiohttp.InvalidURL, Outcome.PROTOCOL),
    (ConnectionError, Outcome.CONNECTION),
    (aiohttp.ServerDisconnectedError, Outcome.CONNECTION),
)


class FetchFailedError(Exception):
    """No answer; `outcome` says how, `detail` is a short technical text."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail[:300]


def understood(error: BaseException) -> FetchFailedError:
    """Classify an exception that the fetching of one URL raised."""
    if isinstance(error, FetchFailedError):
        return error
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or getattr(cause, "os_error", None)
    for link in chain:
        found = _one(link)
        if found is not None:
            told = f"{type(link).__name__}: {link}".strip(": ")
            return FetchFailedError(found, f"{_led_nowhere(link)}{told}")
    return FetchFailedError(Outcome.CONNECTION, f"{type(error).__name__}: {error}".strip(": "))


def _led_nowhere(error: BaseException) -> str:
    """Return how a detail begins where it was not the server that refused, else ""."""
    own_numbers = isinstance(error, ssl.SSLError | aiohttp.ClientSSLError)  # OpenSSL's
    if not isinstance(error, OSError) or own_numbers:
        return ""
    if error.errno in _OURS:
        return f"{OUR_MACHINE}: "
    return f"{NO_ROUTE}: " if error.errno in _UNREACHABLE else ""


def _one(error: BaseException) -> Outcome | None:
    if isinstance(error, FetchFailedError):
        return error.outcome
    if _led_nowhere(error):
        return Outcome.REFUSED
    if isinstance(error, aiohttp.ClientPayloadError) and isinstance(error.__cause__, _BROKEN_OFF):
        return Outcome.CONNECTION
    return next((outcome for kind, outcome in _MEANINGS if isinstance(error, kind)), None)
