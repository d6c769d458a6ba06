"""The shapes on pages of real portals, where they are at hand; they are not part of this repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.reading.charset import decode
from crawler.reading.shapes.door import read_page
from crawler.reading.shapes.shape import NOTHING

PAGES = Path(__file__).resolve().parents[5] / "shared" / "realdata" / "gov-pages"


def page(name):
    path = PAGES / name
    if not path.exists():
        pytest.skip(f"the real page {name} is not at hand")
    return decode(path.read_bytes()).text


def test_jpage():
    shape = read_page(
        page("jpage-datastore-kjt-shandong.html"),
        "http://kjt.shandong.gov.cn/col/col103585/index.html",
    )
    assert [row.date_text for row in shape.rows] == ["2026-09-04", "2026-08-21"]
    assert shape.further == (
        "/module/web/jpage/dataproxy.jsp?page=1&webid=73&columnid=103585&unitid=764752",
    )


def test_trs_list_whose_pages_a_script_file_names():
    shape = read_page(
        page("pingtan-list-trs.html"), "http://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/"
    )
    assert (shape.name, shape.rows, shape.further, shape.pager) == (
        "trs-search",
        (),
        (),
        frozenset(),
    )


def test_pages_without_lists_in_pages():
    found = {}
    for path in sorted((PAGES / "saved").glob("*.html")):
        shape = read_page(decode(path.read_bytes()).text, "http://www.qingxi.example.cn/")
        if shape is not NOTHING:
            found[path.name] = shape
    if not PAGES.exists():
        pytest.skip("the real pages are not at hand")
    assert found == {}
