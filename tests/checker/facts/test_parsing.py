"""The checker parses pages in one way only, and no page can hold it up."""

from __future__ import annotations

from pathlib import Path

import pytest

import checker
from checker.facts.block_text import block_tree
from checker.facts.page import read_page
from checker.facts.pairs.forms import forms_of
from checker.facts.pairs.related_links import related_links
from checker.facts.parsing import parsed

DEEP = "<p>正文在前。</p><a href=/1.html>相关文件</a>" + "<div>" * 60_000
WIDE = "<p>正文在前。</p><a " + " ".join(f"a{n}=1" for n in range(60_000)) + ">x</a>"


def test_nothing_else_in_the_checker_calls_the_parser() -> None:
    """What parses by itself forgets to cut what cannot be parsed in good time."""
    folder = Path(checker.__file__).parent
    callers = [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*.py"))
        if "LexborHTMLParser(" in path.read_text(encoding="utf-8")
    ]
    assert callers == ["facts/parsing.py"]


@pytest.mark.parametrize("html", [DEEP, WIDE])
def test_tangled_pages_are_read_as_far_as_they_go(html: str) -> None:
    assert parsed(html).body is not None
    assert "正文在前" in read_page(html, "http://x.cn/").visible
    assert "正文在前" in block_tree(html).text()
    forms_of(html, "图解")
    related_links(html, lambda href: f"http://x.cn{href}")
