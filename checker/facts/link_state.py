"""The verdict on one link target: alive, broken, undecided, or unchecked.

Broken is said only of what a visitor would find broken.  A wall, a login, a single time-out, a name
that only resolves inside: undecided.  A target that was never asked for: unchecked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from checker.facts.link_verdicts import Alive, Broken, Unchecked, Undecided
from checker.facts.our_network import network_was_lost, not_reached_from_here
from checker.facts.sent_home import sent_home
from checker.facts.site import SiteFacts
from checker.facts.target_body import body_state
from checker.facts.urls import host_of, private_address
from checker.results import Reason
from crawler.snapshot import TOO_SLOW, Fetch, Outcome

__all__ = [
    "Alive",
    "Broken",
    "LinkState",
    "LinkStates",
    "Unchecked",
    "Undecided",
    "unchecked_because",
]

LinkState: TypeAlias = Alive | Broken | Undecided | Unchecked

_SURE_ATTEMPTS = 2
_NEVER_ASKED = frozenset({Outcome.BUDGET, Outcome.TRAP, Outcome.NOT_REACHED, Outcome.UNSUPPORTED})
# A second try must have failed too before one of these is believed.
_TWICE = {
    Outcome.DNS: "dns",
    Outcome.REFUSED: "refused",
    Outcome.TIMEOUT: "timeout",
    Outcome.TLS: "tls",
}
_SAYS = {
    Outcome.DNS: "域名无法解析",
    Outcome.REFUSED: "服务器拒绝连接或无法到达",
    Outcome.TIMEOUT: "连接或读取超时",
    Outcome.TLS: "HTTPS 握手或证书失败",
}
_WALLS = {
    Outcome.BLOCKED: (Reason.BLOCKED, "被安全防护拦截"),
    Outcome.RATE_LIMITED: (Reason.BLOCKED, "对方限制访问频率"),
    Outcome.ROBOTS: (Reason.BLOCKED, "robots.txt 不允许抓取"),
    Outcome.LOGIN: (Reason.LOGIN, "需要登录"),
    Outcome.DNS_UNAVAILABLE: (Reason.UNREACHABLE, "域名服务器没有应答，不能断定域名不存在"),
    Outcome.PROTOCOL: (Reason.UNREACHABLE, "对方的应答不合 HTTP 规范"),
    Outcome.CONNECTION: (Reason.UNREACHABLE, "连接中途断开"),
    Outcome.TOO_LARGE: (Reason.UNREACHABLE, "内容超过大小限制，没有读完"),
}
_LOGIN_STATUS = 401
_SERVER_ERROR = 500
# With these a server says that the page is gone, or that it cannot give it to anybody.  400, 444, 503,
# 567 and their like are also how firewalls answer a visitor they do not know.
_GONE = frozenset({404, 410})
_OUT_OF_ORDER = frozenset({500, 502, 504})
_NO_NETWORK = "扫描机可能无法访问外网"
_LOST = "爬取结束时对照网址也打不开，可能是扫描机断网"


@dataclass(frozen=True, slots=True)
class _Hop:
    """Where a target ended, through its redirects."""

    last: Fetch
    redirected: bool


class LinkStates:
    """The states of a site's link targets; what concerns whole hosts is worked out once."""

    def __init__(self, site: SiteFacts) -> None:
        """Look at the external hosts once."""
        self._site = site
        self._offline = not_reached_from_here(site)
        self._lost = network_was_lost(site)

    def of(self, target: str, texts: tuple[str, ...] = ()) -> LinkState:
        """Judge one target; `texts` are the link texts under which it stands."""
        private = _internal(target)
        if private:
            return private
        resolved = self._site.snapshot.resolve(target)
        unchecked = unchecked_because(self._site, target)
        if resolved.loop and not unchecked:
            return Undecided(Reason.UNREACHABLE, "重定向成环或层数过多")
        if unchecked or resolved.last is None:
            return Unchecked(unchecked or str(Outcome.NOT_REACHED))
        hop = _Hop(resolved.last, len(resolved.hops) > 1)
        at_home = sent_home(self._site, target, hop.last, texts) if hop.redirected else None
        return at_home or self._by_outcome(target, hop)

    def _by_outcome(self, target: str, hop: _Hop) -> LinkState:
        last, outcome = hop.last, hop.last.outcome
        if outcome is Outcome.OK:
            return body_state(self._site, target, last)
        if outcome is Outcome.FORBIDDEN_ADDRESS:
            return _internal(last.url) or Undecided(
                Reason.UNREACHABLE, "域名解析到内网地址（可能是政务网内的分离解析）"
            )
        if outcome in _TWICE:
            return self._twice(last)
        if outcome in _WALLS:
            return Undecided(*_WALLS[outcome])
        return _by_status(last)

    def _twice(self, last: Fetch) -> LinkState:
        if self._lost:
            return Undecided(Reason.UNREACHABLE, _LOST)
        if last.url in self._offline:
            return Undecided(Reason.UNREACHABLE, _NO_NETWORK)
        says = _SAYS[last.outcome]
        if (last.detail or "").startswith(TOO_SLOW):
            return Undecided(Reason.UNREACHABLE, "能连上，但太慢，没有等到全部内容")
        if last.attempts < _SURE_ATTEMPTS:
            return Undecided(Reason.UNREACHABLE, f"{says}（只试过一次）")
        return Broken(_TWICE[last.outcome], f"{says}（试过 {last.attempts} 次）", last.url)


