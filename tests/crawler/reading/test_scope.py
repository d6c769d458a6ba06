from __future__ import annotations

import pytest

from crawler.reading.scope import (
    Belongs,
    Scope,
    extension,
    host_entry,
    is_attachment,
    is_file,
)


@pytest.mark.parametrize(
    ("home", "url", "inside"),
    [
        ("http://www.x.gov.cn/", "http://www.x.gov.cn/a", True),
        ("http://www.x.gov.cn/", "https://www.x.gov.cn/a", True),
        ("http://www.x.gov.cn/", "http://www.x.gov.cn:8080/a", True),
        ("http://www.x.gov.cn/", "http://x.gov.cn/a", True),
        ("http://www.x.gov.cn/", "http://rsj.x.gov.cn/a", True),
        ("http://www.x.gov.cn/", "http://a.b.x.gov.cn/", True),
        ("http://www.x.gov.cn/", "http://www.y.gov.cn/", False),
        ("http://www.x.gov.cn/", "http://fakex.gov.cn/", False),
        ("http://www.x.gov.cn/", "http://www.x.gov.cn.evil.com/", False),
        ("http://www.x.gov.cn/", "http://evil.com/?http://www.x.gov.cn/", False),
        ("http://www.x.gov.cn/", "ftp://www.x.gov.cn/", False),
        ("http://www.x.gov.cn/", "file:///www.x.gov.cn/", False),
        # A county below a city takes in neither the city nor its other counties.
        ("http://www.tx.hz.gov.cn/", "http://www.hz.gov.cn/", False),
        ("http://www.tx.hz.gov.cn/", "http://www.ty.hz.gov.cn/", False),
        ("http://www.tx.hz.gov.cn/", "http://jyj.tx.hz.gov.cn/", True),
        ("http://xzf.x.gov.cn/", "http://www.x.gov.cn/", False),
        ("http://xzf.x.gov.cn/", "http://a.xzf.x.gov.cn/", True),
        # The county's host for disclosure, or for telephones, is a door to the same county.
        ("http://zwgk.x.gov.cn/", "http://www.x.gov.cn/", True),
        ("http://xxgk.tx.hz.gov.cn/", "http://www.tx.hz.gov.cn/", True),
        ("http://xxgk.tx.hz.gov.cn/", "http://www.hz.gov.cn/", False),
        ("http://www2.x.gov.cn/", "http://rsj.x.gov.cn/", True),
        ("http://m.tx.hz.gov.cn/", "http://ty.hz.gov.cn/", False),
        ("http://www.tx.hz.gov.cn/", "http://zwgk.ty.hz.gov.cn/", False),
        ("http://zwgk.gov.cn/", "http://www.gov.cn/", False),
        ("http://zwgk.gov.cn/", "http://zwgk.gov.cn/a", True),
        ("http://zwgkx.x.gov.cn/", "http://www.x.gov.cn/", False),
        # A home page right below a public suffix does not take in the country.
        ("http://www.gov.cn/", "http://www.gov.cn/a", True),
        ("https://www.gov.cn/", "http://www.gov.cn/a", True),
        ("http://www.gov.cn/", "http://www.x.gov.cn/", False),
        ("http://gov.cn/", "http://www.gov.cn/", False),
        # Addresses and bare names: other ports are other sites, but http and https are one.
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/a", True),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8081/a", False),
        ("http://127.0.0.1:8080/", "http://127.0.0.1/a", False),
        ("http://203.0.113.9/", "https://203.0.113.9/a", True),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/a", True),
        ("http://[2001:db8::1]/", "http://[2001:db8::2]/a", False),
        ("http://localhost:8080/", "http://localhost:8080/a", True),
        ("http://xn--5nrv08b.xn--zfr164b/", "http://www.xn--5nrv08b.xn--zfr164b/", True),
    ],
)
def test_what_belongs_to_the_site(home, url, inside):
    assert Scope.of(home).includes(url) is inside


