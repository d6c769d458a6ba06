"""What is left out as endless, and what must not be: both sides of each kind."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.snapshot.model import Trap
from crawler.spiders.traps import COMBINATIONS, DAYS, FUTURE, ORDERS, SEARCHES, Caught, Traps

HOST = "http://www.x.gov.cn"
TODAY = date(2026, 9, 30)


class Crawl:
    """Makes URLs known one after another, as a crawl does."""

    def __init__(self):
        self.known = set()
        self.traps = Traps(TODAY, self.known.__contains__)

    def finds(self, path):
        url = HOST + path
        caught = self.traps.judge(url)
        self.known.add(url)
        return caught

    def asked(self, paths):
        return [path for path in dict.fromkeys(paths) if self.finds(path) is None]


@pytest.fixture
def crawl():
    return Crawl()


def months(first, last):
    return [(year, month) for year in range(first, last + 1) for month in range(1, 13)]


# Session ids


def test_one_page_under_many_sessions_is_asked_for_once(crawl):
    assert crawl.finds("/a.jsp;jsessionid=A1?id=3") is None
    for n in range(5):
        assert crawl.finds(f"/a.jsp;jsessionid=B{n}?id=3") == Caught(
            Trap.SESSION, HOST + "/a.jsp;jsessionid=A1?id=3"
        )


def test_the_plain_url_is_always_asked_for_itself(crawl):
    assert crawl.finds("/a.jsp;jsessionid=A1?id=3") is None
    assert crawl.finds("/a.jsp?id=3") is None
    assert crawl.finds("/a.jsp;jsessionid=B2?id=3") == Caught(Trap.SESSION, HOST + "/a.jsp?id=3")


def test_other_pages_under_one_session_are_asked_for(crawl):
    paths = [f"/a.jsp;jsessionid=A1?id={n}" for n in range(2000)]
    assert crawl.asked(paths) == paths


TOKEN = "9f86d081884c7d659a2feaa0c55ad0{:02x}"


def test_tokens_that_stand_in_the_addresses_of_many_pages_are_sessions(crawl):
    first = [f"/a.jsp?id={n}&sid={TOKEN.format(0)}" for n in range(20)]
    assert crawl.asked(first) == first
    for session in range(1, 9):
        again = [f"/a.jsp?id={n}&sid={TOKEN.format(session)}" for n in range(20)]
        # The first four were asked for before the name was known for what it is.
        assert crawl.asked(again) == (again[:4] if session == 1 else [])


def test_the_time_of_day_in_the_addresses_of_many_pages(crawl):
    first = [f"/a.jsp?id={n}&t=1712345678" for n in range(20)]
    assert crawl.asked(first) == first
    assert len(crawl.asked([f"/a.jsp?id={n}&t=1712345699" for n in range(20)])) == 4
    assert crawl.asked([f"/a.jsp?id={n}&t=1712345777" for n in range(20)]) == []


@pytest.mark.parametrize(
    "pattern",
    ["/show.jsp?sid=9f86d081884c7d659a2feaa0c5{n:06}", "/show.php?t=17{n:08}", "/d?token=a{n:025}"],
)
def test_documents_whose_number_looks_like_a_session(crawl, pattern):
    paths = [pattern.format(n=n) for n in range(3000)]
    paths += [pattern.format(n=n).replace("/", "/print/", 1) for n in range(3000)]
    assert crawl.asked(paths) == paths


def test_kinds_of_documents_called_sort(crawl):
    paths = [f"/list.php?sort=k{chr(97 + a)}{chr(97 + b)}" for a in range(9) for b in range(9)]
    assert crawl.asked(paths) == paths


def test_clocks(crawl):
    paths = [f"/a.jsp?id=3&_=17123456789{n:02}" for n in range(50)]
    assert crawl.asked(paths) == paths[:1]


# Orders


def test_parameters_in_any_order_are_one_page(crawl):
    assert crawl.finds("/l.jsp?b=2&a=1") is None
    assert crawl.finds("/l.jsp?a=1&b=2") is None  # the plain order, itself
    assert crawl.finds("/l.jsp?b=2&a=1&a=1") == Caught(Trap.ORDER, HOST + "/l.jsp?a=1&b=2")


WAYS = ("date", "title", "hits", "pubtime", "name", "score")


def test_a_list_sorted_in_every_way(crawl):
    ways = [f"/l.jsp?id=3&sort={by}&order={way}" for by in WAYS for way in ("asc", "desc")]
    assert crawl.finds("/l.jsp?id=3") is None
    assert len(crawl.asked(ways)) == ORDERS
    assert crawl.finds("/l.jsp?id=4&sort=date&order=asc") is None  # another list


def test_documents_with_a_number_called_order(crawl):
    paths = [f"/show.jsp?order={n}" for n in range(500)]
    assert crawl.asked(paths) == paths


# Calendars


def test_a_calendar_without_end_forward(crawl):
    ahead = [f"/rc.jsp?date={year}-{month:02}" for year, month in months(2027, 2099)]
    assert len(crawl.asked(ahead)) == FUTURE
    assert crawl.finds("/rc.jsp?date=2120-01").trap is Trap.CALENDAR


def test_a_calendar_without_end_backward(crawl):
    days = [f"/calendar/{2026 - n // 360}/{n % 12 + 1}/{n % 30 + 1}" for n in range(3000)]
    assert len(crawl.asked(days)) <= DAYS + FUTURE
    before = [f"/calendar/{year}/1/1" for year in range(1900, 1990)]
    assert len(crawl.asked(before)) <= FUTURE


def test_an_archive_by_month_is_seen_whole(crawl):
    paths = [f"/gb.jsp?year={y}&month={m}" for y, m in months(2008, 2026) if (y, m) <= (2026, 9)]
    assert crawl.asked(paths) == paths


def test_articles_with_dates_are_no_calendar(crawl):
    paths = [
        f"/art/{y}/{m}/{n % 28 + 1}/art_1_{n}.html" for y, m in months(2005, 2031) for n in range(9)
    ]
    paths += [
        f"/show.jsp?date={y}{m:02}01&id={y * 999 + m * 9 + n}"
        for y, m in months(2005, 2031)
        for n in range(9)
    ]
    assert crawl.asked(paths) == paths


# Searches


def test_results_of_searches(crawl):
    assert crawl.finds("/search.jsp") is None
    asked = crawl.asked([f"/search.jsp?q=w{n}&page={page}" for n in range(9) for page in range(9)])
    assert len(asked) == SEARCHES
    assert crawl.finds("/search.jsp?q=other").trap is Trap.SEARCH


def test_a_list_of_documents_made_by_a_search_program(crawl):
    paths = [f"/govsearch/simp_gov_list.jsp?SType=1&SearchWord=&page={n}" for n in range(900)]
    assert crawl.asked(paths) == paths


# Filters


def test_every_combination_of_filters(crawl):
    paths = [
        f"/list.jsp?type={a}&area={b}&level={c}&page={page}"
        for a in range(9)
        for b in range(9)
        for c in range(9)
        for page in range(3)
    ]
    asked = crawl.asked(paths)
    assert len(asked) == COMBINATIONS
    assert crawl.finds("/list.jsp?type=0&area=0&level=99&page=0").trap is Trap.FILTER


@pytest.mark.parametrize(
    "pattern",
    [
        "/show.jsp?site=1&column={column}&id={n}",
        "/show.jsp?classid={column}&infoid={n}&type=a",
        "/list.jsp?site=1&column={column}&page={n}",
        "/list.jsp?column={column}&page={n}",
        "/list.jsp?dept={column}&type={n}",
        "/module/web/jpage/dataproxy.jsp?startrecord={n}&endrecord={n}5&perpage=15&columnid={column}&unitid={column}9&webid=1",
        "/info.jsp?site=1&dept={column}&type={n}&year=20{column:02}&page={n}",
    ],
)
def test_thousands_of_real_pages_with_parameters(crawl, pattern):
    paths = [pattern.format(column=column, n=n) for column in range(50) for n in range(60)]
    assert crawl.asked(paths) == paths


# Paths


def test_paths_that_repeat_themselves(crawl):
    paths = ["/" + "a/b/" * n for n in range(1, 30)]
    assert crawl.asked(paths) == paths[:2]
    assert crawl.finds("/" + "zwgk/" * 4).trap is Trap.PATH


def test_a_list_of_nine_hundred_pages(crawl):
    paths = ["/tz/index.html", *(f"/tz/index_{n}.html" for n in range(1, 900))]
    assert crawl.asked(paths) == paths


def test_a_portal_of_ordinary_pages(crawl):
    paths = [
        f"/{column}/{year}{month:02}/t{year}{month:02}{day:02}_{day * 7}.html"
        for column in ("zwgk/zfxxgk", "zwgk/tzgg", "dtxw")
        for year, month in months(2015, 2026)
        for day in range(1, 29)
    ]
    assert crawl.asked(paths) == paths


def test_a_parameter_that_names_documents_is_no_filter(crawl):
    paths = [f"/show.jsp?dept={n % 5}&type={n % 3}&info={n}" for n in range(600)]
    assert crawl.asked(paths) == paths


def test_what_no_longer_fits_into_memory_is_asked_for(crawl, monkeypatch):
    monkeypatch.setattr("crawler.spiders.traps._MOST_KEPT", 0)
    monkeypatch.setattr("crawler.spiders.traps._MOST_GROUPS", 0)
    paths = ["/a?c=3&b=2&a=1", "/a?b=2&c=3&a=1", *(f"/b?token={n:032x}" for n in range(9))]
    paths += [f"/list.jsp?type={n % 9}&area={n // 9 % 9}&level={n // 81}" for n in range(600)]
    assert crawl.asked(paths) == paths


def test_what_was_counted_goes_on_being_counted_when_no_more_kinds_fit(crawl, monkeypatch):
    monkeypatch.setattr("crawler.spiders.traps._MOST_KEPT", 100)
    assert crawl.asked([f"/so?q=a{n}" for n in range(9)])
    floods = [f"/s{n}?q=a" for n in range(200)]
    assert len(crawl.asked(floods)) == len(floods)
    assert len(crawl.asked([f"/so?q=b{n}" for n in range(99)])) == SEARCHES - 9


def test_the_same_urls_are_judged_alike():
    paths = [f"/l.jsp?date=20{n:02}-01&s={n % 3}" for n in range(60)] + [
        f"/search?q=a{n}" for n in range(60)
    ]
    assert Crawl().asked(paths) == Crawl().asked(paths)
