from __future__ import annotations

import ada_url
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crawler.reading.urls import (
    MAX_URL,
    NotAUrl,
    absolute,
    home_url,
    host_of,
    literal_address,
    path_of,
    port_of,
)

BASE = "http://www.x.gov.cn/zwgk/art/2021.html?id=1"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("a.html", "http://www.x.gov.cn/zwgk/art/a.html"),
        ("./a.html", "http://www.x.gov.cn/zwgk/art/a.html"),
        ("../a.html", "http://www.x.gov.cn/zwgk/a.html"),
        ("../../../../a.html", "http://www.x.gov.cn/a.html"),
        ("/a.html", "http://www.x.gov.cn/a.html"),
        ("//y.gov.cn", "http://y.gov.cn/"),
        ("?page=2", "http://www.x.gov.cn/zwgk/art/2021.html?page=2"),
        ("a.html#top", "http://www.x.gov.cn/zwgk/art/a.html"),
        ("  /a.html\n", "http://www.x.gov.cn/a.html"),
        ("/a\n.html", "http://www.x.gov.cn/a.html"),
        ("/a b.html", "http://www.x.gov.cn/a%20b.html"),
        ("/政务/公开.html", "http://www.x.gov.cn/%E6%94%BF%E5%8A%A1/%E5%85%AC%E5%BC%80.html"),
        ("\\\\www.y.gov.cn\\a", "http://www.y.gov.cn/a"),
        ("\\a\\b", "http://www.x.gov.cn/a/b"),
        ("HTTP://WWW.Y.GOV.CN:80/A", "http://www.y.gov.cn/A"),
        ("https:/y.gov.cn/a", "https://y.gov.cn/a"),
        ("http:a.html", "http://www.x.gov.cn/zwgk/art/a.html"),
        ("http://用户.cn/", "http://xn--zouo53b.cn/"),
        ("http://ｗｗｗ．ｘ．cn/", "http://www.x.cn/"),
        ("http://user:secret@y.gov.cn/a", "http://y.gov.cn/a"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://[::FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        ("http://y.gov.cn:8080", "http://y.gov.cn:8080/"),
        # What browsers ask for is what the public gets: a full-width space is part of the name.
        ("/a.html\u3000", "http://www.x.gov.cn/a.html%E3%80%80"),
    ],
)
def test_as_browsers_do(href, expected):
    assert absolute(BASE, href) == expected


@pytest.mark.parametrize(
    "href",
    [
        "",
        " ",
        "#",
        "#top",
        "javascript:void(0)",
        "JavaScript:history.back()",
        "java\nscript:alert(1)",
        "mailto:a@x.gov.cn",
        "tel:12345",
        "data:text/html,x",
        "about:blank",
        "http://",
        "http://[",
        "http://a b/",
        "http://x.gov.cn:99999/",
        "http://%zz/",
        "/" + "a" * MAX_URL,
    ],
)
def test_no_link(href):
    assert absolute(BASE, href) is None


@pytest.mark.parametrize(
    "href", ["file:///C:/a.doc", "ftp://x.gov.cn/a.zip", "C:\\Users\\a.doc", "thunder://abc"]
)
def test_other_schemes_keep_their_text(href):
    assert absolute(BASE, href) == href


@pytest.mark.parametrize(
    ("encoding", "href", "query"),
    [
        ("gb18030", "/s?q=公开", "q=%B9%AB%BF%AA"),
        ("utf-8", "/s?q=公开", "q=%E5%85%AC%E5%BC%80"),
        ("utf-16-le", "/s?q=公开", "q=%E5%85%AC%E5%BC%80"),
        ("gb18030", "/s?q=%B9%AB&a=b c", "q=%B9%AB&a=b%20c"),
        ("big5hkscs", "/s?q=公開", "q=%A4%BD%B6%7D"),
        ("cp1252", "/s?q=é公", "q=%E9%26%2320844%3B"),
    ],
)
def test_query_in_the_page_s_own_encoding(encoding, href, query):
    url = absolute(BASE, href, encoding)
    assert url is not None
    assert url.partition("?")[2].replace("%7D", "}") == query.replace("%7D", "}")


