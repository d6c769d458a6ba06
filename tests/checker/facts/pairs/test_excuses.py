from __future__ import annotations

from typing import Any

import pytest

from checker.facts.pairs.excuses import excuse_for
from rules.patterns import Pattern

ASKED = "http://www.tx.gov.cn/zj/1.html"
TITLES = [Pattern("情况说明|暂缓|终止")]


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("关于暂缓制定《桃县养犬管理办法》的情况说明", "it"),
        ("关于终止制定桃县养犬管理办法的公告", "it"),
        ("关于《桃县养犬管理办法》决策事项调整的情况说明", "it"),
        ("关于暂缓出台《桃县停车管理办法》的情况说明", "another"),
        ("关于公开征求《桃县养犬管理办法》意见的公告", "no excuse"),
    ],
)
def test_an_excuse_is_about_the_same_matter(portal: Any, title: str, about: str) -> None:
    asked = "关于公开征求《桃县养犬管理办法（征求意见稿）》意见的公告"
    site = portal(
        {
            "/": "<a href=/zj/>意见征集</a>",
            "/zj/": f"<ul><li><a href=/zj/1.html>{asked}</a></li><li><a href=/zj/2.html>{title}</a></li></ul>",
            "/zj/1.html": f"<title>{asked}</title><h1>{asked}</h1><p>发布日期：2026-03-01</p>",
            "/zj/2.html": f"<title>{title}</title><h1>{title}</h1><p>发布日期：2026-04-01</p>",
        }
    )
    said = excuse_for(site, ASKED, TITLES)
    assert (said is not None) is (about == "it")
    assert excuse_for(site, ASKED, []) is None
