"""Certificates for the test network: right ones, by a CA of its own, and every usual kind of wrong one."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme

from tests.crawler.certificates import self_signed

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
_LATER = datetime(2021, 1, 1, tzinfo=UTC)


class Certificate(StrEnum):
    """What a host shows."""

    RIGHT = "right"  # for its name, by the network's CA
    WRONG_NAME = "wrong_name"  # by the network's CA, for somebody else
    EXPIRED = "expired"  # for its name, by the network's CA, in 2020
    SELF_SIGNED = "self_signed"
    UNKNOWN_CA = "unknown_ca"  # for its name, by a CA that nobody trusts


class Authority:
    """The network's CA.  `trusting()` is the context of a client that trusts it and nobody else."""

    def __init__(self) -> None:
        self._ca = trustme.CA()
        self._stranger = trustme.CA()

    def context(self, name: str, kind: Certificate = Certificate.RIGHT) -> ssl.SSLContext:
        """Return the TLS context of a server that shows this kind of certificate."""
        if kind is Certificate.SELF_SIGNED:
            with TemporaryDirectory() as folder:
                return self_signed(Path(folder), name)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._issue(name, kind).configure_cert(context)
        return context

    def _issue(self, name: str, kind: Certificate) -> trustme.LeafCert:
        match kind:
            case Certificate.WRONG_NAME:
                return self._ca.issue_cert("somebody-else.example.cn")
            case Certificate.EXPIRED:
                return self._ca.issue_cert(name, not_before=_LONG_AGO, not_after=_LATER)
            case Certificate.UNKNOWN_CA:
                return self._stranger.issue_cert(name)
        return self._ca.issue_cert(name)

    def trusting(self) -> ssl.SSLContext:
        """Return a strict client's context."""
        context = ssl.create_default_context()
        self._ca.configure_trust(context)
        return context

    def write(self, file: Path) -> Path:
        """Write the CA's certificate, as SSL_CERT_FILE wants it."""
        self._ca.cert_pem.write_to_path(str(file))
        return file
