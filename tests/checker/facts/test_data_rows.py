"""The rows of lists that come as data: whatever the CMS, titles, addresses and days; hostile data costs nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.data_rows import MAX_ROWS, data_entries
from checker.facts.entries import Entry

JSON = "application/json"
URL = "http://www.tx.gov.cn/api/list.json"
TITLE = "关于开展安全生产检查的通知"


def read(answer: Any, mime: str = JSON) -> list[Entry]:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return data_entries(
        text, mime, URL, lambda href: f"http://www.tx.gov.cn{href}" if href else None
    )


def row(**days: Any) -> dict[str, Any]:
    return {"title": TITLE, "url": "/a/1.html"} | days


def day_of(**days: Any) -> date | None:
    (entry,) = read([row(**days)])
    return entry.date


@pytest.mark.parametrize(
    "answer",
    [
        [row(pubDate="2026-05-20")],
        {"code": 0, "data": {"page": {"list": [row(pubDate="2026-05-20")], "total": 1}}},
        {"navigation": [{"label": "首页"}], "rows": [row(pubDate="2026-05-20"), "广告"]},
        {
            "menu": [],
            "list": [{"infoTitle": f"<b>{TITLE}</b>", "docUrl": "/a/1.html", "fbsj": "2026-05-20"}],
        },
    ],
)
def test_rows_are_found_however_deep_they_lie_and_whatever_they_are_called(answer: Any) -> None:
    assert read(answer)[:1] == [
        Entry(TITLE, "http://www.tx.gov.cn/a/1.html", date(2026, 5, 20), "2026-05-20")
    ]


def test_of_several_lists_the_longest_is_the_column_s() -> None:
    hot = [{"title": "热点一", "url": "/h/1.html"}]
    column = [row(pubDate="2026-05-20"), row(pubDate="2026-05-19"), {"url": "/a/3.html"}]
    assert [entry.date for entry in read({"hot": hot, "list": column})] == [
        date(2026, 5, 20),
        date(2026, 5, 19),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "2026-05-20 08:30:00",
        "2026年5月20日",
        "2026/5/20",
        "20260520",
        20260520,
        "20260520083000",
        1779206400,  # midnight in China, the evening before in Greenwich
        "1779206400",
        1779206400000,
        "1779206400000",
        "2026-05-19T16:00:00.000+0000",
        "2026-05-19T16:00:00Z",
        "2026-05-20T00:00:00",
        "2026-05-20T00:00:00+08:00",
    ],
)
def test_a_day_is_read_as_it_was_in_china(said: Any) -> None:
    assert day_of(pubDate=said) == date(2026, 5, 20)


@pytest.mark.parametrize(
    "said",
    [0, 1, 2026, "2026", 202605, -1, True, None, 1.5, [], "", "近日", "²", "20261345", 10**18, "9" * 60,
     "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-10:00"],
)  # fmt: skip
def test_what_is_no_day_of_our_time_dates_no_row(said: Any) -> None:
    """A number read as seconds since 1970 would make a column look half a century old."""
    assert day_of(pubDate=said) is None


def test_a_day_without_its_year_is_kept_as_it_stands() -> None:
    (entry,) = read([row(time="05-20")])
    assert (entry.date, entry.stamp) == (None, "05-20")


@pytest.mark.parametrize(
    "days",
    [
        {"updateTime": "2026-08-01", "createTime": "2026-05-20"},
        {"update_time": "2026-08-01", "date": "2026-05-20"},
        {"create_time": "2026-05-01", "publishTime": "2026-05-20"},
        {"end_time": "2026-08-01", "time": "2026-05-20"},
        {"publishTime": "", "time": "2026-05-20"},
        {"update_time": "2026-05-20"},
    ],
)
def test_of_several_days_that_of_publication_counts(days: dict[str, str]) -> None:
    """A later change, or the end of a consultation, would make what came in time look late."""
    assert day_of(**days) == date(2026, 5, 20)


@pytest.mark.parametrize("name", ["end_time", "start_date", "valid_time"])
def test_the_ends_of_a_term_are_no_day_of_publication(name: str) -> None:
    assert day_of(**{name: "2026-08-01"}) is None


@pytest.mark.parametrize(
    ("answer", "mime"),
    [
        ("暂无数据", JSON),
        ("{不是", JSON),
        ("[" * 100_000, JSON),
        ({"list": []}, JSON),
        ({"list": [{"title": TITLE}, {"url": "/a/1.html"}]}, JSON),
        ([{"title": "<p></p>", "url": "/a/1.html"}], JSON),
        ("<rss><channel></channel></rss>", "text/xml"),
        ([[[n] for n in range(150)] for _ in range(150)], JSON),
    ],
)
def test_answers_without_rows(answer: Any, mime: str) -> None:
    assert read(answer, mime) == []


def test_the_rows_of_known_systems_are_read_in_their_own_way() -> None:
    guangdong = {
        "articles": [
            {"title": TITLE, "url": "/a/1.html", "create_time": "2026-05-20"},
            {"url": "/a/2.html"},
        ]
    }
    hanweb = f"<datastore><recordset><record><![CDATA[<li><a href='/a/1.html'>{TITLE}</a><span>2026-05-20</span></li>]]></record></recordset></datastore>"
    for answer, mime in ((guangdong, JSON), (hanweb, "text/xml")):
        (entry,) = read(answer, mime)
        assert (entry.title, entry.date) == (TITLE, date(2026, 5, 20))


def test_a_list_without_end_is_read_as_far_as_any_list() -> None:
    assert len(read([row()] * (MAX_ROWS + 1))) == MAX_ROWS


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["title", "url", "pubDate", "time", "data"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_no_data_breaks_the_reading(answer: Any) -> None:
    for entry in read(answer):
        assert entry.title
