"""A page as one text: which element holds what, and how its place is spelled."""

from __future__ import annotations

import pytest

from checker.facts.markup import read_markup

HTML = (
    "<div id=main><ul class='list news wide'><li>甲<a href=1.html>乙丙</a><span>丁</span></li>"
    "<li><b>戊</b></li></ul><p>己<br>庚</p></div><div><div><div><em class=date>辛</em></div></div></div>"
)
OUTLINE = read_markup(HTML).outline


def tag(name: str, number: int = 0):
    return [one for one in OUTLINE.elements if one.tag == name][number]


def test_boxes_begin_lines_and_inline_elements_join() -> None:
    assert OUTLINE.text == "甲乙丙丁\n戊\n己\n庚\n辛"


def test_each_element_holds_its_own_text() -> None:
    told = {name: OUTLINE.text_of(tag(name)) for name in ("ul", "li", "a", "span", "p", "em")}
    assert told == {
        "ul": "甲乙丙丁\n戊",
        "li": "甲乙丙丁",
        "a": "乙丙",
        "span": "丁",
        "p": "己\n庚",
        "em": "辛",
    }


def test_what_is_in_and_above_an_element() -> None:
    assert [one.tag for one in OUTLINE.children(tag("ul"))] == ["li", "li"]
    assert [one.tag for one in OUTLINE.children(tag("li"))] == ["a", "span"]
    assert [one.tag for one in OUTLINE.inside(tag("ul"))] == ["li", "a", "span", "li", "b"]
    assert [one.tag for one in OUTLINE.above(tag("a"))][:3] == ["li", "ul", "div"]
    assert [one.tag for one in OUTLINE.anchors_in(tag("li"))] == ["a"]
    assert OUTLINE.anchors_in(tag("li", 1)) == []


def test_the_innermost_element_at_a_place() -> None:
    held = [OUTLINE.at(place) for place in range(len("甲乙丙丁\n戊"))]
    assert [one.tag if one else None for one in held] == ["li", "a", "a", "span", "ul", "b"]


def test_text_in_links_is_not_prose() -> None:
    assert OUTLINE.prose(0, 4) == 2
    assert OUTLINE.prose(0, len(OUTLINE.text)) == len(OUTLINE.text) - 2


def test_a_place_is_spelled_as_far_up_as_an_id_or_four_steps() -> None:
    assert OUTLINE.path(tag("a")) == "div#main > ul.list.news > li > a"
    assert OUTLINE.path(tag("b")) == "div#main > ul.list.news > li > b"
    assert OUTLINE.path(tag("em")) == "div > div > div > em.date"
    assert OUTLINE.path(tag("p")) == "div#main > p"


BOXES = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
    "ucapcontent",
]


@pytest.mark.parametrize("name", BOXES)
def test_a_box_stands_in_lines_of_its_own(name: str) -> None:
    assert read_markup(f"<div>甲<{name}>乙</{name}>丙</div>").outline.text == "甲\n乙\n丙"


@pytest.mark.parametrize(
    "name", ["a", "b", "em", "font", "i", "label", "span", "strong", "u", "x-y"]
)
def test_what_is_no_box_stands_in_the_line(name: str) -> None:
    assert read_markup(f"<div>甲<{name}>乙</{name}>丙</div>").outline.text == "甲乙丙"
