"""Questions about normalised URLs: host, path, ending, home page or deep link, directory or article.

Works on the spellings that a snapshot uses as keys.  It asks nothing of any server.
"""

from __future__ import annotations

import ipaddress
import re

import ada_url

_HOME = re.compile(r"^/?(?:(?:index|default|home|main)[^/]*)?/?$", re.IGNORECASE)
_INDEX = re.compile(r"^(?:index|default|list|home|main|col\d+|column)[^/]*$", re.IGNORECASE)
_ARTICLE_QUERY = re.compile(r"(?:^|&)[a-z_]*id=", re.IGNORECASE)
_MAX_ENDING = 5


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


def host_of(url: str) -> str:
    """Return the host, without port and without the brackets of IPv6."""
    authority = url[url.find("//") + 2 :].partition("/")[0].partition("?")[0]
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority.partition(":")[0]


def path_of(url: str) -> str:
    """Return the path, without query; "/" where there is none."""
    rest = url[url.find("//") + 2 :]
    slash = rest.find("/")
    return rest[slash:].partition("?")[0].partition("#")[0] if slash >= 0 else "/"


def query_of(url: str) -> str:
    """Return the query, without its question mark."""
    return url.partition("#")[0].partition("?")[2]


def ending_of(url: str) -> str:
    """Return the lower-case file ending of the path, "" where there is none."""
    stem, dot, ending = path_of(url).rpartition("/")[2].rpartition(".")
    return ending.lower() if dot and stem and len(ending) <= _MAX_ENDING else ""


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
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global and not address.is_multicast


def is_literal(host: str) -> bool:
    """`host` spells an address instead of a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