def test_hosts_named_in_the_settings():
    scope = Scope.of("http://www.x.gov.cn/", ("zwfw.example.cn", "WWW.Y.gov.cn", "http://z.cn/"))
    assert scope.belongs("https://zwfw.example.cn/a") is Belongs.NAMED
    assert scope.includes("https://www.y.gov.cn/a")
    assert scope.includes("http://z.cn/a")
    assert not scope.includes("https://a.zwfw.example.cn/a")


def test_why_a_url_belongs():
    scope = Scope.of("http://www.x.gov.cn/", ("zwfw.example.cn",))
    found = {
        url: scope.belongs(url)
        for url in (
            "http://www.x.gov.cn/a",
            "http://x.gov.cn/",
            "http://rsj.x.gov.cn/",
            "http://y.cn/",
        )
    }
    assert list(found.values()) == [Belongs.HOME, Belongs.DOMAIN, Belongs.DOMAIN, None]


def test_a_sub_site_that_is_a_folder_of_another_host():
    scope = Scope.of("http://www.x.gov.cn/", ("zwfw.hz.gov.cn/x",))
    assert scope.includes("http://zwfw.hz.gov.cn/x/a.html")
    assert not scope.includes("http://zwfw.hz.gov.cn/xy/a.html")
    assert not scope.includes("http://zwfw.hz.gov.cn/")
    assert scope.includes("http://www.x.gov.cn/")


def test_a_county_that_is_a_folder_of_the_city_s_site():
    scope = Scope.of("http://www.hz.gov.cn/tx/", ("www.hz.gov.cn/tx/", "www.hz.gov.cn/gongbao/tx/"))
    assert scope.includes("http://www.hz.gov.cn/tx/zwgk/")
    assert scope.includes("http://www.hz.gov.cn/gongbao/tx/1.html")
    assert not scope.includes("http://www.hz.gov.cn/ty/")
    assert not scope.includes("http://rsj.hz.gov.cn/")


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("www.x.gov.cn", ("www.x.gov.cn", "/")),
        (" http://WWW.X.gov.cn/ ", ("www.x.gov.cn", "/")),
        ("www.x.gov.cn/a", ("www.x.gov.cn", "/a/")),
        ("www.x.gov.cn:8080/a/", ("www.x.gov.cn", "/a/")),
        ("某县.政务", ("xn--5nrv08b.xn--zfr164b", "/")),
        ("10.0.0.9", ("10.0.0.9", "/")),
    ],
)
def test_how_people_name_hosts(text, entry):
    assert host_entry(text) == entry


@pytest.mark.parametrize("text", ["", " ", "http://", "a b", "ftp://x.cn/", "/tx/"])
def test_what_names_no_host(text):
    with pytest.raises(ValueError, match=".*"):
        host_entry(text)


@pytest.mark.parametrize(
    ("url", "ending"),
    [
        ("http://x.cn/a.PDF", "pdf"),
        ("http://x.cn/a.tar.gz", "gz"),
        ("http://x.cn/a.pdf?v=1.2", "pdf"),
        ("http://x.cn/", ""),
        ("http://x.cn/a", ""),
        ("http://x.cn/.htaccess", ""),
        ("http://x.cn/a.b/c", ""),
        ("http://x.cn/?f=a.doc", ""),
        ("http://x.cn/a.longending", ""),
        ("http://x.cn", ""),
    ],
)
def test_extension(url, ending):
    assert extension(url) == ending


@pytest.mark.parametrize(
    ("url", "attachment", "file"),
    [
        ("http://x.cn/a.doc", True, True),
        ("http://x.cn/a.wps", True, True),
        ("http://x.cn/a.ofd", True, True),
        ("http://x.cn/a.rar", True, True),
        ("http://x.cn/a.mp4", False, True),
        ("http://x.cn/a.JPG", False, True),
        ("http://x.cn/a.html", False, False),
        ("http://x.cn/a.shtml", False, False),
        ("http://x.cn/a.jsp", False, False),
        ("http://x.cn/col/col1229/", False, False),
    ],
)
def test_documents_and_media_are_no_pages(url, attachment, file):
    assert is_attachment(url) is attachment
    assert is_file(url) is file
