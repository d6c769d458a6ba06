"""The two ways we speak TLS: as a careful client, and as a browser that the public would use anyway."""

from __future__ import annotations

import ssl
from functools import cache


@cache
def strict_context() -> ssl.SSLContext:
    """Verify names and chains, as every client should."""
    return ssl.create_default_context()


@cache
def lenient_context() -> ssl.SSLContext:
    """Accept old protocols, weak keys and broken chains.

    For the second try only: many county servers run TLS that OpenSSL refuses and browsers accept.
    What is read this way is public; that it was needed is recorded.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    # Servers without secure renegotiation (RFC 5746) are refused by OpenSSL 3 otherwise.
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context