def test_path_is_utf8_on_a_gbk_page():
    assert absolute(BASE, "/公?q=1", "gb18030") == "http://www.x.gov.cn/%E5%85%AC?q=1"


PIECES = st.sampled_from(
    [
        "/",
        "//",
        "\\",
        "..",
        ".",
        "a",
        "政",
        "?",
        "&x=1",
        "#f",
        "http:",
        "HTTPS://",
        "y.cn",
        ":80",
        "@",
        " ",
        "\t",
        "%41",
        ";",
    ]
)
HREFS = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=30))
BASES = st.sampled_from(
    [
        BASE,
        "http://www.x.gov.cn/",
        "https://x.cn:8443/a/b/c?d=/e/f",
        "http://[2001:db8::1]/a/",
        "http://127.0.0.1:8080/?/",
    ]
)


@given(BASES, HREFS)
@example("https://x.cn:8443/a/b/c?d=/e/f", "g")
@example("http://127.0.0.1:8080/?/", "a")
@example(BASE, "http:")
@example(BASE, "ht\ntp:")
@example(BASE, "HTTP:\t?x")
def test_agrees_with_the_whatwg_algorithm(base, href):
    url = absolute(base, href)
    assume(url is None or url.startswith(("http://", "https://")))
    try:
        expected = ada_url.URL(href, base)
    except ValueError:
        assert url is None
        return
    if url is None:
        stripped = href.strip("".join(map(chr, range(33))))
        assert not stripped or stripped[0] == "#" or expected.protocol not in {"http:", "https:"}
        return
    expected.username = expected.password = ""
    assert url == expected.href.partition("#")[0]


@given(BASES, HREFS)
def test_one_spelling_and_its_parts(base, href):
    url = absolute(base, href)
    assume(url is not None and url.startswith(("http://", "https://")))
    assert url is not None
    assert url.isascii()
    assert absolute(url, url) == url
    parts = ada_url.URL(url)
    assert host_of(url) == parts.hostname.strip("[]")
    assert port_of(url) == int(parts.port or (443 if parts.protocol == "https:" else 80))
    assert path_of(url) == parts.pathname


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("http://www.x.gov.cn", "http://www.x.gov.cn/"),
        ("www.x.gov.cn", "http://www.x.gov.cn/"),
        (" www.x.gov.cn/index.html ", "http://www.x.gov.cn/index.html"),
        ("www.x.gov.cn:8080", "http://www.x.gov.cn:8080/"),
        ("www.x.gov.cn:8080/a", "http://www.x.gov.cn:8080/a"),
        ("https://www.x.gov.cn/#top", "https://www.x.gov.cn/"),
        ("HTTP://WWW.X.GOV.CN/", "http://www.x.gov.cn/"),
        ("http://某县.政务/", "http://xn--5nrv08b.xn--zfr164b/"),
        ("http://[2001:db8::1]:8080/", "http://[2001:db8::1]:8080/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("localhost:8080", "http://localhost:8080/"),
    ],
)
def test_home_as_people_type_it(typed, url):
    assert home_url(typed) == url


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "http://",
        "x",
        "政府网站",
        "ftp://x.gov.cn/",
        "javascript:alert(1)",
        "http：//www.x.gov.cn",
        "/etc/passwd",
        "#",
        "http://a b.cn/",
    ],
)
def test_no_home(typed):
    with pytest.raises(NotAUrl, match="完整地址|不完整") as caught:
        home_url(typed)
    assert typed in str(caught.value)


@given(st.text(max_size=40))
def test_home_is_a_url_or_a_clear_error(typed):
    try:
        url = home_url(typed)
    except NotAUrl:
        return
    assert absolute(url, url) == url
    assert host_of(url)


@pytest.mark.parametrize(
    ("host", "known"), [("1.2.3.4", True), ("::1", True), ("x.cn", False), ("1.2.3", False)]
)
def test_literal_address(host, known):
    assert (literal_address(host) is not None) is known
