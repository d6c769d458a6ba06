"""What the class and id names of a box say of it: template, trail, list or article body.

Names are habits, not facts: each is one sign among others, and the caller weighs it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TRAIL = re.compile(
    r"^(?:.*[-_])?(?:bread)?c(?:ru|ur)mbs?(?:[-_].*)?$|^(?:.*[-_])?bread(?:[-_].*)?$|"
    r"^(?:.*[-_])?(?:dqwz|curpos|weizhi|location|position|path|mbx|mianbaoxie)$",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"^(?:(?:site|web|main|top|g|m|public|common|mod|bread|page)[-_]?)?"
    r"(?:header|head|topbar|top|footer|foot|bottom|navbar|nav|navigation|submenu|menu|crumbs?|dqwz|"
    r"curpos|weizhi|position|location|pager|pagination|paging|copyright|"
    r"friend[-_]?links?|yqlj|out[-_]?links?|share|toolbar|login|header[-_]?line)"
    r"(?:[-_]?(?:\d+|box|wrap|wrapper|bar|base|con|inner|area|info|div|hov|hd|bd|fixed|link|links))*$|"
    # page-wrap is what holds a whole page, page-box the numbers of the further ones.
    r"^(?:(?:site|web|main|top|g|m|public|common|mod|bread|page)[-_]?)?pages?(?:[-_]?(?:\d+|box|bar|nav|info|num|turn|link|links|list|hd|bd))*$|"
    r"^[a-z\d]{1,10}[-_]?foot(?:er)?(?:[-_]?(?:\d+|box|wrap|con|inner|main))?$",
    re.IGNORECASE,
)
_FOOT = re.compile(r"^foot(?:er)?$", re.IGNORECASE)
_LIST = re.compile(
    r"^(?:[a-z]{0,12}[-_]?)?(?:list|tree|ztree|items?|rows|table|tbody|datas?|result|lb)"
    r"(?:[-_]?(?:\d{1,3}|box|con|content|wrap|main|ul|data|left|right|view|show|div|body)){0,3}$",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"^(?:zoom|zoomcon|trs_editor|ucap-content|trs_editor_view|article[-_]?content|pages_content|"
    r"content_main|art_con|bt_content|bodylabel|article|info-content|news_?content|easysite-news-text|"
    r"xxgk_content|wzcon|view\b.*|.*[-_]?(?:article|detail|news)[-_]?(?:con|content|body|text|main)\w{0,3})$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:^|[-_])(?:related|relat\w{0,6}|hot|rank\w{0,4}|recommend\w{0,4}|tuijian|xgxx|xgwz|xgnr|xglj|xggj|"
    r"rdpx|aside|sidebar|phb|likes?)(?:[-_]|$|\d|list|box|news)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:.*[-_])?(?:title|tit|bt|biaoti|subject|headline)(?:[-_]?\w{0,6})?$|(?:Title|Tit)\d?$"
)
_PINNED = re.compile(
    r"^(?:.*[-_])?(?:zd|zhiding|is-?top|sticky|pinned|icon-?(?:top|zd)|(?:top|zd)-?icon|settop|stick)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BoxKinds:
    """What the names of one box say, all at once."""

    chrome: bool = False
    trail: bool = False
    foot: bool = False
    listed: bool = False
    body: bool = False
    beside: bool = False
    title: bool = False
    pinned: bool = False


UNNAMED = BoxKinds()


@lru_cache(maxsize=65536)
def kinds_of(classes: str, name: str) -> BoxKinds:
    """Say what a box's classes and its id name it."""
    names = f"{classes} {name}".split()[:12]
    if not names:
        return UNNAMED

    def any_is(pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(one[:60]) for one in names)

    return BoxKinds(
        chrome=any_is(_CHROME),
        trail=any_is(_TRAIL),
        foot=any_is(_FOOT),
        listed=any_is(_LIST),
        body=any_is(_BODY),
        beside=any_is(_BESIDE),
        title=any_is(_TITLE),
        pinned=any_is(_PINNED),
    )
