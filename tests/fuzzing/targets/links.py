"""Links out of any HTML and any list data: every target is one that a snapshot can have as a key."""

from __future__ import annotations

from crawler.reading.charset import decode
from crawler.reading.links import MAX_LINKS, MAX_TEXT, PageLinks, read_data_links, read_links
from crawler.reading.memory import LinkMemory
from crawler.reading.scripted import scripted
from crawler.reading.search_form import read_search_form
from crawler.reading.urls import MAX_URL, absolute
from tests.fuzzing.corpus import HOME, SHAPES, pages
from tests.fuzzing.target import Target, text

URL = f"{HOME}zwgk/list.html"


def check(data: bytes) -> None:
    """Read it as a page and as data."""
    html, encoding = decode(data).text, decode(data).encoding
    found = read_links(html, URL, encoding)
    sound(found)
    assert found == read_links(html, URL, encoding)
    memory = LinkMemory()
    assert read_links(html, URL, encoding, memory) == found
    assert read_links(html, URL, encoding, memory) == found, "what is remembered changes nothing"
    quick = read_links(html, URL, encoding, lead=False)
    assert [link for link in found.links if link.kind != "refresh"] == [link for link in quick.links if link.kind != "refresh"]  # fmt: skip
    for mime in ("application/json", "text/xml", ""):
        listed = read_data_links(text(data), mime, URL)
        if listed is not None:
            sound(listed)
    scripted(html, URL)
    form = read_search_form(html, URL, encoding)
    if form is not None:
        assert form.address("政务 &公开#").startswith("http")


def sound(found: PageLinks) -> None:
    """Nothing is longer than it may be, and every web address is spelled in its one way."""
    assert len(found.links) <= 2 * MAX_LINKS
    for link in found.links:
        assert len(link.text) <= MAX_TEXT
        assert len(link.target) <= MAX_URL
        assert link.text == " ".join(link.text.split())
        if link.target.startswith("http"):
            assert absolute(link.target, link.target) == link.target
            assert "#" not in link.target


def seeds() -> list[bytes]:
    """Pages, and answers that scripts ask for."""
    data = [path.read_bytes() for path in sorted(SHAPES.iterdir()) if path.suffix in {".json", ".xml"}]  # fmt: skip
    return [*pages(), *data]


TARGET = Target("links", check, seeds, most=30_000, words=(b"<a href=", b"<base href=", b"<iframe src=", b'<meta http-equiv=refresh content="0;url=', b"location.href='", b"<noscript>", b"<template>", b"<frameset>", b"<area href=", b"javascript:", b"\\u0000", b"<datastore>", b"<record><![CDATA["), about="links, lists in XML and JSON, search forms, pages that scripts draw")  # fmt: skip
