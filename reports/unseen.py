"""Plain words for why a page or link was not seen, by the key in `coverage`.

The keys are fetch outcomes.  They are worded by key, with the key itself as a fall-back, because
reports know nothing of the crawler.
"""

from __future__ import annotations

from dataclasses import dataclass

from reports.language import CHINESE, Language, marked


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why something was not seen: a short label and what it means."""

    label: str
    meaning: str = ""


_UNSEEN = {
    "ok": Unseen(marked("打开了，但不是网页"), marked("返回的不是可以阅读的网页。")),
    "redirect": Unseen(marked("跳转"), marked("地址跳转到别处，跳转后的页面另行计数。")),
    "not_found": Unseen(marked("页面不存在"), marked("网站答复 404 或 410。")),
    "client_error": Unseen(marked("网站拒绝请求"), marked("网站答复其他 4xx 错误。")),
    "server_error": Unseen(marked("网站内部错误"), marked("网站答复 5xx 错误。")),
    "login": Unseen(marked("需要登录"), marked("检查程序不登录任何系统。")),
    "blocked": Unseen(
        marked("被网站防护拦截"), marked("验证码、脚本挑战等拦住了检查程序，不等于网站有问题。")
    ),
    "rate_limited": Unseen(
        marked("被限制访问频率"), marked("网站要求放慢访问速度；可以加大间隔后重新检查。")
    ),
    "dns": Unseen(marked("域名无法解析"), marked("域名不存在或者没有地址。")),
    "dns_unavailable": Unseen(
        marked("域名服务器没有答复"), marked("没有查到域名的地址，不能断定域名不存在。")
    ),
    "refused": Unseen(marked("连接被拒绝"), marked("服务器没有接受连接。")),
    "timeout": Unseen(marked("访问超时"), marked("在规定时间内没有答复。")),
    "tls": Unseen(marked("安全连接失败"), marked("证书或加密协议有问题。")),
    "connection": Unseen(marked("连接中途断开"), marked("内容没有传完。")),
    "protocol": Unseen(marked("答复不符合 HTTP 协议"), marked("答复无法识别。")),
    "too_large": Unseen(marked("内容过大"), marked("超过单个页面的大小上限，没有读取。")),
    "forbidden_address": Unseen(marked("内部地址"), marked("指向内部网络或本机，检查程序不访问。")),
    "unsupported": Unseen(
        marked("不是网页地址"), marked("不是 http 或 https 地址，例如 file:、ftp:。")
    ),
    "robots": Unseen(
        marked("robots.txt 不允许"), marked("网站声明不希望程序访问，检查程序予以遵守。")
    ),
    "budget": Unseen(
        marked("超出抓取额度"),
        marked("到达页数、层数、附件或站外链接的上限；可以提高上限后重新检查。"),
    ),
    "not_html": Unseen(marked("打开了，但不是网页"), marked("返回的不是可以阅读的网页。")),
    "trap": Unseen(
        marked("看来没有尽头的网址"),
        marked(
            "日历、检索结果、会话号、排序筛选等生成的网址，可以无穷无尽；每类只抓取一部分，其余不作判断。"
        ),
    ),
    "not_reached": Unseen(
        marked("抓取结束时还没有轮到"), marked("抓取提前结束；可以接着抓取或者重新检查。")
    ),
    "external": Unseen(marked("站外链接"), marked("不在本次检查范围内。")),
}


def unseen(key: str, t: Language = CHINESE) -> Unseen:
    """The words for a key; a key that is not known stands for itself."""
    known = _UNSEEN.get(key)
    return Unseen(t(known.label), t(known.meaning)) if known else Unseen(key)
