"""Whether a page is a form that visitors fill in: an application, a letter, a query.

Such a page is a service and no empty list.  Fields that stand on the home page too (the search box
of the template) do not count, nor do a login's; a filter above a list that says it is empty is none.
"""

from __future__ import annotations

import re
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from checker.facts.page import PageFacts
from checker.facts.parsing import parsed
from checker.facts.site import SiteFacts

_LEAST_FIELDS = 2
_MOST_FIELDS = 500
_NO_FIELD = frozenset({"hidden", "submit", "button", "image", "reset"})
_NOTHING = re.compile(
    r"(?:暂无|没有|尚无|未找到)(?:任何)?(?:符合条件的?|相关|检索到)?的?(?:信息|内容|数据|记录|文章|文件|结果)"
    r"|共\s?0\s?[条页]|建设中"
)
_ASKS = re.compile(r"查询|检索|搜索|申请|写信|留言|咨询|问答|评价|投诉|举报|建言|调查|登记|预约")
_SEEKS = re.compile(r"查询|检索|搜索|筛选")
_SENDS = re.compile(r"提交|申请|发送|发布|评价|写信|留言|提问|保存|下一步|投票|预约")


class FillIn(StrEnum):
    """What a page asks for."""

    NOTHING = "nothing"
    FORM = "form"  # to be filled in and sent
    QUERY = "query"  # its list may come only after something was asked


def fill_in(site: SiteFacts, page: PageFacts, name: str) -> FillIn:
    """Say whether the page of the column `name` is a form."""
    if _NOTHING.search(page.text):
        return FillIn.NOTHING
    tree = parsed(site.snapshot.text(page.url))
    own = _fields(tree) - _home_fields(site)
    if not own or any(kind == "password" for _, kind, _ in own):
        return FillIn.NOTHING
    if any(tag == "textarea" for tag, _, _ in own) or _ASKS.search(name):
        return FillIn.FORM
    if len(own) < _LEAST_FIELDS:
        return FillIn.NOTHING
    said = " ".join(_button(node) for node in tree.css("button,input,a.btn,a.button"))
    if _SENDS.search(said):
        return FillIn.FORM
    return FillIn.QUERY if _SEEKS.search(said) else FillIn.FORM


def _home_fields(site: SiteFacts) -> frozenset[tuple[str, str, str]]:
    home = site.home.page
    if home is None:
        return frozenset()
    return site.remember(
        ("fields", home.url), lambda: _fields(parsed(site.snapshot.text(home.url)))
    )


def _fields(tree: LexborHTMLParser) -> frozenset[tuple[str, str, str]]:
    found = set()
    for node in tree.css("input,textarea,select")[:_MOST_FIELDS]:
        values = node.attributes
        kind = (values.get("type") or "text").lower() if node.tag == "input" else ""
        if kind not in _NO_FIELD:
            called = values.get("name") or values.get("id") or values.get("placeholder") or ""
            found.add((str(node.tag), kind, called))
    return frozenset(found)


def _button(node: LexborNode) -> str:
    values = node.attributes
    if node.tag == "input" and (values.get("type") or "").lower() not in _NO_FIELD - {"hidden"}:
        return ""
    return f"{node.text(deep=True)} {values.get('value') or ''}"
