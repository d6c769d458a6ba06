"""URLs: one spelling each; normalising twice is normalising once; every part can be asked for."""

from __future__ import annotations

import re
from contextlib import suppress

from crawler.fetching.routes import Address, ConnectTo, RouteError, is_public, spells_private
from crawler.reading import endless
from crawler.reading.scope import Scope, extension, host_entry, is_attachment, is_file
from crawler.reading.urls import (
    MAX_URL,
    NotAUrl,
    absolute,
    home_url,
    host_of,
    literal_address,
    path_of,
    port_of,
)
from crawler.reading.worth import is_article
from tests.fuzzing.target import Target, text

_ENCODINGS = ("utf-8", "gb18030", "big5hkscs")
_SCOPE = Scope.of("http://www.tx.gov.cn/", ())


def check(data: bytes) -> None:
    """Two lines: the page's address, the href."""
    first, _, href = text(data).partition("\n")
    base = absolute("http://www.tx.gov.cn/a/b.html?c=1", first)
    if base is None or not base.startswith("http"):
        base = "http://www.tx.gov.cn/a/b.html?c=1"
    for encoding in _ENCODINGS:
        found = absolute(base, href, encoding)
        assert found == absolute(base, href, encoding)
        if found is not None:
            assert len(found) <= MAX_URL
            if found.startswith(("http://", "https://")):
                of_the_web(found)
    with suppress(NotAUrl):
        home = home_url(first)
        assert home_url(home) == home
        of_the_web(home)
        Scope.of(home).includes(home)
    with suppress(RouteError):
        Address.parse(first, 80)
    with suppress(RouteError):
        ConnectTo.parse(first)
    with suppress(ValueError):
        host_entry(first)
    is_public(first)
    spells_private(first)


def of_the_web(url: str) -> None:
    """A normalised address: all that is asked of one."""
    assert absolute(url, url) == url, "normalising twice is normalising once"
    assert absolute(url, "") is None
    assert url.isascii()
    assert re.search(r"[\s#]", url) is None
    host = host_of(url)
    assert host
    assert 0 <= port_of(url) <= 65535
    assert path_of(url).startswith("/")
    literal_address(host)
    assert extension(url) == extension(url).lower()
    is_attachment(url)
    is_file(url)
    is_article(url)
    assert _SCOPE.includes(url) in {True, False}
    _SCOPE.belongs(url)
    for fold in (endless.without_session, endless.in_order, endless.unsorted):
        once = fold(url)
        assert fold(once) == once, f"{fold.__name__}: twice is once"
    pairs = endless.parameters(url)
    endless.tokens(pairs)
    endless.searched(pairs)
    endless.dated(url, pairs)
    endless.has_calendar(url)
    endless.is_growing(url)


def seeds() -> list[bytes]:
    """Addresses of every kind."""
    hrefs = ("/a/../b/./c.html", "?page=2&sid=1A2B3C4D5E6F7A8B", "//x.gov.cn:8080/a", "http://u:p@x.gov.cn/a b", "t20240105_1.shtml#x", "http:a.html", "\\\\x\\y", "javascript:void(0)", "http://[::1]:80/x;jsessionid=ABCDEF0123456789?c=d", "http://192.168.0.1/", "http://中国.cn/信息公开?词=政务&year=2024&month=13", "file:///C:/a.doc", "http://0x7f.1/", "/list?sort=asc&order=1&d=2024-01-01", "/a/b/a/b/a/b/a/b/", "http://x.gov.cn:99999/", "x.gov.cn:80", "a%zz%E4%BD?%ff=%00", "http://xn--fiqs8s/", "www.tx.gov.cn:80:127.0.0.1:8080", "*:443:[::1]:8443")  # fmt: skip
    return [f"{base}\n{href}".encode() for href in hrefs for base in ("http://www.tx.gov.cn/a/b.html?q=/x", href)]  # fmt: skip


TARGET = Target("urls", check, seeds, most=3000, words=(b"http://", b"https://", b"://", b"www.", b".gov.cn", b"%2e%2e", b"@", b"[::1]", b":80", b"\t", b";jsessionid=", b"phpsessid=", b"&a=b", b"year=2024", b"xn--", "。".encode(), "／".encode()), about="URL normalisation, scope, session and calendar traps, --connect-to")  # fmt: skip
