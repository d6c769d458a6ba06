"""Every fact of `checker.facts` over any page: nothing raises, and reading twice is reading once."""

from __future__ import annotations

from checker.facts.page import read_page
from crawler.reading.charset import decode
from tests.fuzzing.corpus import HOME, pages
from tests.fuzzing.target import Target
from tests.gold.every_fact import read_everything

URL = f"{HOME}zwgk/2024/t20240105_12.html"
_LONG = 12_000


def check(data: bytes) -> None:
    """Read all facts; those of the page, twice."""
    read_everything({HOME: data}, HOME)
    found = decode(data)
    page = read_page(found.text, URL, found.encoding)
    assert page == read_page(found.text, URL, found.encoding)
    visible = page.visible
    assert page.body is None or 0 <= page.body.start <= page.body.end <= len(visible)
    assert all(0 <= start <= end <= len(visible) for start, end in page.words.rest)
    assert page.text == page.words.main


def seeds() -> list[bytes]:
    """Pages, not too long: much is read of each."""
    return [page for page in pages() if len(page) < _LONG]


TARGET = Target("facts", check, seeds, most=15_000, examples=6, words=(b"<table>", b"<tr>", b"<td rowspan=9>", b"<td colspan=99999>", b"<ul><li><a href=/x>", b"<div class=list>", b"2024-01-05", "来信时间：".encode(), "答复时间：".encode(), "〔2024〕3号".encode(), "公开事项".encode(), b"<meta name=PubDate content=", "当前位置：<a href=/>首页</a> > ".encode(), "第1/30页 共300条".encode(), "相关文件：《".encode(), "》".encode(), b"<svg>", b"<math>", b"<plaintext>", b"<frameset>", b"<select><option>", b"</body>", b"<title>", b"<h1>", b"<script>", b"370123199001011234"), about="every fact over mutated pages")  # fmt: skip
