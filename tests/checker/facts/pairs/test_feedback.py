from __future__ import annotations

from datetime import date

import pytest

from checker.facts.pairs.feedback import answers, asks
from checker.facts.pairs.site_feedback import site_feedback
from checker.facts.places import Certainty

HOME = "http://www.tx.gov.cn/"


def article(title: str, day: str, text: str, source: str = "甲县交通局") -> str:
    return (
        f"<title>{title}</title><meta name=ArticleTitle content='{title}'><meta name=PubDate content='{day}'>"
        f"<h1>{title}</h1><p>来源：{source}　发布时间：{day}</p><div id=zoom><p>{text}</p></div>"
    )


ASKED = article(
    "关于公开征求《甲县公路办法（征求意见稿）》意见的公告",
    "2024-03-01",
    "征求意见时间：2024年3月1日至3月31日。欢迎提出意见。",
)
ANSWERED = article(
    "《甲县公路办法（征求意见稿）》征求意见反馈情况", "2024-04-10", "共收到意见3条，采纳2条。"
)
LINKS = "<a href=q.html>征求意见</a><a href=r.html>反馈</a><a href=r2.html>反馈</a><a href=q2.html>征求</a>"


def pairs(portal, pages):
    found = portal({"/": LINKS} | pages).once(site_feedback)
    return [
        (one.first.rpartition("/")[2], one.second.rpartition("/")[2], one.certainty)
        for one in found.pairs
    ]


@pytest.mark.parametrize(
    "title",
    [
        "关于公开征求《甲办法（征求意见稿）》意见的公告",
        "《甲办法（征求意见稿）》公开征求意见",
        "甲局关于征集2024年民生实事项目建议的通知",
        "关于向社会公开征集“十五五”规划意见建议的公告",
        "甲规划意见征集公告",
    ],
)
def test_titles_that_ask(title):
    assert asks(title)
    assert not answers(title)


@pytest.mark.parametrize(
    "title",
    [
        "《甲办法》征求意见反馈情况",
        "关于甲规划公开征求意见采纳情况的公告",
        "甲办法意见征集结果",
        "关于《甲办法》公开征求意见情况的说明",
        "《甲办法》征集意见汇总",
        "甲县民生实事项目建议征集结果公示",
        "【结果反馈】关于《甲方案》的意见建议征集",
        "关于甲规划征求意见期间未收到意见建议的说明",
        "甲县公共租赁住房实施细则（草案）公众参与情况说明",
        "关于《甲县招生方案》（草案）意见征询结果的通报",
    ],
)
def test_titles_that_answer(title):
    assert answers(title)
    assert not asks(title)


@pytest.mark.parametrize(
    "title",
    [
        "征集办公用品采购项目供应商的公告",
        "关于征求网站改版意见的公告",
        "2023年度满意度测评结果",
        "关于征集诈骗案件线索的公告",
        "《甲办法（征求意见稿）》起草说明",
        "《甲办法（征求意见稿）》解读",
        "意见反馈表",
        "县领导到乙镇调研",
    ],
)
def test_titles_that_do_neither(title):
    assert not asks(title)
    assert not answers(title)


def test_titles_of_one_stem_pair(portal):
    assert pairs(portal, {"/q.html": ASKED, "/r.html": ANSWERED}) == [
        ("q.html", "r.html", Certainty.LIKELY)
    ]


def test_the_end_is_read(portal):
    found = portal({"/": LINKS, "/q.html": ASKED}).once(site_feedback)
    (one,) = found.asked
    assert one.closing
    assert one.closing.day == date(2024, 3, 31)
    assert one.answered_below is None


def test_a_link_is_surer_than_any_title(portal):
    linked = article(
        "意见采纳情况反馈公告：公路方面",
        "2024-04-12",
        "采纳2条。</p><p>原征集公告：<a href=q.html>查看</a>",
    )
    assert pairs(portal, {"/q.html": ASKED, "/r.html": ANSWERED, "/r2.html": linked}) == [
        ("q.html", "r2.html", Certainty.SURE)
    ]


def test_an_answer_before_the_end_is_another_ones(portal):
    early = ANSWERED.replace("2024-04-10", "2024-03-10")
    assert pairs(portal, {"/q.html": ASKED, "/r.html": early}) == []


def test_an_answer_of_another_office_is_doubtful(portal):
    other = ANSWERED.replace("甲县交通局", "乙县教育局")
    assert pairs(portal, {"/q.html": ASKED, "/r.html": other}) == [
        ("q.html", "r.html", Certainty.DOUBTFUL)
    ]


