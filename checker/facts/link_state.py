"""The verdict on one link target: alive, broken, undecided, or unchecked.

Broken is said only of what a visitor would find broken.  A wall, a login, a single time-out, a name
that only resolves inside: undecided.  A target that was never asked for: unchecked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from checker.facts.link_verdicts import Alive, Broken, Unchecked, Undecided
from checker.facts.names import normal
from checker.facts.site import SiteFacts
from checker.facts.target_body import body_state
from checker.facts.urls import host_of, is_home, is_literal, private_address
from checker.results import Reason
from crawler.snapshot import Fetch, Outcome, Role

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
_LEAST_HOSTS = 3
_NEVER_ASKED = frozenset({Outcome.BUDGET, Outcome.NOT_REACHED, Outcome.UNSUPPORTED})
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
    Outcome.PROTOCOL: (Reason.UNREACHABLE, "对方的应答不合 HTTP 规范"),
    Outcome.CONNECTION: (Reason.UNREACHABLE, "连接中途断开"),
    Outcome.TOO_LARGE: (Reason.UNREACHABLE, "内容超过大小限制，没有读完"),
}
# 4xx by which a server refuses *us* or our way of asking, not the visitor's page.
_NOT_MISSING = frozenset(
    {402, 403, 405, 406, 407, 412, 417, 418, 421, 425, 426, 428, 429, 431, 451}
)
_LOGIN_STATUS = 401
_SERVER_ERROR = 500
_FRONT_PAGES = frozenset(
    {"首页", "网站首页", "返回首页", "回到首页", "主页", "门户首页", "返回主页"}
)
_LOGIN = re.compile(r"登录|登陆|统一身份认证|单点登录|\blog\s?in\b|\bsign\s?in\b", re.IGNORECASE)
_LEAST_NAME = 3
_NO_NETWORK = "扫描机可能无法访问外网"


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
        self._offline = _without_network(site)

    def of(self, target: str, texts: tuple[str, ...] = ()) -> LinkState:
        """Judge one target; `texts` are the link texts under which it stands."""
        private = _internal(target)
        if private:
            return private
        resolved = self._site.snapshot.resolve(target)
        if resolved.loop:
            return Undecided(Reason.UNREACHABLE, "重定向成环或层数过多")
        unchecked = unchecked_because(self._site, target)
        if unchecked or resolved.last is None:
            return Unchecked(unchecked or str(Outcome.NOT_REACHED))
        hop = _Hop(resolved.last, len(resolved.hops) > 1)
        if hop.redirected and self._sent_home(target, hop.last, texts):
            return self._at_home(hop.last)
        return self._by_outcome(target, hop)

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
        if last.url in self._offline:
            return Undecided(Reason.UNREACHABLE, _NO_NETWORK)
        says = _SAYS[last.outcome]
        if last.attempts < _SURE_ATTEMPTS:
            return Undecided(Reason.UNREACHABLE, f"{says}（只试过一次）")
        return Broken(_TWICE[last.outcome], f"{says}（试过 {last.attempts} 次）", last.url)

    def _sent_home(self, target: str, last: Fetch, texts: tuple[str, ...]) -> bool:
        """A deep link ended on a front page, and its text did not promise that site."""
        if is_home(target) or not is_home(last.url) or last.outcome is not Outcome.OK:
            return False
        page = self._site.page(last.url)
        titles = [normal(name) for name in (page.title if page else "", *self._site.own_names)]
        for text in map(normal, texts):
            if text in _FRONT_PAGES:
                return False
            if len(text) >= _LEAST_NAME and any(text in title for title in titles):
                return False
        return True

    def _at_home(self, last: Fetch) -> LinkState:
        page = self._site.page(last.url)
        if page is not None and page.wall:
            return Undecided(Reason.BLOCKED, f"返回的是防护页面（{page.wall}）")
        if page is not None and _LOGIN.search(page.title):
            return Undecided(Reason.LOGIN, f"转到登录页 {last.url}")
        return Broken("redirect_home", f"深层链接被转到首页 {last.url}", last.url)


def unchecked_because(site: SiteFacts, target: str) -> str | None:
    """Say why a target was never asked for to its end; None where it was, or needs no asking."""
    if _internal(target):
        return None
    resolved = site.snapshot.resolve(target)
    if resolved.loop:
        return None
    if resolved.last is None:
        return str(Outcome.NOT_REACHED)
    return str(resolved.last.outcome) if resolved.last.outcome in _NEVER_ASKED else None


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
    if status in _NOT_MISSING:
        return Undecided(Reason.BLOCKED, f"对方拒绝访问（{status}）")
    if status >= _SERVER_ERROR and last.attempts < _SURE_ATTEMPTS:
        return Undecided(Reason.UNREACHABLE, f"服务器出错（{status}，只试过一次）")
    if last.outcome is Outcome.REDIRECT:
        return Undecided(Reason.UNREACHABLE, f"重定向（{status}）没有给出目标")
    return Broken(str(status), f"HTTP 状态 {status}", last.url)


def _without_network(site: SiteFacts) -> frozenset[str]:
    """External URLs that failed while nothing outside ever answered: our network, not theirs."""
    failed, hosts = [], set()
    for fetch in site.snapshot.fetches():
        if fetch.role is not Role.EXTERNAL or fetch.outcome in _NEVER_ASKED:
            continue
        if fetch.outcome is Outcome.FORBIDDEN_ADDRESS or is_literal(host_of(fetch.url)):
            continue
        if fetch.outcome not in {Outcome.DNS, Outcome.REFUSED}:
            return frozenset()
        failed.append(fetch.url)
        hosts.add(host_of(fetch.url))
    return frozenset(failed) if len(hosts) >= _LEAST_HOSTS else frozenset()
