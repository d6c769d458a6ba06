from __future__ import annotations

from time import process_time
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.pairs.related_links import related_links


def offered(html: str) -> list[tuple[str, str]]:
    found = related_links(html, lambda href: urljoin("http://www.tx.gov.cn/a/b.html", href))
    return [(link.label, link.url.rpartition("/")[2]) for link in found]


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<p>相关文件：<a href=p.html>某办法</a></p>", "相关文件"),
        ("<div><h4>关联解读</h4><a href=p.html>某办法解读</a></div>", "关联解读"),
        ("<div><h4>政策原文</h4><ul><li><a href=p.html>某办法</a></li></ul></div>", "政策原文"),
        ("<td>【相关链接】<a href=p.html>某办法</a></td>", "相关链接"),
        ("<p><b>原文链接</b>：<span><a href=p.html>某办法</a></span></p>", "原文链接"),
    ],
)
def test_a_labelled_link_is_read(html, label):
    assert offered(html) == [(label, "p.html")]


@pytest.mark.parametrize(
    "html",
    [
        "<p>上一篇：<a href=p.html>某办法</a></p>",
        "<div><h4>推荐阅读</h4><a href=p.html>某办法</a></div>",
        "<div><h4>相关推荐</h4><a href=p.html>某办法</a></div>",
        "<p>根据国家有关法律和本县实际，我们制定了相关的一份很长很长的文件，请看<a href=p.html>这里</a></p>",
        "<p>附件：<a href=p.html>某办法</a></p>",
        "<a href=p.html>某办法</a>",
        "<ul>"
        "<li>相关文件</li>"
        + "".join(f"<li><a href=p{n}.html>x</a></li>" for n in range(30))
        + "</ul>",
        "<p>相关文件：<script><a href=p.html>x</a></script></p>",
    ],
)
def test_other_links_are_not(html):
    assert offered(html) == []


@given(st.text(alphabet="<>/ap=相关文件:：href ul li\"'", max_size=200))
def test_any_text_is_read(html):
    related_links(html, lambda href: href)


@pytest.mark.parametrize(
    "piece", ["<p>", "<a href=x>", "相关文件<a href=x>", "<div><a href=x>y</a>"]
)
def test_hostile_pages_cost_little(piece):
    began = process_time()
    related_links(piece * 20_000, lambda href: href)
    assert process_time() - began < 20
