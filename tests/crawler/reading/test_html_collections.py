"""Public collections of HTML through `read_links`: nothing raises, and LinkChecker's links are found.

Where we find other links than LinkChecker it is on purpose; each such page is listed with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.reading.charset import decode
from crawler.reading.links import PageLinks, read_data_links, read_links
from crawler.reading.urls import absolute
from tests.crawler.reading.corpora import corpus

URL = "http://www.x.gov.cn/a/b.html"


def read(body: bytes, url: str = URL) -> PageLinks:
    decoded = decode(body)
    found = read_links(decoded.text, url, decoded.encoding)
    for link in found.links:
        assert link.target
        assert "\n" not in link.text
        if link.target.startswith(("http:", "https:")):
            assert absolute(link.target, link.target) == link.target
    return found


def trees() -> Iterator[bytes]:
    """Yield the documents of the html5lib tree-construction tests."""
    for path in sorted(corpus("html5lib-treeconstruction").glob("*.dat")):
        for test in re.split(rb"(?:^|\n)#data\n", path.read_bytes())[1:]:
            yield test.partition(b"\n#errors")[0]


def test_every_document_of_html5lib_is_read():
    documents = list(trees())
    assert len(documents) > 1000
    for document in documents:
        read(document)


def test_long_document_of_html5lib():
    body = (corpus("html5lib-treeconstruction") / "go1.html").read_bytes()
    assert len(read(body).links) == len(re.findall(rb"<a\s[^>]*href=\"[^#\"]", body))


def files(name: str) -> list[Path]:
    return [path for path in sorted(corpus(name).rglob("*")) if path.is_file()]


@pytest.mark.parametrize("name", ["linkchecker", "lychee", "trafilatura-zh"])
def test_every_file_of_other_checkers_is_read(name):
    paths = files(name)
    assert paths
    for path in paths:
        body = path.read_bytes()
        read(body)
        for mime in ("text/xml", "application/json", "text/plain"):
            read_data_links(decode(body).text, mime, URL)


FOLDER = "http://localhost:8001/d/"
NOT_LINKS = "what is no link for a visitor: pictures, styles, icons, applets, objects, prefetching"
DEVIATIONS = {
    "anchor1.html": "fragments are dropped, and a link to the page itself is no link",
    "archive.html": NOT_LINKS,
    "base3.html": NOT_LINKS,
    "charsets/cp1250.html": NOT_LINKS,
    "charsets/iso8859-2.html": NOT_LINKS,
    "charsets/utf8.html": NOT_LINKS,
    "file.html": "javascript: asks nothing; a page that is cut off in a tag ends there in browsers",
    "file_url_quote.html": "a query goes out in the page's own encoding, as browsers send it",
    "html5.html": NOT_LINKS,
    "http.html": NOT_LINKS,
    "http_invalid_host.html": "LinkChecker lists what is no URL as None",
    "http_quotes.html": "browsers leave & as it stands in a path",
    "http_slash.html": "http: and http:/ are read as browsers read them, relative to the page",
    "http_url_quote.html": "a query goes out in the page's own encoding, as browsers send it",
    "misc.html": NOT_LINKS,
}


def expected(path: Path) -> set[str]:
    """Return the links that LinkChecker's own test expects of a page."""
    text = path.with_name(f"{path.name}.result").read_text(encoding="utf-8", errors="replace")
    for place in ("file://%(curdir)s/%(datadir)s/", "http://localhost:%(port)d/%(datadir)s/"):
        text = text.replace(place, FOLDER)
    text = text.replace("%(port)d", "8001").replace("%(datadir)s", "d").replace("%%", "%")
    keys = re.findall(r"^cache key (\S+)", text, re.MULTILINE)[1:]  # the first is the page itself
    return {absolute(FOLDER, key) or key for key in (key.partition("#")[0] for key in keys) if key}


def test_links_of_linkchecker():
    folder = corpus("linkchecker")
    alike, other = 0, set()
    for result in sorted(folder.rglob("*.html.result")):
        path = result.with_suffix("")
        if not path.exists():
            continue
        name = path.relative_to(folder).as_posix()
        found = {link.target for link in read(path.read_bytes(), FOLDER + name).links}
        alike += found == expected(path)
        if found != expected(path):
            other.add(name)
    assert other == set(DEVIATIONS)
    assert alike == 16


def test_sitemaps_of_linkchecker():
    folder = corpus("linkchecker")
    found = {}
    for path in sorted(folder.glob("*sitemap*.xml")):
        shape = read_data_links(decode(path.read_bytes()).text, "text/xml", URL)
        found[path.stem] = (
            [(link.kind.value, link.target) for link in shape.links] if shape else None
        )
    assert found["sitemap"] == [
        ("data", "http://www.example.com/"),
        ("data", "http://www.example.com/?ascii=n%C3%B8"),
    ]
    assert all(found.values()), found
