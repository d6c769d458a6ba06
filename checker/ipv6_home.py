"""The home host's sub-tests of an IPv6 measurement: addresses, connections, ports, TLS, pages, latency."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from checker.ipv6_sheet import Sheet, SubTest, status
from checker.results import Reason

_WALLS = frozenset({401, 403, 405, 407, 412, 418, 421, 429, 451, 521})
_OVER_IPV6 = (
    SubTest.CONNECT,
    SubTest.STATUS,
    SubTest.CONTENT,
    SubTest.REDIRECTS,
    SubTest.PORTS,
    SubTest.TLS,
)
_STEPS = (
    ("dns", "域名解析"),
    ("tcp", "TCP 连接"),
    ("tls", "TLS 握手"),
    ("first", "首包"),
    ("whole", "首页读完"),
)
_QUICK = 0.05  # seconds: where both are quicker than this, how much worse one is says nothing


def judge_home(data: Mapping[str, Any], min_similarity: float, sheet: Sheet) -> None:
    """Fill in the home host's sub-tests."""
    sheet.seen_from = _seen_from(data)
    _latency(data, sheet)
    if not _addresses(data, sheet):
        for test in _OVER_IPV6:
            sheet.leave(test, "没有可用的 IPv6 地址，没有测")
        return
    why = _no_way(data)
    if why:
        for test in _OVER_IPV6:
            sheet.leave(test, why, Reason.NO_IPV6_HERE)
        return
    if not _connections(data, sheet):
        for test in _OVER_IPV6[1:]:
            sheet.leave(test, "没有连上，没有测", Reason.UNREACHABLE)
        return
    _ports(data, sheet)
    _tls(data, sheet)
    _pages(data, min_similarity, sheet)


def _seen_from(data: Mapping[str, Any]) -> str:
    proven = "，有 IPv6 连接成功" if data.get("proven") else "，但没有任何 IPv6 连接成功"
    return {
        "yes": "检查机有 IPv6 网络" + (proven if "proven" in data else ""),
        "no": "检查机没有 IPv6 网络，只判域名解析能说明的",
        "mapped": "按 --connect-to 连到指定的地址，不是从公网测的",
        "unmapped": "--connect-to 只给了 IPv4 地址，没有测 IPv6",
    }.get(str(data.get("local_ipv6")), "不明")


def _no_way(data: Mapping[str, Any]) -> str:
    return {
        "no": "检查机没有 IPv6 网络",
        "unmapped": "--connect-to 只给了 IPv4 地址，没有测 IPv6",
    }.get(str(data.get("local_ipv6")), "")


def _addresses(data: Mapping[str, Any], sheet: Sheet) -> bool:
    """Judge what the DNS says; whether there is an address to go to."""
    addresses = [str(address) for address in data.get("aaaa") or []]
    chain = [str(name) for name in data.get("cname") or []]
    alias = f"（别名 {' → '.join(chain)}）" if chain else ""
    error = data.get("aaaa_error") or data.get("dns_error")
    if not addresses and error:
        sheet.leave(SubTest.AAAA, f"域名查询出错：{error}{alias}", Reason.UNREACHABLE)
    elif not addresses:
        sheet.decide(SubTest.AAAA, good=False, measured=f"没有 AAAA 记录{alias}")
    if not addresses:
        sheet.leave(SubTest.ADDRESS, "没有地址")
        return False
    sheet.decide(SubTest.AAAA, good=True, measured="、".join(addresses) + alias)
    useless = _useless(data, addresses)
    if useless:
        told = "、".join(f"{one}（{why}）" for one, why in useless.items())
        sheet.decide(SubTest.ADDRESS, good=False, measured=f"不是公网 IPv6 地址：{told}")
    else:
        sheet.decide(SubTest.ADDRESS, good=True, measured=f"{len(addresses)} 个地址")
    return len(useless) < len(addresses)


def _useless(data: Mapping[str, Any], addresses: list[str]) -> dict[str, str]:
    if "rejected" in data:
        return {str(one["address"]): str(one["why"]) for one in data["rejected"]}
    # Earlier snapshots say nothing of it.
    mapped = data.get("local_ipv6") == "mapped"
    return {one: "不在公网地址范围内" for one in addresses if not mapped and not _global(one)}


def _global(address: str) -> bool:
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError:
        return False
    return parsed.is_global and parsed.ipv4_mapped is None


