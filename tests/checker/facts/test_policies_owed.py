"""An explanation is owed for what was issued as a document, not for whatever is called like a policy."""

from __future__ import annotations

from datetime import date

from checker.facts.documents_seen import Chosen
from checker.facts.members import Window, policies
from tests.checker.conftest import Portal

TITLES = (
    "某县公证处收费标准",
    "某县水安全保障“十四五”规划",
    "某县民政局权力清单",
    "关于印发某县供水管理办法的通知",
)


def test_only_issued_documents_owe_an_explanation(portal: Portal) -> None:
    rows = "".join(
        f"<li><a href=/zc/{n}.html>{title}</a><span>2026-05-0{n + 1}</span>"
        for n, title in enumerate(TITLES)
    )
    pages = {
        f"/zc/{n}.html": f"<h1>{title}</h1><p>发布日期：2026-05-0{n + 1}</p><p>正文。</p>"
        for n, title in enumerate(TITLES)
    }
    site = portal(
        pages | {"/": "<title>某县</title><a href=/zc/>政策文件</a>", "/zc/": f"<ul>{rows}</ul>"}
    )
    found = policies(site, Window(date(2026, 6, 30), 365), Chosen())
    assert [one.title for one in found] == ["关于印发某县供水管理办法的通知"]
    assert found[0].has is False
