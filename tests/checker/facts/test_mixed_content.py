from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.facts.mixed_content import mixed_content

URL = "https://www.tx.gov.cn/a/"


@pytest.mark.parametrize(
    ("html", "active", "passive"),
    [
        ('<script src="http://a.cn/a.js"></script>', ["http://a.cn/a.js"], []),
        ("<script src=http://a.cn/a.js></script>", ["http://a.cn/a.js"], []),
        ('<iframe src="HTTP://a.cn/"></iframe>', ["http://a.cn/"], []),
        ('<link rel="stylesheet" href=" http://a.cn/a.css">', ["http://a.cn/a.css"], []),
        ('<form action="http://www.tx.gov.cn/s"></form>', ["http://www.tx.gov.cn/s"], []),
        ('<object data="http://a.cn/a.swf"></object>', ["http://a.cn/a.swf"], []),
        ('<img src="http://a.cn/1.png"><img src="http://a.cn/1.png">', [], ["http://a.cn/1.png"]),
        ('<link rel="shortcut icon" href="http://a.cn/i.ico">', [], ["http://a.cn/i.ico"]),
        ('<input type="image" src="http://a.cn/1.png">', [], ["http://a.cn/1.png"]),
        (
            '<noscript>a</noscript><img src="http://a.cn/1.png"><noscript>b</noscript>',
            [],
            ["http://a.cn/1.png"],
        ),
        (
            '<img src="/1.png" srcset="http://a.cn/2.png 2x, /3.png 3x">',
            [],
            ["http://a.cn/2.png"],
        ),
        ('<video poster="http://a.cn/p.png"></video>', [], ["http://a.cn/p.png"]),
        ('<base href="http://b.cn/"><script src="a.js"></script>', ["http://b.cn/a.js"], []),
    ],
)
def test_what_comes_in_over_plain_http(html, active, passive):
    found = mixed_content(html, URL)
    assert found is not None
    assert (list(found.active), list(found.passive)) == (active, passive)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="http://a.cn/">友情链接</a>',
        '<!--[if IE]><script src="http://a.cn/a.js"></script><![endif]-->',
        '<script src="//a.cn/a.js"></script><img src="/1.png"><img src="https://a.cn/2.png">',
        '<script>var a = "http://a.cn/a.js"; src="http://a.cn/b.js"</script>',
        '<link rel="canonical" href="http://www.tx.gov.cn/a/">',
        (
            '<meta http-equiv="Content-Security-Policy" content="Upgrade-Insecure-Requests">'
            '<img src="http://a.cn/1.png">'
        ),
        '<script src="http://127.0.0.1:8080/a.js"></script><img src="http://localhost/1.png">',
        '<input src="http://a.cn/1.png"><img src="http://[/">',
        '<noscript><img src="http://a.cn/1.png"></noscript>',
        '<p>a</p><NOSCRIPT id=x><iframe src="http://a.cn/"></iframe></noscript >b',
        '<template><script src="http://a.cn/a.js"></script></template>',
        '<img data-src="http://a.cn/1.png">',
        "",
    ],
)
def test_what_is_none(html):
    assert mixed_content(html, URL) is None


def test_an_http_page_mixes_nothing():
    assert mixed_content('<img src="http://a.cn/1.png">', "http://www.tx.gov.cn/") is None


def test_of_a_page_with_very_many_some_are_kept():
    html = "".join(f'<img src="http://a.cn/{n}.png">' for n in range(500))
    found = mixed_content(html, URL)
    assert found is not None
    assert len(found.passive) == 200


@settings(max_examples=60)
@given(st.text(alphabet="<>=\"' /:httpsrcimg-!ab", max_size=120))
def test_any_markup_is_read(html):
    mixed_content(html, URL)