def _connections(data: Mapping[str, Any], sheet: Sheet) -> bool:
    """An address counts as reached when any of its ports took the connection; whether one did."""
    tried: dict[str, list[Mapping[str, Any]]] = {}
    for attempt in data.get("connect") or []:
        tried.setdefault(str(attempt.get("address")), []).append(attempt)
    dead = [a for a, attempts in tried.items() if not any(x.get("ok") for x in attempts)]
    nowhere = [a for a in dead if all(x.get("error") == "no_route" for x in tried[a])]
    if not tried:
        blocked = Reason.BLOCKED if data.get("blocked") else Reason.UNREACHABLE
        sheet.leave(SubTest.CONNECT, "没有测到 IPv6 连接", blocked)
    elif not dead:
        sheet.decide(SubTest.CONNECT, good=True, measured=f"{len(tried)} 个地址都能连接")
    elif nowhere == dead:
        why = f"检查机没有通往这些地址的路由：{'、'.join(dead)}"
        sheet.leave(SubTest.CONNECT, why, Reason.NO_IPV6_HERE)
    elif len(dead) == len(tried) and data.get("proven") is False:
        why = "没有任何 IPv6 连接成功，检查机的 IPv6 没有得到证实"
        sheet.leave(SubTest.CONNECT, why, Reason.NO_IPV6_HERE)
    elif len(dead) == len(tried) and not status(data, "v4"):
        why = "IPv6 和 IPv4 都连不上，可能是网站或网络暂时不通"
        sheet.leave(SubTest.CONNECT, why, Reason.UNREACHABLE)
    else:
        theirs = [a for a in dead if a not in nowhere]
        why = "；".join(f"{a}（{tried[a][0].get('error') or '连不上'}）" for a in theirs)
        told = f"{len(theirs)}/{len(tried)} 个地址连不上：{why}"
        sheet.decide(SubTest.CONNECT, good=False, measured=told)
    return len(dead) < len(tried)


def _ports(data: Mapping[str, Any], sheet: Sheet) -> None:
    """The same ports are open over both; over IPv6 at every address."""
    over4 = data.get("connect_v4")
    if not over4:
        if over4 is not None:
            sheet.leave(SubTest.PORTS, "没有测 IPv4 端口，无法比较")
        return
    # An address that the scanner has no way to says nothing of its ports.
    over6 = [one for one in data["connect"] if one.get("error") != "no_route"]
    tried = sorted({int(one["port"]) for one in over6})
    open4 = {int(one["port"]) for one in over4 if one["ok"]}
    shut6 = {int(one["port"]) for one in over6 if not one["ok"]}
    open6 = [port for port in tried if port not in shut6]
    only4 = [port for port in tried if port in open4 and port not in open6]
    only6 = [port for port in open6 if port not in open4]
    told = f"IPv4 开放 {_listed(sorted(open4))}，IPv6 开放 {_listed(open6)}"
    sheet.decide(SubTest.PORTS, good=not only4 and not only6, measured=told)


def _listed(ports: Sequence[int]) -> str:
    return "、".join(map(str, ports)) or "无"


def _tls(data: Mapping[str, Any], sheet: Sheet) -> None:
    shaken = data.get("tls")
    if shaken is None:
        return
    over6 = [one for one in shaken if one["version"] == 6]  # noqa: PLR2004 - IPv6
    over4 = [one for one in shaken if one["version"] == 4]  # noqa: PLR2004 - IPv4
    if not over6:
        sheet.leave(SubTest.TLS, "IPv6 上没有开放 HTTPS 端口")
        return
    worst = next((one for one in over6 if not one["ok"]), None) or next(
        (one for one in over6 if not one["trusted"]), None
    )
    if worst is None:
        told = f"{len(over6)} 个地址握手成功（{over6[0]['protocol']}），证书可信、域名相符"
        sheet.decide(SubTest.TLS, good=True, measured=told)
        return
    told = f"{worst['address']}：{worst['error']}"
    if not over4:
        why = f"{told}；IPv4 上没有测，看不出是不是 IPv6 的问题"
        sheet.leave(SubTest.TLS, why, Reason.UNREACHABLE)
    elif (over4[0]["ok"], over4[0]["error"]) == (worst["ok"], worst["error"]):
        sheet.tell(SubTest.TLS, f"{told}；IPv4 上也是这样")
    else:
        there = "正常" if over4[0]["trusted"] else f"是“{over4[0]['error']}”"
        sheet.decide(SubTest.TLS, good=False, measured=f"{told}；IPv4 上{there}")