def test_each_year_has_its_own_answer(portal):
    def ask(year: int) -> str:
        return article(
            f"关于征求{year}年度重大决策目录意见的公告",
            f"{year}-02-20",
            f"意见征集时间为{year}年2月20日至3月5日。",
        )

    def answer(year: int) -> str:
        return article(f"{year}年度重大决策目录征求意见反馈情况", f"{year}-03-20", "未收到意见。")

    pages = {
        "/q.html": ask(2023),
        "/q2.html": ask(2024),
        "/r.html": answer(2024),
        "/r2.html": answer(2023),
    }
    assert [pair[:2] for pair in pairs(portal, pages)] == [
        ("q.html", "r2.html"),
        ("q2.html", "r.html"),
    ]


def test_one_answer_answers_one_question(portal):
    again = ASKED.replace("2024-03-01", "2024-03-05")
    found = pairs(portal, {"/q.html": ASKED, "/q2.html": again, "/r.html": ANSWERED})
    assert len(found) == 1


def test_of_two_answers_of_one_title_the_nearer_is_meant(portal):
    for late, near in (("r.html", "r2.html"), ("r2.html", "r.html")):
        pages = {"/q.html": ASKED, f"/{late}": ANSWERED.replace("2024-04-10", "2026-04-10")}
        found = pairs(portal, pages | {f"/{near}": ANSWERED})
        assert found == [("q.html", near, Certainty.LIKELY)]


def test_a_page_whose_title_says_nothing_counts_by_its_column_and_its_text(portal):
    def inside(column: str, title: str, text: str) -> str:
        trail = f"<div class=position>当前位置：<a href=/>首页</a> &gt; <a href=/{column}/>{column}</a> &gt; 正文</div>"
        return article(title, "2024-03-01", text).replace("<h1>", f"{trail}<h1>")

    pages = {
        "/q.html": inside("意见征集", "甲县公路办法", "现向社会公开征求意见，请于3月31日前提出。"),
        "/q2.html": inside("意见征集", "甲县公路开工", "今日开工。"),
        "/r.html": inside("结果反馈", "甲县公路办法有关情况", "共收到意见3条，采纳2条。"),
        "/r2.html": inside("结果反馈", "关于测评结果的情况", "共收到意见3条，采纳2条。"),
    }
    found = portal({"/": LINKS} | pages).once(site_feedback)
    assert [one.page.url for one in found.asked] == [f"{HOME}q.html"]
    assert [one.url for one in found.answered] == [f"{HOME}r.html"]


def test_an_answer_without_a_day_is_doubtful(portal):
    undated = ANSWERED.replace("2024-04-10", "")
    assert pairs(portal, {"/q.html": ASKED, "/r.html": undated}) == [
        ("q.html", "r.html", Certainty.DOUBTFUL)
    ]


def test_the_answer_may_stand_below(portal):
    both = ASKED.replace(
        "欢迎提出意见。", "欢迎提出意见。</p><p>征求意见期间共收到意见3条，采纳2条。"
    )
    assert pairs(portal, {"/q.html": both}) == [("q.html", "q.html", Certainty.SURE)]
    asking = ASKED.replace("欢迎提出意见。", "意见反馈方式：电子邮箱。收到意见后我们将认真研究。")
    assert pairs(portal, {"/q.html": asking}) == []


def test_a_list_of_consultations_is_none(portal):
    rows = "".join(
        f"<li><a href=q{n}.html>关于征求甲{n}办法意见的公告</a><span>2024-01-01</span></li>"
        for n in range(5)
    )
    found = portal({"/": LINKS, "/q.html": f"<title>意见征集</title><ul>{rows}</ul>"}).once(
        site_feedback
    )
    assert found.asked == ()


def test_an_answer_without_a_day_or_of_a_differing_office_is_never_sure(portal):
    """What differs in office and in words is another's; without days only a person can tell."""
    undated = ANSWERED.replace("<meta name=PubDate content='2024-04-10'>", "").replace(
        "　发布时间：2024-04-10", ""
    )
    assert pairs(portal, {"/q.html": ASKED, "/r.html": undated}) == [
        ("q.html", "r.html", Certainty.DOUBTFUL)
    ]
    other = ANSWERED.replace("甲县交通局", "乙县教育局").replace("甲县公路办法", "甲县公路管理办法")
    assert pairs(portal, {"/q.html": ASKED, "/r.html": other}) == []


def test_a_consultation_without_an_end_is_answered_after_it_was_asked(portal):
    open_end = ASKED.replace("征求意见时间：2024年3月1日至3月31日。", "")
    assert pairs(portal, {"/q.html": open_end, "/r.html": ANSWERED}) == [
        ("q.html", "r.html", Certainty.LIKELY)
    ]
    early = ANSWERED.replace("2024-04-10", "2024-02-10")
    assert pairs(portal, {"/q.html": open_end, "/r.html": early}) == []
