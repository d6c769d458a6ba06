from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.pairs.forms import Form, forms_of
from checker.facts.places import Certainty

PROSE = "<p>" + "近日，县人民政府印发了有关文件，现就主要内容作如下说明，供大家了解。" * 8 + "</p>"
LITTLE = "<p>近日，县人民政府印发了有关文件，现就主要内容作如下说明。</p>"
ASKED = "".join(f"<p>问：第{n}个问题是什么？</p><p>答：回答是这样的。</p>" for n in range(3))


def kinds(html: str, title: str = "某办法解读") -> list[tuple[Form, Certainty]]:
    return [(seen.form, seen.certainty) for seen in forms_of(f"<body>{html}</body>", title)]


@pytest.mark.parametrize(
    ("html", "form"),
    [
        ('<p><img src="a.jpg" width="900" height="3600"></p>', Form.DIAGRAM),
        ('<img src="a.jpg" style="width: 1080px">', Form.DIAGRAM),
        ('<a href="a.jpg"><img src="a.jpg" width="900" height="3600"></a>', Form.DIAGRAM),
        (
            '<img src="a.jpg" width="900" height="3600"><p>最新：'
            + "<a href=x>别的文章，标题很长</a>" * 30,
            Form.DIAGRAM,
        ),
        ('<img src="a.png" height="2600px">' + LITTLE, Form.DIAGRAM),
        ('<video src="a.mp4"></video>', Form.VIDEO),
        ('<iframe src="/player.html?v=1"></iframe>', Form.VIDEO),
        ('<script vurl="/a.mp4">showVsbVideo("/a.mp4")</script>', Form.VIDEO),
        ('<object><param name=url value="/a.wmv"></object>', Form.VIDEO),
        (ASKED, Form.QUESTIONS),
        (
            ASKED.replace("问：", "【问】")
            .replace("答：", "【答】：")
            .replace("【问】", "【问】："),
            Form.QUESTIONS,
        ),
        (PROSE, Form.TEXT),
    ],
)
def test_the_form_is_what_the_page_is_made_of(html, form):
    assert kinds(html)[0] == (form, Certainty.SURE)


def test_a_press_conference_has_speakers():
    html = "<p>主持人：各位记者，上午好。</p><p>甲报记者：请问如何落实？</p>" + PROSE
    assert kinds(html, "《某办法》新闻发布会实录")[0] == (Form.PRESS, Certainty.SURE)
    assert kinds(PROSE, "县里召开新闻发布会")[0][0] is Form.TEXT
    alone = "<p>甲报记者：新闻发布会上说的如何落实？</p><p>乙县记者：如何落实？</p>" + PROSE
    assert Form.PRESS not in [form for form, _ in kinds(alone)]
    assert Form.PRESS in [form for form, _ in kinds("<p>主持人：新闻发布会开始。</p>" + alone)]


@pytest.mark.parametrize(
    "html",
    [
        PROSE + '<img src="photo.jpg" width="900" height="3600">',  # a picture beside running text
        LITTLE + '<img src="/images/share_icon.png" width="900" height="900">',
        LITTLE + '<img src="qrcode.jpg" width="200" height="200">',
        LITTLE + '<div class="header"><img src="banner.jpg" width="1200" height="700"></div>',
        LITTLE + '<img src="top.jpg" width="1000" height="180">',
    ],
)
def test_what_is_no_diagram(html):
    assert Form.DIAGRAM not in [form for form, _ in kinds(html, "一图读懂某办法")]


def test_a_picture_of_unknown_size_is_a_diagram_only_where_the_title_says_so():
    html = LITTLE + '<img src="a.jpg">'
    assert (Form.DIAGRAM, Certainty.LIKELY) in kinds(html, "一图读懂某办法")
    assert kinds(html)[0] == (Form.TEXT, Certainty.LIKELY)
    assert (Form.DIAGRAM, Certainty.DOUBTFUL) in kinds(html)


def test_two_questions_are_no_dialogue():
    assert Form.QUESTIONS not in [form for form, _ in kinds(ASKED[: len(ASKED) // 3 * 2])]


def test_a_banner_that_moves_is_no_video():
    html = (
        '<object><param name="movie" value="flash/top.swf"></object><embed src="top.swf">' + PROSE
    )
    assert kinds(html) == [(Form.TEXT, Certainty.SURE)]


def test_several_forms_stand_together():
    found = [form for form, _ in kinds('<video src="a.mp4"></video>' + ASKED)]
    assert found == [Form.VIDEO, Form.QUESTIONS]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<frameset>",
        "x",
        f"<p>{'通知公告政策文件规划计划' * 20}</p>",  # no sentence
        f"<p>{'好，' * 5}</p>" * 50,  # bits
        f"<p>版权所有：某县人民政府，{'未经许可，不得转载。' * 20}</p>",
        f"<a href=1.html>{'为了规范养犬行为，制定本办法。' * 20}</a>",
    ],
)
def test_nothing_shown_is_no_form(html):
    assert kinds(html) == []


@given(st.text(max_size=300))
def test_any_text_is_read(html):
    forms_of(html, html)


@pytest.mark.parametrize(
    "piece", ["<div>", "<img src=a>", "问：", "<p>问：？</p>", "<div class=side><img src=x>"]
)
def test_hostile_pages_cost_little(piece):
    began = process_time()
    forms_of(piece * 10_000, piece * 100)
    assert process_time() - began < 20
