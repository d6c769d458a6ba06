from __future__ import annotations

import ssl

import pytest

from crawler.fetching.routes import Address, ConnectTo
from crawler.fetching.tls import lenient_context, strict_context
from crawler.job import UNREACHABLE
from crawler.snapshot import Outcome
from tests.crawler.certificates import self_signed
from tests.crawler.loopback import Loopback, http, page, says, says_nothing

HOME = "https://www.x.gov.cn/"


@pytest.fixture
def hellos():
    """The names that clients asked for, one a handshake begun."""
    return []


@pytest.fixture
def secure(tmp_path, hellos):
    context = self_signed(tmp_path)
    context.sni_callback = lambda _socket, name, _context: hellos.append(name)
    made = Loopback(tls=context)
    yield made
    made.close()


def leading_to(server):
    return {"home": HOME, "connect_to": (ConnectTo(None, None, Address("127.0.0.1", server.port)),)}


def test_certificate_that_nobody_vouches_for_is_read_and_noted(secure, crawled):
    secure.at("/", page("/a"))
    secure.at("/a", http("政务公开"))
    summary, snapshot = crawled(**leading_to(secure))
    assert summary.home_outcome is Outcome.OK
    for url in (HOME, HOME + "a"):
        fetch = snapshot.fetch(url)
        assert fetch is not None
        assert fetch.outcome is Outcome.OK
        assert "lenient tls: " in (fetch.detail or "")
        assert "certificate" in (fetch.detail or "").lower()


def test_site_that_needs_lenient_tls_is_not_tried_strictly_again(secure, hellos, crawled):
    secure.at("/", page(*(f"/{n}" for n in range(10))))
    crawled(**leading_to(secure))
    assert set(hellos) == {"www.x.gov.cn"}
    # One handshake failed; all others became connections.
    assert len(hellos) == secure.connections + 1


def test_port_that_speaks_no_tls(server, crawled):
    server.raw = says(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    summary, snapshot = crawled(home=HOME, attempts=1)
    assert (summary.finish, summary.home_outcome) == (UNREACHABLE, Outcome.TLS)
    fetch = snapshot.fetch(HOME)
    assert fetch is not None
    assert fetch.detail


def test_handshake_that_never_ends(server, crawled):
    server.raw = says_nothing
    assert crawled(home=HOME, attempts=1, timeout=1.0)[0].home_outcome is Outcome.TIMEOUT


def test_strict_is_strict_and_lenient_takes_what_old_servers_have():
    strict, lenient = strict_context(), lenient_context()
    assert strict.verify_mode is ssl.CERT_REQUIRED
    assert strict.check_hostname
    assert lenient.verify_mode is ssl.CERT_NONE
    old = {"AES128-SHA", "ECDHE-RSA-AES128-SHA"}
    assert old <= {cipher["name"] for cipher in lenient.get_ciphers()}
