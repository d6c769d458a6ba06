from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography import x509

from crawler.fetching.pace import Lanes, Pace
from crawler.fetching.routes import Address, ConnectTo
from crawler.probes import tls
from crawler.settings import CrawlSettings
from tests.crawler.loopback import Loopback, Misbehaviour, http, page, says
from tests.crawler.probes.outspoken import OutspokenServer
from tests.network.certificates import Authority, Certificate
from tests.network.network import HANGS_UP, REFUSES, Network

HOST = "www.x.gov.cn"
NOW = datetime(2026, 6, 30, tzinfo=UTC)
PAGE = page()


def measuring(plan: CrawlSettings, *others: str, roots: Any = None) -> dict[str, Any]:
    pace = Pace(plan.manners, Lanes(), lambda: NOW)
    probe = asyncio.run(tls.measure(plan, lambda: NOW, pace, others, roots))
    assert (probe.kind, probe.subject) == ("tls", HOST)
    return dict(probe.data)


@pytest.fixture(scope="module")
def net():
    with Network() as made:
        yield made


@pytest.fixture(scope="module")
def roots(net: Network, tmp_path_factory: pytest.TempPathFactory):
    return _roots(net.authority, tmp_path_factory.mktemp("ca"))


def _roots(authority: Authority, folder: Path) -> list[x509.Certificate]:
    file = authority.write(folder / "ca.pem")
    return [x509.load_pem_x509_certificate(file.read_bytes())]


@pytest.fixture
def measured(roots):
    """Measure a host of this kind in a network of its own name space."""

    def measure(
        net: Network, kind: Certificate | None, side: Any = PAGE, *others: str
    ) -> dict[str, Any]:
        fresh = Network()
        fresh.authority = net.authority
        with fresh:
            fresh.host(HOST, v4=page())
            fresh.host(HOST, v4=side, port=443, tls=kind)
            for other in others:
                fresh.secure(other, kind or Certificate.RIGHT, v4=page())
            return measuring(fresh.settings(f"http://{HOST}/"), *others, roots=roots)

    return measure


def test_a_right_certificate(net, measured):
    data = measured(net, Certificate.RIGHT)
    assert (data["end"], data["version"]) == ("agreed", "TLSv1.3")
    assert (data["trust"], data["fits"], data["trusted_here"]) == ("trusted", True, False)
    certificate = data["certificate"]
    assert certificate["names"] == [HOST]
    assert (certificate["key"], certificate["key_bits"]) == ("EC", 256)
    assert (certificate["signature"], certificate["not_after"][:4]) == ("sha256", "3000")
    assert (data["versions"]["TLSv1.2"], data["versions"]["TLSv1.3"]) == ("yes", "yes")
    assert data["versions"]["TLSv1"] in {"no", "unsure"}
    assert data["mapped"] is True
    assert data["place"].startswith("127.0.0.1:")


@pytest.mark.parametrize(
    ("kind", "trust", "fits"),
    [
        (Certificate.WRONG_NAME, "trusted", False),
        (Certificate.EXPIRED, "trusted", True),  # its dates are told beside the question of trust
        (Certificate.SELF_SIGNED, "self_signed", True),
        (Certificate.UNKNOWN_CA, "unknown_root", True),
    ],
)
def test_wrong_certificates(net, measured, kind, trust, fits):
    data = measured(net, kind)
    assert (data["trust"], data["fits"]) == (trust, fits)
    assert data["end"] == "agreed"
    assert data["issuer_elsewhere"] is None


def test_who_replaces_the_certificates_of_all_sites_is_noticed(net, measured):
    data = measured(net, Certificate.UNKNOWN_CA, page(), "www.elsewhere.cn")
    assert data["issuer_elsewhere"] == "www.elsewhere.cn"


def test_mozillas_roots_do_not_know_the_networks_own():
    with Network() as fresh:
        fresh.secure(HOST, v4=page())
        data = measuring(fresh.settings(f"http://{HOST}/"))
    assert data["trust"] == "unknown_root"
    assert data["roots"].startswith("Mozilla")