def unchecked_because(site: SiteFacts, target: str) -> str | None:
    """Say why a target was never asked for to its end; None where it was, or needs no asking."""
    if _internal(target):
        return None
    resolved = site.snapshot.resolve(target)
    if _left_out(site, resolved.hops):
        return str(Outcome.TRAP)
    if resolved.loop:
        return None
    if resolved.last is None:
        return str(Outcome.NOT_REACHED)
    return str(resolved.last.outcome) if resolved.last.outcome in _NEVER_ASKED else None


def _left_out(site: SiteFacts, hops: tuple[str, ...]) -> bool:
    """A URL on the way was left out as one of endlessly many: it speaks neither for nor against itself."""
    fetches = map(site.snapshot.fetch, hops)
    return any(fetch is not None and fetch.outcome is Outcome.TRAP for fetch in fetches)


def _internal(target: str) -> Broken | None:
    """The target spells a place that only its author's own network or computer has."""
    lowered = target.lower()
    if lowered.startswith("file:") or target.startswith("\\\\") or lowered[1:3] in {":\\", ":/"}:
        return Broken("internal_address", "链接指向编辑人员电脑上的文件", target)
    if lowered.startswith(("http://", "https://")) and private_address(host_of(target)):
        return Broken("internal_address", f"链接指向内网地址 {host_of(target)}", target)
    return None


def _by_status(last: Fetch) -> LinkState:
    status = last.status
    if status is None:
        return Undecided(Reason.UNREACHABLE, "没有得到 HTTP 状态")
    if status == _LOGIN_STATUS:
        return Undecided(Reason.LOGIN, "需要登录（401）")
    if last.outcome is Outcome.REDIRECT:
        return Undecided(Reason.UNREACHABLE, f"重定向（{status}）没有给出目标")
    if status in _GONE or (status in _OUT_OF_ORDER and last.attempts >= _SURE_ATTEMPTS):
        return Broken(str(status), f"HTTP 状态 {status}", last.url)
    if status in _OUT_OF_ORDER:
        return Undecided(Reason.UNREACHABLE, f"服务器出错（{status}，只试过一次）")
    if status >= _SERVER_ERROR:
        return Undecided(Reason.UNREACHABLE, f"服务器暂时不能提供（{status}）")
    return Undecided(Reason.BLOCKED, f"对方拒绝访问（{status}）")
