"""Plain Chinese for why a page or link was not seen, by the key in `coverage`.

The keys are fetch outcomes.  They are worded by key, with the key itself as a fall-back, because
reports know nothing of the crawler.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why something was not seen: a short label and what it means."""

    label: str
    meaning: str = ""


_UNSEEN = {
    "ok": Unseen("打开了，但不是网页", "返回的不是可以阅读的网页。"),
    "redirect": Unseen("跳转", "地址跳转到别处，跳转后的页面另行计数。"),
    "not_found": Unseen("页面不存在", "网站答复 404 或 410。"),
    "client_error": Unseen("网站拒绝请求", "网站答复其他 4xx 错误。"),
    "server_error": Unseen("网站内部错误", "网站答复 5xx 错误。"),
    "login": Unseen("需要登录", "检查程序不登录任何系统。"),
    "blocked": Unseen("被网站防护拦截", "验证码、脚本挑战等拦住了检查程序，不等于网站有问题。"),
    "rate_limited": Unseen("被限制访问频率", "网站要求放慢访问速度；可以加大间隔后重新检查。"),
    "dns": Unseen("域名无法解析", "域名不存在或者没有地址。"),
    "dns_unavailable": Unseen("域名服务器没有答复", "没有查到域名的地址，不能断定域名不存在。"),
    "refused": Unseen("连接被拒绝", "服务器没有接受连接。"),
    "timeout": Unseen("访问超时", "在规定时间内没有答复。"),
    "tls": Unseen("安全连接失败", "证书或加密协议有问题。"),
    "connection": Unseen("连接中途断开", "内容没有传完。"),
    "protocol": Unseen("答复不符合 HTTP 协议", "答复无法识别。"),
    "too_large": Unseen("内容过大", "超过单个页面的大小上限，没有读取。"),
    "forbidden_address": Unseen("内部地址", "指向内部网络或本机，检查程序不访问。"),
    "unsupported": Unseen("不是网页地址", "不是 http 或 https 地址，例如 file:、ftp:。"),
    "robots": Unseen("robots.txt 不允许", "网站声明不希望程序访问，检查程序予以遵守。"),
    "budget": Unseen("超出抓取额度", "到达页面数或层数上限；可以提高上限后重新检查。"),
    "depth": Unseen("超出点击层数", "从首页要点击太多次才到；可以提高层数上限后重新检查。"),
    "not_html": Unseen("打开了，但不是网页", "返回的不是可以阅读的网页。"),
    "trap": Unseen(
        "看来没有尽头的网址",
        "日历、检索结果、会话号、排序筛选等生成的网址，可以无穷无尽；每类只抓取一部分，其余不作判断。",
    ),
    "not_reached": Unseen("抓取结束时还没有轮到", "抓取提前结束；可以接着抓取或者重新检查。"),
    "external": Unseen("站外链接", "不在本次检查范围内。"),
}


def unseen(key: str) -> Unseen:
    """The words for a key; a key that is not known stands for itself."""
    return _UNSEEN.get(key) or Unseen(key)
