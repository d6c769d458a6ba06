"""Recognise pages that answer 200 and yet are not what was asked for: soft 404, parked domain.

An article *about* 404 or one that says 不存在 is alive: only short pages and fingerprints count.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

_THING = r"(?:网?页面?|文件|内容|信息|文章|资源|栏目|网址|链接|地址)"
# Says outright that this very page is missing.
_STRONG = re.compile(
    rf"{_THING}(?:已经?|可能)?(?:不存在|被?(?:删除|移除|撤销|下线)|走丢|丢失|飞走|找不到)(?!时|的(?:情况|问题|原因|话))|"
    rf"(?:找不到|无法找到|未找到|没有找到)(?:该|此|指定|对应|(?:您|你)?(?:所|要)?(?:访问|请求|查找|需要|找)?的?){_THING}|"
    rf"(?:您|你)(?:所|要)?(?:访问|请求|查看)的{_THING}.{{0,16}}?(?:不存在|删除|出错|找不到|无法|丢失|失效|移)|"
    r"访问(?:的页面)?出错(?:了|啦)|page\s+not\s+found|could\s+not\s+be\s+found",
    re.IGNORECASE,
)
# Means it only where it is the whole of a title's part: 404 is also a bus line.
_WHOLE = re.compile(
    r"^(?:http\s*)?(?:status\s*)?(?:error|错误|出错)?[\s:：]*(?:404|not\s+found|file\s+not\s+found)"
    r"[\s:：,，.]*(?:错误(?:页面)?|出错|页面?|error|not\s+found|提示|未找到|找不到了?)?!?$|"
    r"^(?:错误页面?|页面错误|页面出错|出错(?:了|啦)?[!！]?)$",
    re.IGNORECASE,
)
# What is so titled is a document, however short, and not an error page.
_DOCUMENT = re.compile(
    r"关于|公告|公示|通知|通报|声明|办法|规定|意见|条例|批复|怎么|如何|什么|帮助|常见问题|搜索|检索|查询"
)
_TITLE_PARTS = re.compile(r"[-_|—–]+")
# A text that only mentions these does so in passing: the page must lead with them.
_LEAD = 120
_SHORT_PAGE = 300
_SAME = 0.9
_COMPARED = 2_000  # as much of its text as the probe keeps
_STRIP = re.compile(r"https?://\S+|/[\w./%-]{6,}|\d+")
_PARKING = (
    re.compile(r"域名(?:正在|已|可以?)?(?:出售|转让|待售|拍卖)|此域名|本域名(?:出售|可转让)"),
    re.compile(
        r"(?:(?:this|the)\s*)?domain\s+(?:name\s+)?(?:is|may be)\s+for\s+sale|buy\s+this\s+domain",
        re.IGNORECASE,
    ),
    re.compile(
        r"domain\s+parking|parked\s+(?:domain|free)|sedoparking|parkingcrew|bodis\.com|hugedomains|dan\.com",
        re.IGNORECASE,
    ),
    re.compile(r"域名(?:停靠|停放|到期|已过期|过期)"),
)
_GAMBLING = (
    re.compile(
        r"(?:线上|网上|在线|真人)?(?:娱乐城|百家乐|老虎机|捕鱼(?:游戏|达人)|棋牌(?:游戏)?平台)"
    ),
    re.compile(r"(?:时时彩|六合彩|北京赛车|快3|彩票(?:平台|网|投注|计划))"),
    re.compile(
        r"(?:bet365|澳门新?葡京|威尼斯人|金沙(?:娱乐|国际)|亚博|开云体育|华体会|万博)",
        re.IGNORECASE,
    ),
    re.compile(r"(?:送彩金|首存|注册送\d+|真人荷官|体育投注|博彩)"),
)


def error_phrase(title: str, headings: Sequence[str], text: str) -> str | None:
    """Return the phrase by which a short page says that there is nothing here."""
    if len(text) >= _SHORT_PAGE or any(_DOCUMENT.search(place) for place in (title, *headings)):
        return None
    for place in (title, *headings):
        for part in (place, *_TITLE_PARTS.split(place)):
            found = _STRONG.search(part) or _WHOLE.match(part.strip())
            if found:
                return found.group()
    found = _STRONG.search(text[:_LEAD])
    return found.group() if found else None


def looks_missing(title: str, text: str, probe: Mapping[str, Any]) -> bool:
    """The page equals the one that the host shows for addresses that cannot exist."""
    for attempt in _answered(probe):
        if _plain(title) != _plain(str(attempt.get("title") or "")):
            continue
        theirs, ours = _plain(str(attempt.get("text") or "")), _plain(text[:_COMPARED])
        if not theirs or not ours:
            continue  # empty pages say nothing
        if theirs == ours:
            return True
        matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
        # Articles differ from the template in a few words; an error page only in ids and times.
        if (
            _words(theirs) == _words(ours) != ""
            and matcher.real_quick_ratio() >= _SAME
            and matcher.quick_ratio() >= _SAME
            and matcher.ratio() >= _SAME
        ):
            return True
    return False


def parked_marks(title: str, text: str) -> tuple[str, ...]:
    """Return what shows that a domain is for sale or taken over; () where the proof is thin.

    A mark in the title, or two independent marks, count; one word in a text never does.
    """
    in_title = [m.group() for mark in (*_PARKING, *_GAMBLING) if (m := mark.search(title))]
    in_text = [m.group() for mark in (*_PARKING, *_GAMBLING) if (m := mark.search(text))]
    found = tuple(dict.fromkeys(fold for word in (*in_title, *in_text) if (fold := word.strip())))
    enough = 2
    return found if in_title or len(in_text) >= enough else ()


def _answered(probe: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    tries = probe.get("tries") or []
    return [t for t in tries if isinstance(t, dict) and t.get("status") == 200]  # noqa: PLR2004  # HTTP OK


def _words(text: str) -> str:
    return "".join(char for char in text if not char.isascii())


def _plain(text: str) -> str:
    return "".join(_STRIP.sub("", text).split())
