"""A draft's explanation is known by its title, or by a link between the two pages."""

from __future__ import annotations

from datetime import date

from checker.facts.documents_seen import Chosen
from checker.facts.members import Window, drafts
from tests.checker.conftest import Portal

ASKED = "<p>现将《某县电动车管理规定（草案）》和起草说明公布，意见请于2026年6月1日前提交。</p>"
TOLD = "<h1>《某县电动车管理规定（草案）》解读</h1><p>发布日期：2026-05-02</p><p>背景和内容。</p>"


def pages(link: str) -> dict[str, str]:
    return {
        "/": "<title>某县</title><ul><li><a href=/zj/>意见征集</a><li><a href=/jd/>政策解读</a></ul>",
        "/zj/": "<ul><li><a href=/zj/1.html>某县电动车管理规定（草案）公开征集意见</a><span>2026-05-01</span></ul>",
        "/jd/": "<ul><li><a href=/jd/1.html>《某县电动车管理规定（草案）》解读</a><span>2026-05-02</span></ul>",
        "/zj/1.html": f"<h1>某县电动车管理规定（草案）公开征集意见</h1><p>发布日期：2026-05-01</p>{ASKED}",
        "/jd/1.html": TOLD + link,
    }


def explained(portal: Portal, link: str) -> bool | None:
    (one,) = drafts(portal(pages(link)), Window(date(2026, 6, 30), 365), Chosen())
    return one.has


def test_a_linked_explanation_is_the_draft_s(portal: Portal) -> None:
    link = "<div>相关链接：<a href=/zj/1.html>某县电动车管理规定（草案）公开征集意见</a></div>"
    assert explained(portal, link) is True


def test_without_a_link_and_with_another_title_it_is_not_known(portal: Portal) -> None:
    assert explained(portal, "") is None
