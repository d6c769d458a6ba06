from __future__ import annotations

import pytest

from checker.facts.pairs.interpretations import explains, is_policy
from checker.facts.pairs.site_interpretations import forms, site_interpretations
from checker.facts.places import Certainty

LINKS = "".join(f"<a href={name}.html>第{name}个文件的链接</a>" for name in ("p", "p2", "e", "e2"))


def article(title: str, day: str = "2024-03-10", text: str = "") -> str:
    return (
        f"<title>{title}</title><meta name=ArticleTitle content='{title}'><meta name=PubDate content='{day}'>"
        f"<h1>{title}</h1><div id=zoom>{text}</div>"
    )


POLICY = article(
    "甲县人民政府关于印发《甲县人才住房补贴办法》的通知",
    text="<p>甲政发〔2024〕7号</p><p>各乡镇：现印发。</p>",
)


def pairs(portal, pages):
    found = portal({"/": titled_links(pages)} | pages).once(site_interpretations)
    return [
        (one.first.rpartition("/")[2], one.second.rpartition("/")[2], one.certainty)
        for one in found.pairs
    ]


def titled_links(pages) -> str:
    return LINKS + "".join(
        f"<li><a href={path}>{html.partition('<title>')[2].partition('<')[0]}</a></li>"
        for path, html in pages.items()
    )


@pytest.mark.parametrize(
    "title",
    [
        "甲县人民政府关于印发《甲办法》的通知",
        "甲县城镇燃气管理办法",
        "甲县养犬管理规定（试行）",
        "甲县“十四五”教育发展规划",
        "关于促进民营经济发展的若干措施",
    ],
)
def test_titles_of_policies(title):
    assert is_policy(title)
    assert not explains(title)


@pytest.mark.parametrize(
    "title",
    [
        "关于张三同志任职的通知",
        "关于国庆节放假的通知",
        "转发省政府办公厅关于安全生产的通知",
        "关于成立防汛领导小组的通知",
        "《甲办法》解读",
        "关于公开征求《甲办法》意见的通知",
        "县领导调研",
    ],
)
def test_titles_of_no_policies(title):
    assert not is_policy(title)


@pytest.mark.parametrize(
    ("title", "text", "certainty"),
    [
        ("《甲县人才住房补贴办法》政策解读", "", Certainty.SURE),
        ("一图读懂《人才住房补贴办法》", "", Certainty.SURE),
        ("人才住房补贴办法解读", "", Certainty.LIKELY),
        ("住建局负责人解读新政策", "<p>近日印发（甲政发[2024]7号）。</p>", Certainty.SURE),
        ("住建局负责人解读新政策", "<p>相关文件：<a href=p.html>查看原文</a></p>", Certainty.SURE),
    ],
)
def test_every_sign_pairs(portal, title, text, certainty):
    pages = {"/p.html": POLICY, "/e.html": article(title, "2024-03-12", text)}
    assert pairs(portal, pages) == [("p.html", "e.html", certainty)]


def test_the_policy_may_name_its_explanation(portal):
    policy = POLICY.replace("现印发。</p>", "现印发。</p><p>相关解读：<a href=e.html>查看</a></p>")
    pages = {"/p.html": policy, "/e.html": article("住建局负责人解读新政策", "2024-03-12")}
    assert pairs(portal, pages) == [("p.html", "e.html", Certainty.SURE)]


@pytest.mark.parametrize(
    ("title", "day", "text"),
    [
        ("国务院《关于释放消费潜力的若干措施》解读", "2024-03-12", ""),
        ("人才住房补贴办法解读", "2024-09-12", ""),  # half a year later: of another one
        ("人才引进办法解读", "2024-03-12", ""),
        ("住建局负责人解读新政策", "2024-03-12", "<p>根据国办发〔2024〕7号文件</p>"),
        ("《甲县人才住房补贴办法实施细则》解读", "2024-03-12", ""),
    ],
)
def test_what_explains_something_else(portal, title, day, text):
    pages = {"/p.html": POLICY, "/e.html": article(title, day, text)}
    assert pairs(portal, pages) == []


def test_an_overview_of_many_policies_is_doubtful(portal):
    other = POLICY.replace("人才住房补贴", "城镇燃气管理").replace("7号", "8号")
    overview = article(
        "一文读懂今年新政策", "2024-03-12", "<p>甲政发〔2024〕7号、甲政发〔2024〕8号</p>"
    )
    found = pairs(portal, {"/p.html": POLICY, "/p2.html": other, "/e.html": overview})
    assert [certainty for *_, certainty in found] == [Certainty.DOUBTFUL]


def test_a_policy_may_have_several_explanations_in_several_forms(portal):
    pages = {
        "/p.html": POLICY,
        "/e.html": article(
            "《甲县人才住房补贴办法》解读",
            text="<p>" + "现将主要内容说明如下，请大家了解。" * 20 + "</p>",
        ),
        "/e2.html": article(
            "一图读懂《甲县人才住房补贴办法》", text="<img src=a.jpg width=900 height=3000>"
        ),
    }
    site = portal({"/": titled_links(pages)} | pages)
    found = site.once(site_interpretations)
    assert len(found.of_policy("http://www.tx.gov.cn/p.html")) == 2
    assert [str(forms(site, page)[0].form) for page in found.explanations] == ["text", "diagram"]
