"""A column that is a picture was seen, and not read: that is told as such."""

from __future__ import annotations

from datetime import date

from checker.checks.columns_filled import Params, columns_filled
from checker.judgement import Question
from checker.results import Reason, Verdict
from tests.checker.conftest import Portal

NAV = "<div class=nav><a href=/>首页</a><a href=/xw/>工作动态</a><a href=/tz/>通知公告</a><a href=/sj/>手机版</a></div>"
ROW = "<ul><li><a href={0}1.html>关于停水的公告</a><span>2026-05-06</span></ul>"


def test_a_picture_is_no_missing_page(portal: Portal) -> None:
    site = portal(
        {
            "/": f"<title>某县</title>{NAV}",
            "/xw/": f"<title>工作动态</title>{NAV}{ROW.format('/xw/')}",
            "/tz/": f"<title>通知公告</title>{NAV}{ROW.format('/tz/')}",
            "/sj/": f"<title>手机版</title>{NAV}<p><img src=/app.png width=700 height=700></p>",
            "/xw/1.html": "<h1>关于停水的公告</h1><p>发布日期：2026-05-06</p><p>正文。</p>",
            "/tz/1.html": "<h1>关于停水的公告</h1><p>发布日期：2026-05-06</p><p>正文。</p>",
        }
    )
    told = columns_filled(Params(), site, Question("column-not-empty", date(2026, 6, 30)))
    assert told.verdict is Verdict.REVIEW
    assert told.reason is Reason.IMAGE_ONLY
    assert told.tables[0].rows[0][:2] == ["手机版", "是图片"]