@pytest.mark.parametrize(
    ("side", "ends"),
    [
        (REFUSES, {"unconnected"}),
        (HANGS_UP, {"broken"}),
        (says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), {"no_tls"}),
        (says(b"\x15\x03\x01\x00\x02\x02\x28"), {"alert"}),  # handshake_failure
        (says(b"\x15\x03\x01\x00\x02\x02\x46"), {"other_version"}),  # protocol_version
        (says(b"\x15\x03\x01\x00\x02\x02\x70"), {"unknown_name"}),  # unrecognized_name
    ],
    ids=["refused", "reset", "plain HTTP", "alert", "no version", "no name"],
)
def test_where_no_handshake_is_made(net, measured, side, ends):
    data = measured(net, None, side)
    assert data["end"] in ends
    assert data["certificate"] is None
    assert data["trust"] is None
    assert "yes" not in data["versions"].values()


def test_a_refused_version_is_told_from_a_broken_connection(net, measured):
    refused = measured(net, None, says(b"\x15\x03\x01\x00\x02\x02\x46"))
    assert set(refused["versions"].values()) == {"no"}
    broken = measured(net, None, HANGS_UP)
    assert set(broken["versions"].values()) == {"unsure"}


def test_a_server_that_only_speaks_the_oldest_version(roots):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(HOST).configure_cert(context)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    server = Loopback(tls=context)
    try:
        to = ConnectTo(None, None, Address("127.0.0.1", server.port))
        data = measuring(CrawlSettings(f"http://{HOST}/", delay=0.0, connect_to=(to,)), roots=roots)
    finally:
        server.close()
    assert data["version"] == "TLSv1"
    assert data["versions"]["TLSv1"] == "yes"
    assert data["versions"]["TLSv1.2"] == "no"


def led_to(address: Address) -> CrawlSettings:
    to = ConnectTo(None, None, address)
    return CrawlSettings(f"http://{HOST}/", delay=0.0, timeout=60.0, connect_to=(to,))


def test_old_versions_that_are_refused_by_alert(net, roots):
    context = net.authority.context(HOST)
    with OutspokenServer(context) as server:
        data = measuring(led_to(server.address), roots=roots)
    assert data["versions"] == {
        "TLSv1": "no",
        "TLSv1.1": "no",
        "TLSv1.2": "yes",
        "TLSv1.3": "yes",
    }


def test_a_server_that_knows_no_such_name(net, roots):
    context = net.authority.context("other.example.cn")

    def refuse(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> int | None:
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME if name else None

    context.sni_callback = refuse
    with OutspokenServer(context) as server:
        data = measuring(led_to(server.address), roots=roots)
    assert (data["end"], data["named"], data["fits"]) == ("agreed", False, False)
    assert data["certificate"]["names"] == ["other.example.cn"]


def test_where_the_way_leads_aside_the_real_site_is_not_asked():
    with Network() as net:
        net.host(HOST, v4=page())
        assert measuring(net.settings(f"http://{HOST}/"))["end"] == "unmapped"


def test_nowhere_to_connect_to():
    with Network() as net:
        net.dns.tell("www.y.gov.cn", A="10.0.0.8")
        plan = net.settings("http://www.y.gov.cn/")
        pace = Pace(plan.manners, Lanes(), lambda: NOW)
        probe = asyncio.run(tls.measure(plan, lambda: NOW, pace))
        assert probe.data["end"] == "forbidden_address"
        probe = asyncio.run(tls.measure(net.settings("http://no.gov.cn/"), lambda: NOW, pace))
        assert probe.data["end"] == "dns"


def test_the_answer_to_a_greeting_that_never_ends_is_cut(net, measured):
    async def pours(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        record = b"\x16\x03\x03\x40\x00" + b"\x0b\x00\xff\xff" + bytes(16380)
        for _n in range(200):
            writer.write(record)
            await writer.drain()

    pouring: Misbehaviour = pours
    assert measured(net, None, pouring)["end"] in {"broken", "no_tls", "alert"}


def test_http_on_the_secure_port_is_not_tls(net, measured):
    assert measured(net, None, says(http("<p>400</p>", "400 Bad Request")))["end"] == "no_tls"
