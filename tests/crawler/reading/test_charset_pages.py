"""Public test pages for encodings: the W3C's on declarations in conflict, and vectors of GB 18030.

The W3C's pages whose name begins with HTTP are to be served with `charset=iso-8859-15`, the others
without a charset.  Their six bytes beyond ASCII are valid UTF-8, and read otherwise where another
encoding was decided on.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.reading.charset import decode, recorded_text
from tests.crawler.loopback import http, page
from tests.crawler.reading.corpora import corpus

WESTERN = "text/html; charset=iso-8859-15"
HOME = "http://www.x.gov.cn/"
DECISIONS = {
    "HTTP-charset.html": ("iso8859-15", "header"),
    "HTTP-vs-UTF-8-BOM.html": ("utf-8", "bom"),
    # iso-8859-1 in a page means nothing: so many templates hold it that never saw such a page.
    "HTTP-vs-meta-charset.html": ("iso8859-15", "header"),
    "HTTP-vs-meta-content.html": ("iso8859-15", "header"),
    # Here, and here only, we deviate: browsers fall back on the encoding of their user's language,
    # we on what the bytes are.
    "No-encoding-declaration.html": ("utf-8", "utf8"),
    "UTF-16BE-BOM.html": ("utf-16-be", "bom"),
    "UTF-16LE-BOM.html": ("utf-16-le", "bom"),
    "UTF-8-BOM-vs-meta-charset.html": ("utf-8", "bom"),
    "UTF-8-BOM-vs-meta-content.html": ("utf-8", "bom"),
    "meta-charset-attribute.html": ("iso8859-15", "meta"),
    "meta-content-attribute.html": ("iso8859-15", "meta"),
}


def header(name: str) -> str:
    return WESTERN if name.startswith("HTTP-") else "text/html"


def pages() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(corpus("charset").glob("*.html"))}


def test_declarations_in_conflict():
    found = {}
    for name, body in pages().items():
        decoded = decode(body, header(name))
        found[name] = (decoded.encoding, decoded.reason)
        assert "<title>" in decoded.text
    assert found == DECISIONS


def test_declarations_in_conflict_through_the_crawler(server, crawled):
    bodies = pages()
    server.at("/", page(*(f"/{name}" for name in bodies)))
    for name, body in bodies.items():
        server.at(f"/{name}", http(body, content_type=header(name)))
    _, snapshot = crawled()
    fetches = {name: snapshot.fetch(HOME + name) for name in bodies}
    assert {name: (f.encoding, f.encoding_reason) for name, f in fetches.items()} == DECISIONS
    for name, body in bodies.items():
        assert snapshot.text(HOME + name) == decode(body, header(name)).text
        # "UTF-16LE BOM": every title names its page.
        assert fetches[name].title.replace(" ", "-").casefold() in name.casefold()


# Both files hold the same characters: one is to be decoded, one was encoded.
VECTORS = (("gb18030_in.txt", "gb18030_in_ref.txt"), ("gb18030_out_ref.txt", "gb18030_out.txt"))


@pytest.mark.parametrize(("encoded", "plain"), VECTORS)
@pytest.mark.parametrize("said", ["gb18030", "gbk", "gb2312", None])
def test_every_character_of_gb18030(encoded, plain, said):
    folder: Path = corpus("gb18030")
    body = (folder / encoded).read_bytes()
    wanted = (folder / plain).read_text(encoding="utf-8")
    decoded = decode(body, f"text/plain; charset={said}" if said else None)
    assert (decoded.encoding, decoded.reason) == ("gb18030", "header" if said else "gb18030")
    assert decoded.text == wanted
    assert recorded_text(body, decoded.encoding, None) == wanted


@pytest.mark.parametrize("plain", [plain for _, plain in VECTORS])
def test_the_same_characters_in_utf8_are_utf8_whatever_is_declared(plain):
    body = (corpus("gb18030") / plain).read_bytes()
    decoded = decode(body, "text/html; charset=gb2312")
    assert (decoded.encoding, decoded.reason) == ("utf-8", "declared_but_wrong")
    assert decoded.text == body.decode()


@pytest.mark.parametrize("plain", [plain for _, plain in VECTORS])
def test_gb18030_through_the_crawler(server, crawled, plain):
    text = (corpus("gb18030") / plain).read_text(encoding="utf-8").replace("<", "&lt;")
    html = f"<meta charset=gb2312><title>国标</title><a href='/镕?词=䶮'>䶮镇</a><pre>{text}</pre>"
    server.at("/", http(html.encode("gb18030"), content_type="text/html"))
    _, snapshot = crawled()
    home = snapshot.fetch(HOME)
    assert (home.encoding, home.encoding_reason, home.title) == ("gb18030", "meta", "国标")
    assert "䶮镇" in [link.text for link in snapshot.links(HOME)]
    # The query is in the page's own encoding, as browsers send it; the path is always UTF-8.
    assert "/%E9%95%95?%B4%CA=%FE%9F" in server.targets()
