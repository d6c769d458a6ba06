"""Why a page was not seen, in the words of a review: a reason and a Chinese sentence."""

from __future__ import annotations

from checker.results import Reason
from crawler.snapshot import Fetch, Outcome

_WHY = {
    Outcome.NOT_FOUND: (Reason.UNREACHABLE, "页面不存在"),
    Outcome.CLIENT_ERROR: (Reason.UNREACHABLE, "服务器拒绝了请求"),
    Outcome.SERVER_ERROR: (Reason.UNREACHABLE, "服务器出错"),
    Outcome.LOGIN: (Reason.LOGIN, "需要登录"),
    Outcome.BLOCKED: (Reason.BLOCKED, "被安全防护拦截"),
    Outcome.RATE_LIMITED: (Reason.BLOCKED, "对方限制访问频率"),
    Outcome.ROBOTS: (Reason.BLOCKED, "robots.txt 不允许抓取"),
    Outcome.DNS: (Reason.UNREACHABLE, "域名无法解析"),
    Outcome.DNS_UNAVAILABLE: (Reason.UNREACHABLE, "域名服务器没有应答，查不到地址"),
    Outcome.REFUSED: (Reason.UNREACHABLE, "服务器拒绝连接"),
    Outcome.TIMEOUT: (Reason.UNREACHABLE, "连接超时"),
    Outcome.TLS: (Reason.UNREACHABLE, "HTTPS 握手或证书失败"),
    Outcome.CONNECTION: (Reason.UNREACHABLE, "连接中途断开"),
    Outcome.PROTOCOL: (Reason.UNREACHABLE, "应答不合 HTTP 规范"),
    Outcome.TOO_LARGE: (Reason.UNREACHABLE, "页面超过大小限制"),
    Outcome.FORBIDDEN_ADDRESS: (Reason.UNREACHABLE, "地址指向内网"),
    Outcome.UNSUPPORTED: (Reason.UNREACHABLE, "不是网页地址"),
    Outcome.BUDGET: (Reason.BUDGET, "超出本次抓取的页数或深度"),
    Outcome.TRAP: (Reason.BUDGET, "同类网址看来没有尽头，这一个没有抓取"),
    Outcome.NOT_REACHED: (Reason.BUDGET, "抓取结束前没有轮到"),
    Outcome.REDIRECT: (Reason.UNREACHABLE, "重定向没有走到头"),
    Outcome.OK: (Reason.UNREACHABLE, "返回的不是网页"),
}
_ALL_IS_WELL = range(200, 300)
_REFUSALS = frozenset({402, 403, 405, 406, 412, 418, 421, 425, 428, 431, 451})


def why_not_seen(fetch: Fetch | None) -> tuple[Reason, str]:
    """Say why the page of `fetch` was not seen; None stands for a URL that was never asked for."""
    if fetch is None:
        return Reason.BUDGET, "没有抓取"
    if fetch.outcome is Outcome.CLIENT_ERROR and fetch.status in _REFUSALS:
        return Reason.BLOCKED, f"对方拒绝访问（{fetch.status}）"
    reason, says = _WHY[fetch.outcome]
    # A status that says all is well explains nothing.
    told = fetch.status and fetch.status not in _ALL_IS_WELL
    return reason, f"{says}（{fetch.status}）" if told else says


def why_failed(outcome: Outcome) -> str:
    """Say how an attempt ended."""
    return _WHY[outcome][1]
