"""Say what a certificate is, and whether its chain leads to a root that browsers trust.  No network.

The roots are Mozilla's, from `certifi`: the same on every machine, and without those that an office has
added for its own proxy.  Two verifiers must agree before a chain is called untrusted: `cryptography`
(strict, as the rules for public certificates are) and OpenSSL (as lenient as most clients).  Validity
dates are left out of the question of trust: they are told beside it.
"""

from __future__ import annotations

import contextlib
import ipaddress
import ssl
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import certifi
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID, NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from OpenSSL import crypto
from service_identity import VerificationError as MismatchError
from service_identity.cryptography import extract_patterns
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity

from crawler.probes.told import told
from crawler.reading.urls import literal_address

_MOST_NAMES = 60
_TEXT = 200
# OpenSSL's numbers for why a chain ends nowhere.
_SELF_SIGNED_LEAF, _SELF_SIGNED_ROOT = 18, 19
_NO_ISSUER = frozenset({2, 20, 21})
_KEYS = (
    ("RSA", rsa.RSAPublicKey),
    ("EC", ec.EllipticCurvePublicKey),
    ("DSA", dsa.DSAPublicKey),
    ("Ed25519", ed25519.Ed25519PublicKey),
    ("Ed448", ed448.Ed448PublicKey),
)
# What reading a certificate raises that a stranger has made.
_ODD = (
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


class Trust(StrEnum):
    """What came of following the chain."""

    TRUSTED = "trusted"
    SELF_SIGNED = "self_signed"  # the server's certificate vouches for itself
    UNKNOWN_ROOT = "unknown_root"  # the chain is whole, its root is not among the trusted
    INCOMPLETE = "incomplete"  # an issuer's certificate (named) was not sent; some clients fetch it
    INVALID = "invalid"  # a signature or a constraint in the chain does not hold


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself.  Dates are ISO 8601 in UTC."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: str
    not_after: str
    key: str
    key_bits: int | None
    signature: str | None
    sha256: str

    def shown(self) -> dict[str, Any]:
        """As it stands in a probe."""
        return asdict(self) | {"names": list(self.names)}


@contextlib.contextmanager
def _without_warnings() -> Iterator[None]:
    """A serial number of zero, a country of three letters: another's fault, and nothing that our users could mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        warnings.filterwarnings("ignore", "Attribute's length", UserWarning)
        yield


@_without_warnings()
def describe(certificate: x509.Certificate) -> Certificate:
    """Read a certificate's own words; what cannot be read is left empty."""
    try:
        key: object = certificate.public_key()
    except _ODD:
        key = None
    kind = next((name for name, one in _KEYS if isinstance(key, one)), "")
    try:
        signed = certificate.signature_hash_algorithm
        signature = signed.name if signed else certificate.signature_algorithm_oid.dotted_string
    except _ODD:
        signature = certificate.signature_algorithm_oid.dotted_string
    return Certificate(
        subject=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        names=_names(certificate),
        not_before=certificate.not_valid_before_utc.isoformat(),
        not_after=certificate.not_valid_after_utc.isoformat(),
        key=kind,
        key_bits=getattr(key, "key_size", None),
        signature=signature,
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
    )


@_without_warnings()
def fits(certificate: x509.Certificate, host: str) -> bool:
    """The certificate is for this host (its alternative names, as browsers read them)."""
    address = literal_address(host)
    try:
        wanted = IPAddress_ID(str(ipaddress.ip_address(address))) if address else DNS_ID(host)
        verify_service_identity(extract_patterns(certificate), [wanted], [])
    except (MismatchError, CertificateError, *_ODD):
        return False
    return True


@_without_warnings()
def trust(
    chain: Sequence[x509.Certificate], moment: datetime, roots: Sequence[x509.Certificate]
) -> tuple[Trust, str]:
    """Follow a chain to one of the roots; returns what came of it, and why in the verifier's words."""
    leaf = chain[0]
    then = _within(leaf, moment)
    strict = _strictly(chain, then, roots)
    if strict is None:
        return Trust.TRUSTED, ""
    error = _by_openssl(chain, then, roots)
    if error is None:
        return Trust.TRUSTED, f"严格校验：{strict}"[:_TEXT]
    number, words, failing = error
    if number == _SELF_SIGNED_LEAF:
        return Trust.SELF_SIGNED, words
    if number == _SELF_SIGNED_ROOT:
        return Trust.UNKNOWN_ROOT, words
    if number in _NO_ISSUER:
        return _end_of(chain, failing, words)
    return Trust.INVALID, words


def _end_of(
    chain: Sequence[x509.Certificate], last: x509.Certificate, words: str
) -> tuple[Trust, str]:
    """Say why the chain ends at `last`: its issuer's certificate is not there, or is another one."""
    if last.issuer == last.subject:
        return Trust.UNKNOWN_ROOT, words
    if any(one.subject == last.issuer for one in chain):
        return Trust.INVALID, words
    # A certificate that does not say where its issuer's is to be had leaves clients nothing to fetch.
    if not tells_issuer(last):
        return Trust.UNKNOWN_ROOT, words
    return Trust.INCOMPLETE, _common_name(last.issuer)


@cache
def mozilla_roots() -> tuple[x509.Certificate, ...]:
    """The roots that Mozilla trusts, as `certifi` brings them."""
    return _roots_of(ssl.create_default_context(cafile=certifi.where()))


@cache
def machine_roots() -> tuple[x509.Certificate, ...]:
    """The roots that this machine trusts; an office's proxy may be among them."""
    return _roots_of(ssl.create_default_context())


def _roots_of(context: ssl.SSLContext) -> tuple[x509.Certificate, ...]:
    return tuple(readable(context.get_ca_certs(binary_form=True)))


@_without_warnings()
def readable(found: Iterable[bytes]) -> list[x509.Certificate]:
    """Read certificates (DER); those that break the standard too far are left out."""
    read = []
    for der in found:
        with contextlib.suppress(*_ODD):
            one = x509.load_der_x509_certificate(der)
            # Read when asked for, and may be nonsense then.
            _ = one.subject, one.issuer, one.not_valid_before_utc, one.not_valid_after_utc
            read.append(one)
    return read


def _within(leaf: x509.Certificate, moment: datetime) -> datetime:
    """Return the moment, or the nearest one at which the certificate is valid."""
    last = leaf.not_valid_after_utc - timedelta(seconds=1)
    return max(leaf.not_valid_before_utc, min(moment.astimezone(UTC), last))


def _strictly(
    chain: Sequence[x509.Certificate], moment: datetime, roots: Sequence[x509.Certificate]
) -> str | None:
    """Verify as the rules for public certificates want it; returns what is wrong."""
    names = _names(chain[0])
    host = next((name.replace("*", "www", 1) for name in names if not literal_address(name)), None)
    if not roots or host is None:
        return "没有根证书" if not roots else "证书没有备用名称"
    try:
        builder = PolicyBuilder().store(Store(list(roots))).time(moment.replace(tzinfo=None))
        builder.build_server_verifier(x509.DNSName(host)).verify(chain[0], list(chain[1:]))
    except (VerificationError, *_ODD) as error:
        return str(error)[:_TEXT]
    return None


def _by_openssl(
    chain: Sequence[x509.Certificate], moment: datetime, roots: Sequence[x509.Certificate]
) -> tuple[int, str, x509.Certificate] | None:
    """Verify as most clients do; returns the number and words of the error, and the certificate in question."""
    store = crypto.X509Store()
    for root in roots:
        store.add_cert(crypto.X509.from_cryptography(root))
    store.set_time(moment.replace(tzinfo=None))
    mine, *others = (crypto.X509.from_cryptography(one) for one in chain)
    try:
        crypto.X509StoreContext(store, mine, others).verify_certificate()
    except crypto.X509StoreContextError as error:
        number = error.errors[0] if error.errors else 0
        return int(number), str(error)[:_TEXT], error.certificate.to_cryptography()
    except crypto.Error as error:
        return 0, str(error)[:_TEXT], chain[0]
    return None


def _common_name(name: x509.Name) -> str:
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = name.get_attributes_for_oid(kind)
        if found:
            return told(str(found[0].value), _TEXT)
    return told(name.rfc4514_string(), _TEXT)


def _names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except _ODD:
        return ()
    names = [*found.get_values_for_type(x509.DNSName)]
    names += [str(one) for one in found.get_values_for_type(x509.IPAddress)]
    return tuple(told(name, _TEXT) for name in names[:_MOST_NAMES])


@_without_warnings()
def tells_issuer(certificate: x509.Certificate) -> bool:
    """The certificate says where its issuer's certificate can be fetched."""
    try:
        found = certificate.extensions.get_extension_for_oid(
            ExtensionOID.AUTHORITY_INFORMATION_ACCESS
        ).value
    except _ODD:
        return False
    assert isinstance(found, x509.AuthorityInformationAccess)  # noqa: S101 - asked for by its oid
    return any(one.access_method == AuthorityInformationAccessOID.CA_ISSUERS for one in found)
