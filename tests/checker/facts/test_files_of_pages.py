"""A file that hangs on a page is part of that page; a file in a list is a document of its own."""

from __future__ import annotations

from datetime import date

from checker.facts.documents_seen import Chosen, open_documents
from tests.checker.conftest import HOME, Portal

ASKED = Chosen(title_any=("征求意见",))
PAGES = {
    "/": "<title>某县</title><a href=/zj/>意见征集</a>",
    "/zj/": "<ul><li><a href=/zj/1.html>某县供水办法（征求意见稿）征求意见公告</a><span>2026-05-01</span>"
    "<li><a href=/zj/2.docx>某县供电办法征求意见公告</a><span>2026-05-02</span></ul>",
    "/zj/1.html": "<h1>某县供水办法（征求意见稿）征求意见公告</h1><p>发布日期：2026-05-01</p><p>正文。</p>"
    "<p>附件：<a href=/zj/a.docx>某县供水办法（征求意见稿）.docx</a></p>",
}


def test_only_files_of_their_own_are_documents(portal: Portal) -> None:
    seen = open_documents(portal(PAGES), ASKED, date(2026, 6, 30))
    assert {one.item.url for one in seen.opened} == {f"{HOME}zj/1.html", f"{HOME}zj/2.docx"}
