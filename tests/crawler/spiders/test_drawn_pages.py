from __future__ import annotations

import pytest

from crawler.reading.links import Link, LinkKind
from crawler.reading.scripted import Need
from crawler.rendering.picture import Picture, Source
from crawler.snapshot.rendering import Drawn
from crawler.spiders.drawn_pages import dom_of, links_of
from crawler.spiders.to_draw import ToDraw

URL = "http://www.x.gov.cn/zwgk/"
DOM = "<!DOCTYPE html><html><head></head><body><a href=new.html>新</a></body></html>"
STORE = "<script type=text/xml><datastore><record><![CDATA[<li><a href=/r.html>行</a></li>]]></record></datastore></script>"


def to_draw(text: str) -> ToDraw:
    return ToDraw(URL, 1, "utf-8", Need.ROWS, Source(URL, text.encode(), "utf-8"), text)


def targets(text: str, picture: Picture) -> list[str]:
    return [link.target.removeprefix(URL) for link in links_of(to_draw(text), picture).links]


def test_links_of_a_whole_drawing_are_those_it_shows() -> None:
    assert targets("<a href=old.html>旧</a>", Picture(Drawn.WHOLE, DOM, URL)) == ["new.html"]


def test_a_partial_drawing_takes_nothing_away() -> None:
    found = targets("<a href=old.html>旧</a>", Picture(Drawn.PARTLY, DOM, URL))
    assert found == ["new.html", "old.html"]


def test_rows_that_an_adapter_reads_stay_whatever_a_script_made_of_them() -> None:
    page = links_of(to_draw(STORE), Picture(Drawn.WHOLE, DOM, URL))
    assert page.links[-1] == Link("http://www.x.gov.cn/r.html", "行", LinkKind.DATA)


def test_where_a_page_went_is_where_its_refresh_leads() -> None:
    away = Picture(Drawn.NAVIGATED, location="/index/")
    assert links_of(to_draw("<a href=a>a</a>"), away).links == (
        Link(URL + "a", "a"),
        Link("http://www.x.gov.cn/index/", "", LinkKind.REFRESH),
    )


@pytest.mark.parametrize("location", [None, URL, URL + "#top", ""])
def test_a_page_that_could_not_be_drawn_has_the_links_of_its_source(location: str | None) -> None:
    picture = Picture(Drawn.NAVIGATED, location=location)
    assert links_of(to_draw("<a href=a>a</a>"), picture).links == ()


@pytest.mark.parametrize(
    ("base", "stored"),
    [
        (URL, DOM),
        (URL + "#/list", DOM),
        ("about:blank", DOM),
        ('http://www.x.gov.cn/"><script>', DOM.replace("<head>", '<head><base href="http://www.x.gov.cn/&quot;&gt;&lt;script&gt;">')),
        ("http://www.x.gov.cn/deep/", DOM.replace("<head>", '<head><base href="http://www.x.gov.cn/deep/">')),
    ],
)  # fmt: skip
def test_an_address_that_a_script_changed_is_written_into_the_dom(base: str, stored: str) -> None:
    assert dom_of(Picture(Drawn.WHOLE, DOM, base), URL) == stored


def test_a_base_of_the_pages_own_is_left_alone() -> None:
    dom = DOM.replace("<head>", '<head><base href="/own/">')
    picture = Picture(Drawn.WHOLE, dom, "http://www.x.gov.cn/own/")
    assert dom_of(picture, URL) == dom
    assert targets("", picture) == ["http://www.x.gov.cn/own/new.html"]
