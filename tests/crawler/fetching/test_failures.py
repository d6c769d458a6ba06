from __future__ import annotations

import errno
import ssl

import aiohttp
import pytest
from aiohttp.http_exceptions import ContentLengthError

from crawler.fetching.failures import FetchFailedError, understood
from crawler.fetching.resolver import DnsUnavailableError, NameNotFoundError
from crawler.fetching.routes import ForbiddenAddressError
from crawler.snapshot import NO_ROUTE, OUR_MACHINE, Outcome


def caused(error, by):
    error.__cause__ = by
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ForbiddenAddressError("a → 10.0.0.1"), Outcome.FORBIDDEN_ADDRESS),
        (NameNotFoundError("a"), Outcome.DNS),
        (DnsUnavailableError("a"), Outcome.DNS_UNAVAILABLE),
        (ssl.SSLError("handshake"), Outcome.TLS),
        (TimeoutError(), Outcome.TIMEOUT),
        (aiohttp.ServerTimeoutError(), Outcome.TIMEOUT),
        (ConnectionRefusedError(), Outcome.REFUSED),
        (OSError(errno.ENETUNREACH, "unreachable"), Outcome.REFUSED),
        (OSError(errno.EHOSTUNREACH, "unreachable"), Outcome.REFUSED),
        (ConnectionResetError(), Outcome.CONNECTION),
        (aiohttp.ServerDisconnectedError(), Outcome.CONNECTION),
        (aiohttp.ClientPayloadError("garbage"), Outcome.PROTOCOL),
        (caused(aiohttp.ClientPayloadError(), ContentLengthError("short")), Outcome.CONNECTION),
        (caused(aiohttp.ClientPayloadError(), ConnectionResetError()), Outcome.CONNECTION),
        (aiohttp.InvalidURL("http://["), Outcome.PROTOCOL),
        (caused(RuntimeError("wrapped"), NameNotFoundError("a")), Outcome.DNS),
        (FetchFailedError(Outcome.LOGIN, "x"), Outcome.LOGIN),
        (RuntimeError("nobody knows"), Outcome.CONNECTION),
    ],
)
def test_outcome_of_an_error(error, outcome):
    assert understood(error).outcome is outcome


def test_what_was_understood_before_stays_so_within_another_error():
    inner = FetchFailedError(Outcome.DNS, "no such name")
    assert understood(caused(RuntimeError("outer"), inner)).outcome is Outcome.DNS


def test_errors_that_cause_each_other():
    error = RuntimeError("a")
    error.__cause__ = caused(ValueError("b"), error)
    assert understood(error).outcome is Outcome.CONNECTION


def test_a_network_that_leads_nowhere_is_no_refusal_by_the_server():
    assert understood(OSError(errno.ENETUNREACH, "x")).detail.startswith(NO_ROUTE)
    assert understood(OSError(errno.EMFILE, "Too many open files")).detail.startswith(OUR_MACHINE)
    assert understood(PermissionError(errno.EPERM, "our firewall")).detail.startswith(OUR_MACHINE)
    assert understood(ssl.SSLError(errno.EPERM, "its own numbers")).outcome is Outcome.TLS
    assert not understood(ConnectionRefusedError(errno.ECONNREFUSED, "x")).detail.startswith(
        NO_ROUTE
    )


def test_detail_is_short():
    assert len(understood(RuntimeError("x" * 5000)).detail) == 300


def test_refused_and_unreachable(server, crawled):
    server.close()
    try:
        assert crawled(attempts=1)[0].home_outcome is Outcome.REFUSED
    finally:
        server.__init__()  # so that the fixture has something to close
