"""The sub-tests of an IPv6 measurement that are about other machines: name servers, linked hosts, resources, mobile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.ipv6_sheet import Sheet, SubTest
from checker.results import Reason

_SHOWN = 8
_LEVELS = ((SubTest.SECOND_LINKS, "second"), (SubTest.THIRD_LINKS, "third"))
WHY = {"linked": "站内有链接", "dns": "域名解析里有", "named": "--host 指定"}


def judge_name_servers(data: Mapping[str, Any], least: int, sheet: Sheet) -> None:
    """At least so many name servers have a usable IPv6 address, and those that have answer over it."""
    measured = data.get("name_servers")
    if not measured:
        return
    zone, servers = measured.get("zone"), measured.get("servers") or []
    if zone is None or not servers:
        why = f"没有查到所在的区：{measured.get('error') or '没有域名服务器记录'}"
        sheet.leave(SubTest.NAME_SERVERS, why, Reason.UNREACHABLE)
        sheet.leave(SubTest.NAME_SERVERS_REACHED, why)
        return
    useless = {one["name"]: {r["address"] for r in one["rejected"]} for one in servers}
    able = [one for one in servers if set(one["aaaa"]) - useless[one["name"]]]
    named = "、".join(
        f"{one['name']}（{'、'.join(one['aaaa']) or '无'}）" for one in servers[:_SHOWN]
    )
    told = f"{zone}：{len(able)}/{len(servers)} 台有 IPv6 地址（要求至少 {least} 台）：{named}"
    unsure = [one for one in servers if one not in able and _unanswered(one.get("error"))]
    if len(able) < least <= len(able) + len(unsure):
        sheet.leave(SubTest.NAME_SERVERS, f"{told}；有的没有查到", Reason.UNREACHABLE)
    else:
        sheet.decide(SubTest.NAME_SERVERS, good=len(able) >= least, measured=told)
    _reached(data, able, sheet)


def _unanswered(error: Any) -> bool:
    return bool(error) and not str(error).startswith("域名不存在")


def _reached(data: Mapping[str, Any], able: Sequence[Mapping[str, Any]], sheet: Sheet) -> None:
    tried = [one for one in able if one["reached"]]
    if not able:
        sheet.leave(SubTest.NAME_SERVERS_REACHED, "没有可用的 IPv6 地址，没有测")
    elif not tried:
        why = "检查机没有到域名服务器的 IPv6 通路"
        sheet.leave(SubTest.NAME_SERVERS_REACHED, why, Reason.NO_IPV6_HERE)
    else:
        dead = [
            f"{one['name']}（{place['address']} {place['error'] or '没有应答'}）"
            for one in tried
            for place in one["reached"]
            if not place["ok"]
        ]
        if dead and not data.get("proven"):
            why = "没有任何 IPv6 连接成功，检查机的 IPv6 没有得到证实"
            sheet.leave(SubTest.NAME_SERVERS_REACHED, why, Reason.NO_IPV6_HERE)
            return
        told = f"{len(tried)} 台都有应答" if not dead else f"没有应答：{'、'.join(dead[:_SHOWN])}"
        left = len(able) - len(tried)
        told += f"；{left} 台没有测" if left else ""
        sheet.decide(SubTest.NAME_SERVERS_REACHED, good=not dead, measured=told)


def judge_links(
    data: Mapping[str, Any], least: Mapping[SubTest, float | None], sheet: Sheet
) -> None:
    """The share of the site's links whose host works over IPv6, with its denominator.

    Judged only where a document prints a number.
    """
    measured = data.get("links")
    if not measured or "hosts" not in measured:
        return
    for test, level in _LEVELS:
        hosts = [one for one in measured["hosts"] if one.get(level)]
        left = sum(one.get(level, 0) for one in measured.get("left_out") or [])
        works, fails, unsure = (
            sum(one[level] for one in hosts if one["works"] is answer)
            for answer in (True, False, None)
        )
        total = works + fails + unsure + left
        _share(test, (works, fails, total), _not_working(hosts, level), least.get(test), sheet)


def _share(
    test: SubTest, counted: tuple[int, int, int], examples: str, least: float | None, sheet: Sheet
) -> None:
    works, fails, total = counted
    if not total:
        sheet.leave(test, "没有这一级的站内链接")
        return
    unsure = total - works - fails
    told = f"{works}/{total} 个链接的主机支持（{_percent(works, total)}）"
    if unsure:
        told += f"，{unsure} 个没有测出，至多 {_percent(total - fails, total)}"
    told += f"；不支持的主机：{examples}" if examples else ""
    if least is None:
        sheet.tell(test, told)
    elif works / total >= least:
        sheet.decide(test, good=True, measured=f"{told}（要求 {least:.0%}）")
    elif (works + unsure) / total < least:
        sheet.decide(test, good=False, measured=f"{told}（要求 {least:.0%}）")
    else:
        sheet.leave(test, f"{told}（要求 {least:.0%}，没有测全）", Reason.NO_IPV6_HERE)


def _percent(part: int, whole: int) -> str:
    """Cut, not rounded: what is not all must not look like all."""
    return f"{part * 1000 // whole / 10}%"


def _not_working(hosts: Sequence[Mapping[str, Any]], level: str) -> str:
    bad = [f"{one['host']}（{one[level]} 个）" for one in hosts if one["works"] is False]
    more = f"等 {len(bad)} 个" if len(bad) > _SHOWN else ""
    return "、".join(bad[:_SHOWN]) + more


def judge_resources(data: Mapping[str, Any], sheet: Sheet) -> None:
    """Nothing that pages load comes from hosts that have IPv4 only."""
    measured = data.get("resources")
    if not measured or "hosts" not in measured:
        return
    hosts = measured["hosts"]
    if not measured.get("pages"):
        sheet.leave(SubTest.RESOURCES, "没有读到可以查看资源的网页")
        return
    gaps = [one for one in hosts if not one["usable"] and one["a"] and not one["error"]]
    unsure = [one for one in hosts if one["error"] and not one["usable"]]
    told = f"查看了 {measured['pages']} 个网页引用的 {len(hosts)}/{measured['known']} 个主机"
    if unsure:
        told += f"，{len(unsure)} 个没有查到"
    if gaps:
        listed = "、".join(
            f"{one['host']}（{one['pages']} 个网页 {one['uses']} 处：{'、'.join(one['kinds'])}）"
            for one in gaps[:_SHOWN]
        )
        told += f"；{len(gaps)} 个只有 IPv4：{listed}"
        sheet.decide(SubTest.RESOURCES, good=False, measured=told)
    elif unsure and len(unsure) == len(hosts):
        sheet.leave(SubTest.RESOURCES, told)
    else:
        sheet.decide(SubTest.RESOURCES, good=True, measured=f"{told}；没有只有 IPv4 的")


def judge_mobile(data: Mapping[str, Any], sheet: Sheet) -> None:
    """The mobile hosts and the hosts named, with what was measured of each."""
    measured = data.get("mobile")
    if measured is None or "links" not in data or not data["links"]:
        return
    if not measured:
        sheet.leave(SubTest.MOBILE, "没有见到移动端主机（m.、wap.、3g.、mobile.）")
        return
    told = "；".join(described(one) for one in measured[:_SHOWN])
    answers = [one["works"] for one in measured]
    if False in answers:
        sheet.decide(SubTest.MOBILE, good=False, measured=told)
    elif None in answers:
        sheet.leave(SubTest.MOBILE, told)
    else:
        sheet.decide(SubTest.MOBILE, good=True, measured=told)


def described(one: Mapping[str, Any]) -> str:
    """Say what was measured of a host."""
    word = {True: "支持", False: "不支持", None: "没有测出"}[one["works"]]
    if one["works"] is False and not one["aaaa"]:
        why = "没有 AAAA 记录"
    elif one["works"] is False and not one["usable"]:
        why = f"地址无效：{one['rejected'][0]['why']}"
    else:
        why = one["error"] or one["tried"] or "检查机没有 IPv6 网络，有 AAAA 记录"
    return f"{one['host']}（{WHY.get(one['why'], '')}）{word}：{why}"
