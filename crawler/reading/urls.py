"""hrefs to URLs, by the WHATWG rules that browsers follow (through the Ada library).

One URL has one spelling here: absolute, normalised, without fragment and without user name.  These
spellings are the keys of a snapshot.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote_from_bytes

import ada_url

MAX_URL = 2083
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
# "?page=2", and what hardly occurs: "http:a.html", or a line break that hides such a beginning.
_WHOLE_BASE = re.compile(r"\?|[a-z]*[:\t\r\n]", re.IGNORECASE)
# Links that ask nothing of any server.
NOT_LINKS = (
    "javascript:",
    "mailto:",
    "tel:",
    "data:",
    "about:",
    "blob:",
    "sms:",
    "vbscript:",
    "weixin:",
)
_SAFE_ASCII = "".join(chr(c) for c in range(0x21, 0x7F))
# What browsers take off the ends of an href.  A full-width space stays, and makes it another URL.
_BLANK = "".join(chr(c) for c in range(0x21))


class NotAUrl(ValueError):  # noqa: N818 - what it says is the whole error
    """What was given is no http(s) address; the message (Chinese) says what to write instead."""


def home_url(text: str) -> str:
    """Normalise what a person typed as the portal's address; `http://` may be left out.

    Raises NotAUrl with a remedy where it is no web address.
    """
    typed = text.strip()
    if not _SCHEME.match(typed) or re.match(r"^[^/:]+:\d+(/|$)", typed):
        typed = f"http://{typed}"
    url = absolute(typed, typed)
    host = host_of(url) if url else ""
    if not url or not url.startswith(("http://", "https://")) or not host:
        raise NotAUrl(f"“{text}”不是网址。请写成 http://www.某县.gov.cn/ 这样的完整地址。")
    if "." not in host and ":" not in host and host != "localhost":
        raise NotAUrl(
            f"“{text}”里的主机名“{host}”不完整。请写成 http://www.某县.gov.cn/ 这样的完整地址。"
        )
    return url


def absolute(base: str, href: str, encoding: str = "utf-8") -> str | None:
    """Resolve `href` as it stands on the page `base` (written in `encoding`).

    Returns None for what is no link (`#top`, `javascript:`, `mailto:`, unparsable text); a target
    with another scheme keeps its text, so that `file:///C:/a.doc` can be reported.
    """
    href = href.strip(_BLANK)
    if not href or href[0] == "#" or len(href) > MAX_URL * 2:
        return None
    if not encoding.startswith("utf") and "?" in href and not href.isascii():
        href = _encode_query(href, encoding)
    return _join(_relevant(base, href), href)


def _relevant(base: str, href: str) -> str:
    """Return as much of a normalised base as `href` is resolved against.

    A navigation bar stands on every page; so its links are resolved once for the site.
    """
    root = base.find("/", 8)
    if root < 0 or not base.startswith("http"):
        return base
    if href[0] in "/\\" or _ABSOLUTE.match(href):
        return base[: root + 1]
    if _WHOLE_BASE.match(href):
        return base
    return base[: base.rfind("/", 0, (base + "?").index("?")) + 1]


def vicinity(base: str) -> tuple[str, str]:
    """Return what absolute and what relative paths are resolved against on a page."""
    return _relevant(base, "/"), _relevant(base, "x")


def needs_whole_base(href: str) -> bool:
    """It may lead elsewhere from each page of one directory ("?page=2")."""
    return _WHOLE_BASE.match(href.strip(_BLANK)) is not None


@lru_cache(maxsize=65536)
def _join(base: str, href: str) -> str | None:
    scheme = _SCHEME.match(href)
    if scheme and not href[:5].lower().startswith("http"):
        if href.lower().startswith(NOT_LINKS):
            return None
        return href if len(href) <= MAX_URL else None
    try:
        url = ada_url.join_url(base, href)
    except ValueError:
        return None
    if not url.startswith(("http://", "https://")):
        return None
    url = url.partition("#")[0]
    if "@" in url[: url.find("/", 8)]:
        parts = ada_url.URL(url)
        parts.username = parts.password = ""
        url = parts.href
    return url if len(url) <= MAX_URL else None


def _encode_query(href: str, encoding: str) -> str:
    """Percent-encode the query in the page's own encoding, as browsers do."""
    path, mark, query = href.partition("?")
    query, hash_mark, fragment = query.partition("#")
    encoded = "".join(char if char.isascii() else _percent(char, encoding) for char in query)
    return f"{path}{mark}{encoded}{hash_mark}{fragment}"


def _percent(char: str, encoding: str) -> str:
    try:
        return quote_from_bytes(char.encode(encoding), safe=_SAFE_ASCII)
    except UnicodeEncodeError:
        return f"%26%23{ord(char)}%3B"


def host_of(url: str) -> str:
    """Return the host of a normalised http(s) URL, without port; brackets of IPv6 are kept off."""
    authority = url[url.find("//") + 2 :].partition("/")[0].partition("?")[0]
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0]


def port_of(url: str) -> int:
    """Return the port of a normalised http(s) URL, the scheme's own where none stands."""
    authority = url[url.find("//") + 2 :].partition("/")[0].partition("?")[0]
    _, colon, port = authority.rpartition(":")
    if colon and port.isdigit():
        return int(port)
    return 443 if url.startswith("https:") else 80


def literal_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that `host` spells, or None where it is a name."""
    if ":" not in host and not host[-1:].isdecimal():
        return None  # the quick answer for names: they end in a letter
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def path_of(url: str) -> str:
    """Return the path of a normalised URL, without query; "/" where there is none."""
    rest = url[url.find("//") + 2 :]
    slash = rest.find("/")
    return rest[slash:].partition("?")[0].partition("#")[0] if slash >= 0 else "/"
