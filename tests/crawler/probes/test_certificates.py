from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.probes.certificates import (
    Trust,
    describe,
    fits,
    machine_roots,
    mozilla_roots,
    readable,
    tells_issuer,
    trust,
)
from crawler.probes.told import told

NOW = datetime(2026, 6, 30, tzinfo=UTC)
HOST = "www.x.gov.cn"
Key = Any


class Maker:
    """Certificates as public authorities make them."""

    def __init__(self) -> None:
        self._number = 1000

    def make(  # noqa: PLR0913 - a certificate says much
        self,
        subject: str,
        key: Key,
        issuer: str,
        signer: Key,
        *,
        ca: bool = False,
        names: Sequence[str] = (),
        days: tuple[int, int] = (-30, 60),
        aia: bool = False,
    ) -> x509.Certificate:
        self._number += 1
        public, above = key.public_key(), signer.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name(issuer))
            .public_key(public)
            .serial_number(self._number)
            .not_valid_before(NOW + timedelta(days=days[0]))
            .not_valid_after(NOW + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False
            )
            .add_extension(
                x509.KeyUsage(not ca, False, False, False, False, ca, ca, False, False),
                critical=True,
            )
        )
        if names:
            builder = builder.add_extension(
                x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False
            ).add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
            )
        if aia:
            place = x509.UniformResourceIdentifier("http://ca.example.cn/ca.crt")
            method = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, place)
            builder = builder.add_extension(
                x509.AuthorityInformationAccess([method]), critical=False
            )
        return builder.sign(signer, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, text),
        ]
    )


ROOT_KEY, MIDDLE_KEY, KEY, OTHER = (ec.generate_private_key(ec.SECP256R1()) for _ in range(4))
MAKER = Maker()
ROOT = MAKER.make("Root", ROOT_KEY, "Root", ROOT_KEY, ca=True, days=(-3000, 3000))
MIDDLE = MAKER.make("Middle", MIDDLE_KEY, "Root", ROOT_KEY, ca=True, days=(-1000, 1000))


def leaf(**wanted: Any) -> x509.Certificate:
    signer = wanted.pop("signer", MIDDLE_KEY)
    return MAKER.make(HOST, KEY, "Middle", signer, **({"names": [HOST]} | wanted))


def test_a_whole_chain_is_trusted_by_the_strict_verifier_too():
    assert trust([leaf(), MIDDLE], NOW, [ROOT]) == (Trust.TRUSTED, "")


@pytest.mark.parametrize("days", [(-90, -30), (30, 90)])
def test_dates_are_another_question(days):
    assert trust([leaf(days=days), MIDDLE], NOW, [ROOT])[0] is Trust.TRUSTED


def test_a_missing_intermediate_is_told_from_an_unknown_root():
    alone = leaf(aia=True)
    assert trust([alone], NOW, [ROOT]) == (Trust.INCOMPLETE, "Middle")
    assert tells_issuer(alone)
    assert not tells_issuer(leaf())
    assert trust([leaf()], NOW, [ROOT])[0] is Trust.UNKNOWN_ROOT  # nobody could fetch the rest
    elsewhere = MAKER.make("R", OTHER, "R", OTHER, ca=True)
    assert trust([leaf(), MIDDLE], NOW, [elsewhere])[0] is Trust.UNKNOWN_ROOT
    assert trust([leaf(), MIDDLE, ROOT], NOW, [elsewhere])[0] is Trust.UNKNOWN_ROOT


def test_a_forged_signature():
    assert trust([leaf(signer=OTHER), MIDDLE], NOW, [ROOT])[0] is Trust.INVALID


def test_who_vouches_for_himself():
    own = MAKER.make(HOST, KEY, HOST, KEY, names=[HOST])
    assert trust([own], NOW, [ROOT])[0] is Trust.SELF_SIGNED
    assert trust([own], NOW, [])[0] is Trust.SELF_SIGNED


@pytest.mark.parametrize(
    ("names", "host", "fit"),
    [
        ([HOST], HOST, True),
        (["*.x.gov.cn"], HOST, True),
        (["*.x.gov.cn"], "x.gov.cn", False),
        (["*.x.gov.cn"], "a.b.x.gov.cn", False),
        (["x.gov.cn"], HOST, False),
        ([HOST], "1.2.4.8", False),
        ([], HOST, False),
        (["www.xn--55qx5d.xn--zfr164b"], "www.xn--55qx5d.xn--zfr164b", True),
    ],
)
def test_for_which_hosts(names, host, fit):
    assert fits(leaf(names=names), host) is fit


def test_what_a_certificate_says():
    said = describe(leaf(names=[HOST, "x.gov.cn"]))
    assert (said.subject, said.issuer) == (HOST, "Middle")
    assert (said.names, said.key, said.key_bits, said.signature) == (
        (HOST, "x.gov.cn"),
        "EC",
        256,
        "sha256",
    )
    assert said.not_before == "2026-05-31T00:00:00+00:00"
    small = rsa.generate_private_key(65537, 1024)  # noqa: S505 - what some sites show
    assert describe(MAKER.make(HOST, small, "Middle", MIDDLE_KEY)).key_bits == 1024
    other = ed25519.Ed25519PrivateKey.generate()
    assert describe(MAKER.make(HOST, other, "Middle", MIDDLE_KEY)).key == "Ed25519"


def test_mozillas_roots_and_the_machines():
    assert len(mozilla_roots()) > 100
    assert isinstance(machine_roots(), tuple)


@settings(max_examples=60, deadline=None)
@example(40, 30, 21, 0)  # a name longer than its kind allows
@given(st.integers(0, 800), st.integers(0, 255), st.integers(0, 800), st.integers(0, 255))
def test_harmed_certificates_are_read_or_left_out(place, byte, other, another):
    raw = bytearray(leaf(names=[HOST, "x.gov.cn"], aia=True).public_bytes(_DER))
    raw[place % len(raw)], raw[other % len(raw)] = byte, another
    for certificate in readable([bytes(raw)]):
        describe(certificate).shown()
        fits(certificate, HOST)
        tells_issuer(certificate)
        trust([certificate, MIDDLE], NOW, [ROOT])


_DER = serialization.Encoding.DER


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_what_strangers_say_can_be_written_down(text):
    kept = told(text, 20)
    assert len(kept) <= 20
    assert "\n" not in kept
    kept.encode()


def test_bytes_that_are_no_text():
    assert told(b"a\xffb\xed\xa0\x80".decode("utf-8", "surrogateescape")) == "a?b???"
