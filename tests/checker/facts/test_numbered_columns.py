"""Portals whose addresses are numbers: a sub-column is known by its own trail."""

from __future__ import annotations

from checker.facts.lists import read_list
from tests.checker.conftest import HOME, Portal

NAV = "<div class=nav><a href=/>首页</a><a href=/hd/>互动交流</a></div>"


def trail(*steps: str) -> str:
    return "<div class=wz>您的位置：" + " &gt; ".join(steps) + "</div>"


TOP = '<a href="/">首页</a>', '<a href="/hd/">互动交流</a>'
OWN = '<a href="/list.asp?classid=7">网上征集</a>'
ROW = '<tr><td><a href="/show.asp?id={0}">关于第{0}号办法征求意见的公告</a></td><td>2026-05-0{0}</td></tr>'


def test_what_stands_in_a_numbered_sub_column_counts(portal: Portal) -> None:
    site = portal(
        {
            "/": f"<title>某县</title>{NAV}",
            "/hd/": f"{NAV}{trail(*TOP)}<table><tr><td>{OWN}</td></tr></table>",
            "/list.asp?classid=7": f"{NAV}{trail(*TOP, OWN)}<table>{ROW.format(1)}{ROW.format(2)}</table>",
            "/show.asp?id=1": f"{NAV}{trail(*TOP, OWN)}<h1>公告</h1><p>发布日期：2026-05-01</p>",
            "/show.asp?id=2": f"{NAV}{trail(*TOP, OWN)}<h1>公告</h1><p>发布日期：2026-05-02</p>",
        }
    )
    assert read_list(site, f"{HOME}hd/", "互动交流").sure == [f"{HOME}list.asp?classid=7"]
    assert read_list(site, f"{HOME}list.asp?classid=7", "网上征集").sure == []