def _pages(data: Mapping[str, Any], min_similarity: float, sheet: Sheet) -> None:
    v6, v4 = status(data, "v6"), status(data, "v4")
    read = data.get("read", ["v6", "v4"])
    walled = any((data.get(version) or {}).get("wall") for version in ("v6", "v4"))
    if walled or v6 in _WALLS or v4 in _WALLS:
        why = f"首页返回防护应答（IPv6 {v6}，IPv4 {v4}）"
        sheet.leave(SubTest.STATUS, why, Reason.BLOCKED)
    elif v4 is None:
        sheet.leave(SubTest.STATUS, "IPv4 没有打开首页，无法比较", Reason.UNREACHABLE)
    elif "v6" not in read:
        sheet.leave(SubTest.STATUS, "没有来得及用 IPv6 打开首页", Reason.UNREACHABLE)
    elif v6 is None and data.get("v6_error") == "timeout":
        why = f"IPv6 能连接，但没有等到首页，IPv4 返回 {v4}；可能是网站，也可能是检查机的 IPv6 线路（如隧道丢大包）"
        sheet.leave(SubTest.STATUS, why, Reason.UNREACHABLE)
    elif v6 is None:
        told = f"IPv6 没有打开首页，IPv4 返回 {v4}"
        sheet.decide(SubTest.STATUS, good=False, measured=told)
    elif v6 != v4:
        sheet.decide(SubTest.STATUS, good=False, measured=f"IPv6 返回 {v6}，IPv4 返回 {v4}")
    else:
        sheet.decide(SubTest.STATUS, good=True, measured=f"都返回 {v6}")
        _redirects(data, sheet)
        _content(data, min_similarity, sheet)
        return
    for test in (SubTest.CONTENT, SubTest.REDIRECTS):
        sheet.leave(test, "状态没有测到或不一致，没有比较")


def _redirects(data: Mapping[str, Any], sheet: Sheet) -> None:
    if "hops" not in data["v6"] or "hops" not in data["v4"]:
        return
    over6, over4 = data["v6"]["hops"], data["v4"]["hops"]
    same = _led(over6) == _led(over4)
    told = (
        "都没有跳转" if not over6 and not over4 else f"IPv6 {_shown(over6)}，IPv4 {_shown(over4)}"
    )
    sheet.decide(SubTest.REDIRECTS, good=same, measured=told)


def _led(hops: Sequence[Sequence[Any]]) -> list[tuple[Any, str]]:
    return [(code, str(target).partition("?")[0]) for code, target in hops]


def _shown(hops: Sequence[Sequence[Any]]) -> str:
    return "、".join(f"{code} → {target}" for code, target in hops) or "没有跳转"


def _content(data: Mapping[str, Any], min_similarity: float, sheet: Sheet) -> None:
    alike, self_alike = data.get("similarity"), data.get("self_similarity")
    if alike is None:
        sheet.leave(SubTest.CONTENT, "没有测到内容相似度", Reason.UNREACHABLE)
        return
    told = f"相似度 {float(alike):.2f}（要求不低于 {min_similarity:g}）"
    source = data.get("source_similarity")
    if source is not None:
        told += f"，源码相似度 {float(source):.2f}"
    if float(alike) < min_similarity and self_alike is not None and self_alike < min_similarity:
        why = f"{told}；但用 IPv4 读两次也只有 {float(self_alike):.2f}，首页每次都不同"
        sheet.leave(SubTest.CONTENT, why, Reason.UNREACHABLE)
        return
    sheet.decide(SubTest.CONTENT, good=float(alike) >= min_similarity, measured=told)


def _latency(data: Mapping[str, Any], sheet: Sheet) -> None:
    measured = data.get("latency")
    if measured is None:
        return
    over6, over4 = measured.get("v6") or {}, measured.get("v4") or {}
    told = [
        f"{name} {over4[step]:.3f} / {over6[step]:.3f} 秒{_worse(over4[step], over6[step])}"
        for step, name in _STEPS
        if over4.get(step) is not None and over6.get(step) is not None
    ]
    if not data.get("aaaa"):
        sheet.leave(SubTest.LATENCY, "没有 IPv6 地址")
    elif told:
        sheet.tell(SubTest.LATENCY, "IPv4 / IPv6：" + "；".join(told))
    else:
        sheet.leave(SubTest.LATENCY, "没有两种协议都测到的时延")


def _worse(over4: float, over6: float) -> str:
    """The 劣化比, (IPv6 - IPv4) / IPv4, where it says anything."""
    if max(over4, over6) < _QUICK or over4 <= 0:
        return ""
    return f"（劣化比 {(over6 - over4) / over4:+.0%}）"
