"""Ways out of this machine: IPv6, the name servers, and with `--online` the portals themselves.

Without being asked to, nothing is sent: a route is looked up in the system's own table.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable

import dns.exception

from audits.config import crawl_settings
from audits.desk.setup import ConfiguredSite
from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Reach, Surroundings
from crawler.fetching.resolver import GuardedResolver, dns_resolver
from crawler.fetching.routes import Address, ForbiddenAddressError, Routes
from crawler.probes.names import NO_SUCH_NAME, Names
from crawler.reading.urls import host_of, port_of
from crawler.snapshot.troubles import reason

NOWHERE = "2001:db8::1"  # set aside for documentation: nobody's address
_MOST_SITES = 50
_ROOT = "."


def ipv6(around: Surroundings) -> Iterable[Seen]:
    """A route to the IPv6 internet, and whether the address that was named answers."""
    id_, title = "ipv6", "IPv6"
    why = "从这台机器看不到网站的 IPv6：只按 DNS 里的记录判断，其余判为待人工核查"
    remedy = "在有 IPv6 的网络里检查，用 --ipv6-target 指明一个已知能连的地址，见 docs/ipv6.md"
    if (trouble := route_trouble(NOWHERE)) and around.ipv6_target is None:
        yield Seen(id_, title, State.ATTENTION, f"没有通往互联网的路由（{trouble}）", why, remedy)
        return
    if around.ipv6_target is None:
        yield Seen(
            id_, title, State.OK, "有通往互联网的路由；没有向外连接，通不通要用 --ipv6-target 试"
        )
        return
    if trouble := asyncio.run(connect_trouble(around.ipv6_target, around.seconds)):
        yield Seen(
            id_, title, State.ATTENTION, f"连不上 {around.ipv6_target}（{trouble}）", why, remedy
        )
        return
    yield Seen(id_, title, State.OK, f"连上了 {around.ipv6_target}")


def route_trouble(address: str) -> str:
    """Say why there is no route to an address; "" where there is one.  Sends nothing."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as asked:
            asked.connect((address, 9))
    except OSError as error:
        return reason(error)
    return ""


async def connect_trouble(address: Address, seconds: float) -> str:
    """Say why no connection came about; "" where one did.  It is closed at once."""
    try:
        _, writer = await asyncio.wait_for(
            asyncio.open_connection(address.host, address.port), seconds
        )
    except TimeoutError:
        return f"{seconds:g} 秒没有应答"
    except OSError as error:
        return reason(error)
    writer.close()
    return ""


def names(around: Surroundings) -> Iterable[Seen]:
    """The name servers: which they are, and whether they answer where they may be asked."""
    id_, title = "dns", "DNS"
    why = "查不到域名，网站都打不开；会判为检查不完整，不判不合格"
    remedy = "检查 /etc/resolv.conf 和网络，或用 --dns 指定一台"
    try:
        servers = [str(around.dns)] if around.dns else _system_servers(around.seconds)
    except (dns.exception.DNSException, OSError) as error:
        yield Seen(id_, title, State.BROKEN, f"系统没有设置 DNS 服务器（{error}）", why, remedy)
        return
    shown = "、".join(servers)
    if around.dns is None and around.reach is not Reach.PORTALS:
        yield Seen(id_, title, State.SKIPPED, f"系统设置的是 {shown}；没有询问（--online 才问）")
        return
    answered = asyncio.run(Names(around.dns, around.seconds).ask(_ROOT, "NS"))
    if answered.error and not answered.error.startswith(NO_SUCH_NAME):
        yield Seen(id_, title, State.BROKEN, f"{shown}：{answered.error}", why, remedy)
        return
    yield Seen(id_, title, State.OK, f"{shown}，有应答")


def _system_servers(seconds: float) -> list[str]:
    return [str(server) for server in dns_resolver(None, seconds).nameservers]


def portals(around: Surroundings) -> Iterable[Seen]:
    """Each configured portal can be connected to.  No page is asked for."""
    id_, title = "portals", "被检查的网站"
    sites = around.desk.sites if around.desk else ()
    if not sites:
        yield Seen(id_, title, State.SKIPPED, around.unread or "配置里没有网站")
        return
    if around.reach is not Reach.PORTALS:
        yield Seen(id_, title, State.SKIPPED, f"{len(sites)} 个，没有连接（--online 才连）")
        return
    troubles = asyncio.run(_troubles(sites[:_MOST_SITES], around))
    more = f"（只试了前 {_MOST_SITES} 个）" if len(sites) > _MOST_SITES else ""
    if not troubles:
        yield Seen(
            id_, title, State.OK, f"{min(len(sites), _MOST_SITES)} 个都连得上{more}，没有读取网页"
        )
        return
    yield Seen(
        id_,
        title,
        State.ATTENTION,
        "；".join(troubles) + more,
        "连不上的网站检查不完整（退出码 3），不会判为不合格",
        "核对 url 和网络；只有内网能到的网站，用 connect_to 写明地址",
    )


async def _troubles(sites: Iterable[ConfiguredSite], around: Surroundings) -> list[str]:
    found = await asyncio.gather(*(_portal_trouble(site, around) for site in sites))
    return [trouble for trouble in found if trouble]


async def _portal_trouble(site: ConfiguredSite, around: Surroundings) -> str:
    plan = crawl_settings(site.home, site.choices)
    host, port = host_of(plan.home), port_of(plan.home)
    resolver = GuardedResolver(
        Routes(plan.connect_to), around.dns or plan.dns, timeout=around.seconds
    )
    try:
        address = await resolver.place(host, port)
    except (OSError, ForbiddenAddressError) as error:
        return f"{site.id}：{host} {error}"
    trouble = await connect_trouble(address, around.seconds)
    return f"{site.id}：连不上 {host}（{address}，{trouble}）" if trouble else ""
