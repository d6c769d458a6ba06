"""Shake hands by TLS once, and say how that ended: agreed, refused by an alert, broken off, no answer.

OpenSSL is the one that comes with `cryptography`, so that every machine offers the same; what it can not
offer is told as `CANNOT_OFFER`.  Certificates are taken as they are: judging them is another's job.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from enum import StrEnum

from cryptography import x509
from OpenSSL import SSL, crypto

from crawler.fetching.failures import understood
from crawler.fetching.routes import Address
from crawler.probes.certificates import readable
from crawler.reading.urls import literal_address

_CHUNK = 16_384
_MOST = 1 << 20  # bytes of a handshake; a server that sends more wants to keep us busy
_LEGACY_SERVER_CONNECT = 0x4
_VERSIONS = {
    "TLSv1": SSL.TLS1_VERSION,
    "TLSv1.1": SSL.TLS1_1_VERSION,
    "TLSv1.2": SSL.TLS1_2_VERSION,
    "TLSv1.3": SSL.TLS1_3_VERSION,
}
VERSIONS = tuple(_VERSIONS)
_OTHER_VERSION = (
    "unsupported protocol",
    "alert protocol version",
    "wrong ssl version",
    "version too low",
)
_NO_TLS = ("wrong version number", "http request", "packet length too long", "unknown protocol")


class End(StrEnum):
    """How a handshake ended."""

    AGREED = "agreed"
    OTHER_VERSION = "other_version"  # the server said that it does not speak this version
    UNKNOWN_NAME = "unknown_name"  # the server refused the host name that we named (SNI)
    ALERT = "alert"  # the server refused for another reason
    NO_TLS = "no_tls"  # something else than TLS answered
    BROKEN = "broken"  # the connection was broken off, by whomever
    UNCONNECTED = "unconnected"  # no TCP connection; `detail` is the fetch outcome
    SILENT = "silent"  # no answer in time
    CANNOT_OFFER = "cannot_offer"  # our own OpenSSL does not do it


@dataclass(frozen=True, slots=True)
class Handshake:
    """One handshake: how it ended, what was agreed, the certificates sent (the server's own first)."""

    end: End
    detail: str = ""
    version: str | None = None
    cipher: str | None = None
    chain: tuple[x509.Certificate, ...] = ()


async def shake(
    place: Address, host: str, seconds: float, version: str | None = None, *, named: bool = True
) -> Handshake:
    """Connect to `place` and shake hands as for `host`; with `version`, by that version only.

    With `named` false the host is not named (no SNI).  Never raises for what the network does.
    """
    try:
        session = _session(host if named else "", version)
        with contextlib.suppress(SSL.WantReadError):
            session.do_handshake()
        hello = session.bio_read(_CHUNK)
    except SSL.Error as error:
        return Handshake(End.CANNOT_OFFER, _told(error))
    connected = False
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(place.host, place.port)
            connected = True
            try:
                return await _talk(session, hello, reader, writer)
            finally:
                writer.transport.abort()
    except TimeoutError:
        return Handshake(End.SILENT if connected else End.UNCONNECTED, "timeout")
    except OSError as error:
        if connected:
            return Handshake(End.BROKEN, type(error).__name__)
        return Handshake(End.UNCONNECTED, understood(error).outcome.value)


def _session(host: str, version: str | None) -> SSL.Connection:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_verify(SSL.VERIFY_NONE)
    context.set_cipher_list(b"ALL:@SECLEVEL=0")
    # Servers without secure renegotiation (RFC 5746) are met, and are none the less to be measured.
    context.set_options(_LEGACY_SERVER_CONNECT)
    context.set_min_proto_version(_VERSIONS[version] if version else SSL.TLS1_VERSION)
    context.set_max_proto_version(_VERSIONS[version] if version else 0)
    session = SSL.Connection(context, None)
    session.set_connect_state()
    if host and literal_address(host) is None:
        session.set_tlsext_host_name(host.encode("ascii", "ignore"))
    return session


async def _talk(
    session: SSL.Connection,
    hello: bytes,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> Handshake:
    writer.write(hello)
    await writer.drain()
    received = 0
    while True:
        piece = await reader.read(_CHUNK)
        received += len(piece)
        if not piece or received > _MOST:
            return Handshake(End.BROKEN, "connection closed" if not piece else "too much")
        session.bio_write(piece)
        try:
            session.do_handshake()
        except SSL.WantReadError:
            with contextlib.suppress(SSL.WantReadError):
                writer.write(session.bio_read(_CHUNK))
        except SSL.Error as error:
            return _refused(_told(error))
        else:
            return _agreed(session)


def _agreed(session: SSL.Connection) -> Handshake:
    sent = session.get_peer_cert_chain() or []
    chain = readable(crypto.dump_certificate(crypto.FILETYPE_ASN1, one) for one in sent)
    if len(chain) < len(sent):
        chain = []  # a chain with a hole would be judged as something that it is not
    return Handshake(
        End.AGREED,
        version=session.get_protocol_version_name(),
        cipher=session.get_cipher_name(),
        chain=tuple(chain),
    )


def _refused(told: str) -> Handshake:
    if "unrecognized name" in told:
        return Handshake(End.UNKNOWN_NAME, told)
    if any(mark in told for mark in _OTHER_VERSION):
        return Handshake(End.OTHER_VERSION, told)
    if any(mark in told for mark in _NO_TLS):
        return Handshake(End.NO_TLS, told)
    return Handshake(End.ALERT if "alert" in told else End.BROKEN, told)


def _told(error: SSL.Error) -> str:
    """Return the last reason that OpenSSL gives."""
    reasons = error.args[0] if error.args else ()
    last = reasons[-1] if isinstance(reasons, list | tuple) and reasons else ""
    return str(last[-1] if isinstance(last, tuple) and last else last)[:200]
