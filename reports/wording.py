"""Plain words for the codes of audit.json: observations, levels, modalities, ends of a crawl.

A code that is not listed is shown as it is: an old report program must not hide what a newer
checker says.  Words only; no markup.  Constants are in Chinese and marked for the catalogue; the functions
give them in the language handed in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.results import Level
from reports.language import CHINESE, Language, marked


@dataclass(frozen=True, slots=True)
class Observed:
    """What was observed: in words, and the code where the words came from one."""

    words: str
    code: str | None = None


LEVELS = {
    Level.VETO: marked("单项否决"),
    Level.REQUIRED: marked("必须达到"),
    Level.ADVISORY: marked("建议性"),
}

# A plain duty is what every reader takes for granted: it gets no word.
MODALITIES = {
    "duty": "",
    "explore": marked("探索、试点"),
    "encourage": marked("鼓励、可以"),
    "as_appropriate": marked("适时、适当"),
    "gradual": marked("逐步"),
}

_OBSERVED = {
    "400": marked("网站拒绝了这个请求"),
    "401": marked("要求登录"),
    "403": marked("禁止访问"),
    "404": marked("页面不存在"),
    "405": marked("网站不接受这种访问方式"),
    "408": marked("网站等待超时"),
    "410": marked("页面已被删除"),
    "412": marked("被网站防护拦截"),
    "429": marked("访问过于频繁，被限制"),
    "500": marked("网站内部错误"),
    "502": marked("网站后台没有响应（网关错误）"),
    "503": marked("服务暂时不可用"),
    "504": marked("网站后台响应超时"),
    "dns": marked("域名无法解析"),
    "refused": marked("连接被拒绝，服务器没有提供服务"),
    "timeout": marked("访问超时，长时间没有响应"),
    "tls": marked("安全连接失败（证书或加密协议有问题）"),
    "connection": marked("连接中途断开"),
    "protocol": marked("返回的内容不符合 HTTP 协议"),
    "soft_404": marked("显示“页面不存在”一类内容，却报告访问正常"),
    "redirect_home": marked("跳回首页，原内容已不在"),
    "redirect_loop": marked("循环跳转，打不开"),
    "parked": marked("域名已停用或待售，内容与原站无关"),
    "internal_address": marked("指向内部网络或本机文件，公众打不开"),
    "wrong_type": marked("文件类型与链接所说的不符"),
    "empty": marked("打开是空白，没有内容"),
}
_STATUS_CLASSES = {
    "1": marked("没有得到完整答复"),
    "2": marked("能打开"),
    "3": marked("跳转"),
    "4": marked("访问失败"),
    "5": marked("网站出错"),
}
_STATUS = re.compile(r"[1-5][0-9]{2}", re.ASCII)

_TRAPS = {
    "session": marked("同一网页带不同的会话号或时间"),
    "order": marked("同一列表的另一种排序，或同样的参数换了次序"),
    "calendar": marked("日历中的某天、某月"),
    "search": marked("检索结果"),
    "filter": marked("筛选条件的各种组合"),
    "path": marked("路径自我重复或越来越长"),
    "pages": marked("列表翻到最后一页以后的页码"),
}

_FINISHES = {
    "finished": marked("抓取正常结束"),
    "budget": marked("到达页数、层数、附件或站外链接的上限，抓取提前结束"),
    "interrupted": marked("抓取被人为中断"),
    "unreachable": marked("这次从检查所用的机器没能打开网站首页，抓取没有进行"),
    "robots": marked("网站的 robots.txt 不允许抓取首页，抓取没有进行"),
}


def observed(code: str, t: Language = CHINESE) -> Observed:
    """A code such as `404` or `soft_404` in words; any other text as it is."""
    if code in _OBSERVED:
        return Observed(t(_OBSERVED[code]), code)
    if _STATUS.fullmatch(code):
        return Observed(t(_STATUS_CLASSES[code[0]]), code)
    return Observed(code)


def expected(code: str, t: Language = CHINESE) -> str:
    """What was expected, in words where it is an HTTP status."""
    return t("能正常打开（{code}）", code=code) if code == "200" else code


def modality(code: str, t: Language = CHINESE) -> str:
    """What kind of clause it is; "" for a plain duty."""
    known = MODALITIES.get(code)
    return code if known is None else known and t(known)


def trap(code: str, t: Language = CHINESE) -> str:
    """Which addresses go on for ever, in words."""
    return t(_TRAPS[code]) if code in _TRAPS else code


def finish(code: str | None, t: Language = CHINESE) -> str:
    """How the crawl ended."""
    if code is None:
        return t("抓取没有正常结束（可能被强行终止）")
    return t(_FINISHES[code]) if code in _FINISHES else code
