"""Letters, forms, related links, catalogues, pairs and wording read anything without an error.

The public collections of broken HTML and the saved real pages are not part of the project; those tests are
skipped where they are missing.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.letters import read_letter
from checker.facts.pairs.catalogue import read_catalogue
from checker.facts.pairs.forms import forms_of
from checker.facts.pairs.publications import publication
from checker.facts.pairs.related_links import related_links
from checker.facts.pairs.site_feedback import site_feedback
from checker.facts.pairs.site_interpretations import forms, site_interpretations
from checker.facts.wording.site_wording import site_wording
from crawler.reading.charset import decode
from tests.gold.corpus import site_of

DATA = Path(__file__).parents[3] / "shared" / "realdata"
HOME = "http://www.tx.gov.cn/"
PIECES = st.sampled_from(
    [
        "<table>", "<tr>", "<td rowspan=9>", "</td>", "<a href=", "<a href='/x'>", "</a>", "<img src=x width=900>",
        "<p>", "</p>", "<script>", "<!--", "来信时间", "2024-01-05", "答复时间：", "问：", "答：", "《", "》", "关于征求",
        "意见的公告", "公开事项", "相关文件：", "中华人民共各国", "\x00", "\ufffd", "&#0;", "〔2024〕3号", "<title>",
    ]
)  # fmt: skip


def read_everything(bodies: dict[str, bytes]) -> None:
    site = site_of(bodies, HOME)
    for url, body in bodies.items():
        html = decode(body).text
        read_letter(html)
        forms_of(html, html[:80])
        related_links(html, lambda href: href)
        read_catalogue(site, url)
        publication(site, url)
    site.once(site_feedback)
    for page in site.once(site_interpretations).explanations:
        forms(site, page)
    site.once(site_wording)


@given(st.lists(PIECES, max_size=40))
def test_pages_made_of_pieces_are_read(pieces):
    read_everything({HOME: "".join(pieces).encode()})


@given(st.binary(max_size=400))
def test_any_bytes_are_read(body):
    read_everything({HOME: body})


@pytest.mark.parametrize("folder", ["generic-html", "gov-pages", "annual-reports"])
def test_collections_of_pages_are_read(folder):
    files = [path for path in sorted((DATA / folder).rglob("*")) if path.is_file()]
    if not files:
        pytest.skip("the collections are not here")
    bodies = {f"{HOME}{number}.html": path.read_bytes() for number, path in enumerate(files)}
    read_everything({HOME: b"<a href=1.html>x</a>"} | bodies)


def test_broken_html_of_the_parser_tests_is_read():
    files = sorted((DATA / "generic-html" / "html5lib-treeconstruction").glob("*.dat"))
    if not files:
        pytest.skip("the parser tests are not here")
    cases = [
        case.partition(b"\n#errors")[0]
        for path in files
        for case in path.read_bytes().split(b"#data\n")[1:]
    ]
    assert len(cases) > 1000
    read_everything({f"{HOME}{number}": case for number, case in enumerate(cases)})
