"""Both sides of every kind: what goes on for ever, and what is real and only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.endless import (
    Dated,
    dated,
    in_order,
    is_growing,
    parameters,
    searched,
    unsorted,
    without_session,
)

HOST = "http://www.x.gov.cn"


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("/a.jsp;jsessionid=0A1B2C3D4E5F60718293A4B5C6D7E8F9", "/a.jsp"),
        ("/a.jsp;jsessionid=0A1B.node1?id=3", "/a.jsp?id=3"),
        ("/a.jsp;JSESSIONID=x!-1?id=3", "/a.jsp?id=3"),
        ("/a.php?PHPSESSID=k2j3h4k5j6h7k8j9h0k1j2h3k4&id=3", "/a.php?id=3"),
        ("/a.php?id=3&phpsessid=abcdef", "/a.php?id=3"),
        ("/a.asp?ASPSESSIONIDQQABCD=HGFEDCBAHGFEDCBA", "/a.asp"),
        ("/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "/a.aspx"),
        ("/a.jsp?id=3&_=1712345678901", "/a.jsp?id=3"),
        ("/a.jsp?t=0.8237465928374", "/a.jsp"),
        ("/a.jsp?id=3&random=1712345678", "/a.jsp?id=3"),
        ("/a.jsp?session_id=abc123&cfid=12&cftoken=3456", "/a.jsp?cfid=12&cftoken=3456"),
    ],
)
def test_session_ids_and_clocks(url, plain):
    assert without_session(HOST + url) == HOST + plain


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("/a.jsp?sid=9f86d081884c7d659a2feaa0c55ad015&id=3", "/a.jsp?id=3"),
        ("/a.jsp?id=3&Timestamp=1712345678", "/a.jsp?id=3"),
        ("/a.jsp?sid=763021", "/a.jsp?sid=763021"),
        ("/a.jsp?timestamp=2021", "/a.jsp?timestamp=2021"),
    ],
)
def test_names_that_turned_out_to_be_a_session_s(url, plain):
    assert without_session(HOST + url, {"sid", "timestamp"}) == HOST + plain


@pytest.mark.parametrize(
    "url",
    [
        "/a.jsp?id=3",
        # Perhaps a session's, perhaps a document's.
        "/show.jsp?sid=9f86d081884c7d659a2feaa0c55ad015",
        "/show.jsp?token=9f86d081884c7d659a2feaa0c55ad015",
        "/show.jsp?t=1712345678",
        "/a.jsp?session=spring2021",
        "/a;b=2.html",
        "/a.jsp?sid=763021",  # a site's number
        "/a.jsp?s_id=12",
        "/a.jsp?session=12",  # the twelfth session of a people's congress
        "/a.jsp?t=3",
        "/a.jsp?t=20210503",
        "/a.jsp?time=2021-05",
        "/a.jsp?token=news",
        "/a.jsp?ticket=20210503000012345678",  # no letter: a document's number
        "/a.jsp?id=9f86d081884c7d659a2feaa0c55ad015",  # an article
        "/info/9f86d081884c7d659a2feaa0c55ad015.html",
        "/art/2021/5/3/art_12_1712345678.html",
        "/a(1).html",
        "",
        "/?",
    ],
)
def test_what_only_looks_like_a_session(url):
    assert without_session(HOST + url) == HOST + url


@pytest.mark.parametrize(
    ("url", "ordered"),
    [
        ("/a?b=2&a=1", "/a?a=1&b=2"),
        ("/a?a=1&b=2", "/a?a=1&b=2"),
        ("/a?b=2&a=1&a=3", "/a?a=1&a=3&b=2"),
        ("/a?b=2&a=3&a=1", "/a?a=3&a=1&b=2"),  # the order of one parameter's values may matter
        ("/a?a=1&a=1&a=1", "/a?a=1"),
        ("/a?&b=2&&a=1&", "/a?a=1&b=2"),
        ("/a?b", "/a?b"),
        ("/a", "/a"),
    ],
)
def test_parameters_in_one_order(url, ordered):
    assert in_order(HOST + url) == HOST + ordered


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("/l?id=3&sort=date", "/l?id=3"),
        ("/l?sort=asc", "/l"),
        ("/l?id=3&sort=pubdate_desc", "/l?id=3"),
        ("/l?id=3&order=create_time", "/l?id=3"),
        ("/l?orderBy=pubtime&sortType=desc&id=3", "/l?id=3"),
        ("/l?order_by=2&id=3", "/l?id=3"),
        ("/l?id=3", "/l?id=3"),
        ("/l?order=37", "/l?order=37"),  # the thirty-seventh document
        ("/l?sort=4", "/l?sort=4"),
        ("/l?sort=zcjd&id=3", "/l?sort=zcjd&id=3"),  # a kind: 政策解读
        ("/l?order=a12", "/l?order=a12"),
        ("/l?order=20210037&id=3", "/l?order=20210037&id=3"),
        ("/l?sort=%E6%96%87&id=3", "/l?sort=%E6%96%87&id=3"),  # 分类, not an order
        ("/sort=asc/l", "/sort=asc/l"),
    ],
)
def test_orders_of_rows(url, plain):
    assert unsorted(HOST + url) == HOST + plain


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("/search?q=%E5%85%AC%E5%BC%80", True),
        ("/s.jsp?page=2&SearchWord=gongkai", True),
        ("/jsearch?key=abc", True),
        ("/search", False),
        ("/search?q=", False),
        ("/govsearch/simp_gov_list.jsp?SType=1&SearchWord=&page=3", False),  # a list of documents
        ("/l.jsp?key=37", False),
        ("/l.jsp?keyword=2021", False),
        ("/l.jsp?type=abc", False),
    ],
)
def test_searches(url, found):
    assert searched(parameters(HOST + url)) is found


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("/list?date=2031-05", Dated("/list?", 2031, 5)),
        ("/list?date=2031-05-03&id=7", Dated("/list?id=7", 2031, 5)),
        ("/list?ym=203105", Dated("/list?", 2031, 5)),
        ("/list?date=20310503", Dated("/list?", 2031, 5)),
        ("/list?month=5&year=2031&b=2&a=1", Dated("/list?a=1&b=2", 2031, 5)),
        ("/list?startDate=2021-01-01&endDate=2021-01-31", Dated("/list?", 2021, 1)),
        ("/list?year=2019", Dated("/list?", 2019, None)),
        ("/list?day=5", Dated("/list?", None, None)),
        ("/calendar/2031/5", Dated("/calendar/#/#?", 2031, 5)),
        ("/calendar/2031/5/", Dated("/calendar/#/#/?", 2031, 5)),
        ("/event-calendar/2031-05.html", Dated("/event-calendar/#-#.html?", 2031, 5)),
        ("/rili.jsp?y=2031&month=5", Dated("/rili.jsp?y=2031", None, None)),
        ("/Calendar/view/12", Dated("/Calendar/view/#?", None, None)),
    ],
)
def test_calendars(url, page):
    assert dated(HOST + url, parameters(HOST + url)) == Dated(
        HOST + page.pattern, page.year, page.month
    )


@pytest.mark.parametrize(
    "url",
    [
        "/art/2021/5/3/art_12_34567.html",
        "/zwgk/202105/t20210503_1353179.html",
        "/2021/05/",
        "/calendar/",
        "/calendar/index.html",
        "/zwgk/calendars-of-meetings/12.html",
        "/list?id=2021",
        "/list?date=",
        "/list?date=today",
        "/list?year=%E4%BB%8A%E5%B9%B4",
        "/list?update=5&id=3&page=2",
        "/list?birthday_party=5",
    ],
)
def test_what_is_no_calendar(url):
    found = dated(HOST + url, parameters(HOST + url))
    assert found is None or found.year is None


@pytest.mark.parametrize(
    "path",
    [
        "/a/b/a/b/a/b/",
        "/x/a/b/c/a/b/c/a/b/c/i.html",
        "/zwgk/zwgk/zwgk/zwgk/index.html",
        "/zwgk/a/zwgk/b/zwgk/c/zwgk/i.html",
        "/2021/a/2021/a/2021/a/",
        "/" + "/".join(f"s{n}" for n in range(20)) + "/i.html",
        "/a?" + "&".join(f"p{n}=1" for n in range(40)),
    ],
)
def test_paths_that_grow(path):
    assert is_growing(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/a/b/a/b/index.html",
        "/zwgk/zwgk/zwgk/index.html",
        "/2011/11/11/11/11/11/art_11.html",
        "/1/2/1/2/1/2/1/2/",
        "/zwgk/public/6599/2021/05/03/zcjd/a.html",
        "/art/2021/11/11/art_11_11.html",
        "/a?" + "&".join(f"p{n}=1" for n in range(20)),
        "/a?url=/a/b/a/b/a/b/a/b/a/b/a/b/a/b/a/b/a/b/",
    ],
)
def test_paths_that_are_only_long(path):
    assert not is_growing(HOST + path)


URLS = st.lists(
    st.sampled_from(
        [
            *("/a", "/b", "/calendar", "/2031", "/5", ";jsessionid=A1", "?", "&", "=", "id=3"),
            *("date=2031-05", "sort=asc", "q=a", "sid=", "9f86d081884c7d659a2feaa0c55ad015", "%E5"),
        ]
    ),
    max_size=14,
).map(lambda parts: HOST + "/" + "".join(parts))


@given(st.one_of(URLS, st.text(max_size=60)))
def test_nothing_raises_and_what_is_taken_off_stays_off(url):
    plain = without_session(url)
    assert without_session(plain) == plain
    assert in_order(in_order(url)) == in_order(url)
    assert unsorted(unsorted(url)) == unsorted(url)
    searched(parameters(url))
    dated(url, parameters(url))
    is_growing(url)


@pytest.mark.parametrize("piece", ["/a", ";sessid=", "(S(", "?&", "&a=1", "=", "/calendar1", "_"])
def test_long_urls_are_read_in_good_time(piece):
    url = HOST + piece * 100_000
    without_session(url)
    in_order(url)
    unsorted(url)
    searched(parameters(url))
    dated(url, parameters(url))
    is_growing(url)
