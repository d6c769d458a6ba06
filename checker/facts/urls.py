"""Questions about normalised URLs: host, path, ending, home page or deep link, directory or article.

Works on the spellings that a snapshot uses as keys.  It asks nothing of any server.
"""

from __future__ import annotations

import re

import ada_url

from crawler.snapshot import host_of, literal_address, path_of

__all__ = [
    "folder_of",
    "host_of",
    "is_directory",
    "is_home",
    "is_literal",
    "join",
    "path_of",
    "private_address",
    "query_of",
]

_HOME = re.compile(r"^/?(?:(?:index|default|home|main)[^/]*)?/?$", re.IGNORECASE)
_INDEX = re.compile(r"^(?:index|default|list|home|main|col\d+|column)[^/]*$", re.IGNORECASE)
_ARTICLE_QUERY = re.compile(
    r"(?:^|&)(?!(?:c|lm|col|column|channel|class|cat|category|type|sort|menu|node)_?id=)[a-z_]*id=",
    re.IGNORECASE,
)


def join(base: str, href: str) -> str | None:
    """Resolve `href` on the page `base`, without fragment; None for what is no http(s) link."""
    href = href.strip()
    if not href or href[0] == "#":
        return None
    try:
        url = ada_url.join_url(base, href)
    except ValueError:
        return None
    return url.partition("#")[0] if url.startswith(("http://", "https://")) else None


def query_of(url: str) -> str:
    """Return the query, without its question mark."""
    return url.partition("#")[0].partition("?")[2]


def folder_of(url: str) -> str:
    """Return scheme-less host and folder, e.g. `www.x.gov.cn/a/` for `http://www.x.gov.cn/a/b.html`."""
    return host_of(url) + path_of(url).rpartition("/")[0] + "/"


def is_home(url: str) -> bool:
    """The URL names the front page of its host: /, /index.*, /default.*, /home*."""
    return bool(_HOME.match(path_of(url))) and not query_of(url)


def is_directory(url: str) -> bool:
    """The URL looks like a column (a folder or its index page), not like one article."""
    if _ARTICLE_QUERY.search(query_of(url)):
        return False
    name = path_of(url).rpartition("/")[2]
    if not name or _INDEX.match(name):
        return True
    return "." not in name and not any(c.isdigit() for c in name)


def private_address(host: str) -> bool:
    """`host` spells an address that means nothing on the internet, or is `localhost`."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    address = literal_address(host)
    if address is None:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global and not address.is_multicast


def is_literal(host: str) -> bool:
    """`host` spells an address instead of a name."""
    return literal_address(host) is not None
