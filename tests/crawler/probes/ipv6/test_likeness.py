from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.probes.ipv6.likeness import compare, similarity, visible, without_noise

PAGE = """<html><head><title>某县</title><meta name="csrf-token" content="{token}"></head><body>
<script nonce="{nonce}">var t={stamp};</script><!-- served by {node} -->
<form><input type="hidden" name="__VIEWSTATE" value="{state}"></form>
<p>今天是{day}，{hour}。政务公开是法治政府建设的一项重要制度。</p>
<img src="/logo.png?v={stamp}"><a href="/a.html;jsessionid={state}">政策文件</a>
<p>访问量：{count} 人次，在线 {online} 人</p></body></html>"""
ONE = PAGE.format(
    token="q8Zk1", nonce="aB3", stamp=1700000000, node="web-1", state="dDwtMTQ0MjY7Ozs0" * 4,
    day="2026年6月30日 星期二", hour="08:30:11", count="1,234,567", online=12,
)  # fmt: skip
OTHER = PAGE.format(
    token="x0Pq7", nonce="Zz9", stamp=1700009999, node="web-2", state="kJ8s9dF7g6H5j4K3" * 4,
    day="2026年7月1日 星期三", hour="23:01:00", count="1,234,999", online=7,
)  # fmt: skip


def test_what_every_request_brings_anew_makes_no_difference():
    assert compare(ONE, OTHER) == (1.0, 1.0)


def test_another_text_makes_one():
    text, source = compare(
        ONE, OTHER.replace("政务公开是法治政府建设的一项重要制度", "Welcome to nginx")
    )
    assert text < 0.8
    assert source < 1.0


@pytest.mark.parametrize(
    "kept",
    [
        "文号：〔2021〕19号",
        "共 15 条",
        "联系电话 0536-1234567",
        "第 3 页",
        "/art/2021/3/4/art_1_2.html",
    ],
)
def test_other_figures_stay(kept):
    assert without_noise(kept) == kept


def test_only_what_is_visible_is_compared():
    html = "<head><title>a</title></head><body>甲<script>乙</script><style>丙</style><noscript>丁</noscript></body>"
    assert visible(html) == "甲"
    assert visible("") == ""


@pytest.mark.parametrize(
    "hostile",
    [
        *("<!--" * 60_000, "<input csrf " * 30_000, "a-" * 100_000, "1" * 200_000),
        *("nonce=" * 40_000, "访问" * 60_000, "<meta " + "token" * 60_000, "2021-" * 50_000),
    ],
    ids=range(8),
)
def test_hostile_sources_are_read_through(hostile):
    # Were one of the patterns to try everything again from every place, this would take hours.
    assert len(without_noise(hostile)) <= len(hostile)


@settings(max_examples=50)
@given(st.text(max_size=300), st.text(max_size=300))
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, one) == 1
    assert similarity(one, other) == pytest.approx(similarity(other, one), abs=0.002)
