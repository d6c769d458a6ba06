"""Without the limits, each of these pages would keep the parser busy for minutes."""

from __future__ import annotations

import pytest

from crawler.reading.links import read_links
from crawler.reading.tangles import MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAG, untangled

URL = "http://x.cn/"
LINK = "<a href=/before>前</a>"


@pytest.mark.parametrize(
    "tangle",
    [
        pytest.param("<div>" * 300_000, id="deep"),
        pytest.param("<b><i>" * 200_000, id="deep, formatting"),
        pytest.param("<x-y>" * 300_000 + "</x-y>" * 300_000, id="deep and closed"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(400_000)) + ">", id="wide"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(400_000)), id="wide without an end"),
        pytest.param(
            "<meta http-equiv=refresh content='" + " " * 400_000 + "'>", id="blank refresh"
        ),
        pytest.param("<a href='" + "/" * 1_000_000 + "'>", id="long href"),
    ],
)
def test_what_stands_before_the_tangle_is_read(tangle):
    assert read_links(LINK + tangle, URL).links[0].target == "http://x.cn/before"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("", id="empty"),
        pytest.param("<p>" * 50_000, id="paragraphs that nobody closes"),
        pytest.param("<li><a href=a>x" * 50_000, id="list entries that nobody closes"),
        pytest.param("<tr><td>1<td>2" * 30_000, id="table rows that nobody closes"),
        pytest.param("<div><span>x</span></div>" * 50_000, id="many and flat"),
        pytest.param("</div>" * 50_000 + "<div>" * MAX_DEPTH, id="closed too often"),
        pytest.param(
            f"<img src='data:image/png;base64,{'A' * 5 * MAX_TAG}'>" * 3, id="pictures in tags"
        ),
        pytest.param("文 < 字" * 100_000, id="less-than signs"),
        pytest.param("<p " + "a " * (MAX_ATTRIBUTES // 2) + ">", id="many attributes"),
    ],
)
def test_pages_for_people_stay_whole(page):
    assert untangled(page) == page
