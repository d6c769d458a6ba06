"""A form to fill in is no empty column; a filter over an empty list, a login and the search box are none."""

from __future__ import annotations

import pytest

from checker.facts.fill_in import FillIn, fill_in
from tests.checker.conftest import HOME, Portal

BOX = "<form action=/so><input name=q placeholder=站内搜索></form>"


def seen(portal: Portal, body: str, name: str) -> FillIn:
    site = portal(
        {
            "/": f"<title>某县</title>{BOX}<a href=/a/>{name}</a>",
            "/a/": f"{BOX}<h1>{name}</h1>{body}",
        }
    )
    page = site.page(f"{HOME}a/")
    assert page is not None
    return fill_in(site, page, name)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("依申请公开", "姓名<input name=a>证件<input name=b><button>提交</button>"),
        ("我要写信", "<textarea name=t></textarea><input type=submit value=发送>"),
        ("办件进度", "办件<select name=s></select>编号<input name=n><a class=btn>下一步</a>"),
        ("公开信息查询", "文号<input name=n><button>查询</button>"),
    ],
)
def test_a_form_is_a_form(portal: Portal, name: str, body: str) -> None:
    assert seen(portal, body, name) is FillIn.FORM


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("政策文件", "<ul></ul>"),
        (
            "政策文件",
            "标题<input name=t>文号<input name=n><button>查询</button><p>暂无相关信息</p>",
        ),
        ("审计公开", "<input type=hidden name=t><input type=submit value=提交>"),
        ("内部办公", "用户<input name=u>密码<input type=password name=p><button>提交</button>"),
        ("审计公开", "<input name=q placeholder=站内搜索>"),
    ],
)
def test_these_are_none(portal: Portal, name: str, body: str) -> None:
    assert seen(portal, body, name) is FillIn.NOTHING


def test_what_a_query_would_bring_is_not_known(portal: Portal) -> None:
    body = "标题<input name=t>文号<input name=n><button>查询</button>"
    assert seen(portal, body, "政策文件") is FillIn.QUERY
