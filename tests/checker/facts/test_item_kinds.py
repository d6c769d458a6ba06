"""Which entries of a list are what a rule looks for, and which cannot be told by their titles."""

from __future__ import annotations

from typing import Any

import pytest

from checker.facts.entries import Entry
from checker.facts.item_kinds import sort_items

HOME = "http://www.tx.gov.cn/"


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("<meta name=ArticleTitle content=某县国民经济和社会发展第十四个五年规划>", True),
        ("<h1>某县人民政府</h1><h1>某县国民经济和社会发展第十四个五年规划</h1>", True),
        ("<h1>某县人民政府</h1><p>正文</p>", False),
        (None, False),
    ],
)
def test_a_title_that_is_cut_is_read_on_the_page_behind_it(
    portal: Any, page: str | None, *, wanted: bool
) -> None:
    pages = {"/": "<title>某县人民政府</title><a href=/1.html>某县国民经济和社会发展…</a>"}
    site = portal(pages | ({"/1.html": page} if page is not None else {}))
    cut = Entry("某县国民经济和社会发展…", f"{HOME}1.html")
    kinds = sort_items(site, [cut], ["规划"], [])
    assert bool(kinds.wanted) is wanted
