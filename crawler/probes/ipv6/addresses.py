"""Which IPv6 addresses are of no use to a visitor, and why.  Looks at the address alone."""

from __future__ import annotations

import ipaddress

# The first that fits names the reason.
_USELESS = tuple(
    (ipaddress.IPv6Network(network), why)
    for network, why in (
        ("::/128", "全零地址"),
        ("::1/128", "本机回环地址"),
        ("::ffff:0:0/96", "IPv4 映射地址，走的仍是 IPv4"),
        ("64:ff9b::/96", "NAT64 转换地址，走的仍是 IPv4"),
        ("64:ff9b:1::/48", "NAT64 转换地址，走的仍是 IPv4"),
        ("2001::/32", "Teredo 隧道地址"),
        ("2001:db8::/32", "文档举例用的地址"),
        ("3fff::/20", "文档举例用的地址"),
        ("2001:10::/28", "不可路由的标识（ORCHID）"),
        ("2001:20::/28", "不可路由的标识（ORCHID）"),
        ("2001::/23", "留给协议使用的地址"),
        ("2002::/16", "6to4 隧道地址"),
        ("fc00::/7", "内网地址（ULA）"),
        ("fe80::/10", "链路本地地址"),
        ("fec0::/10", "已废止的站点本地地址"),
        ("ff00::/8", "组播地址"),
        ("100::/64", "丢弃专用地址"),
        ("::/96", "已废止的 IPv4 兼容地址"),
    )
)
_GLOBAL = ipaddress.IPv6Network("2000::/3")


def why_useless(address: str) -> str | None:
    """Return why nobody on the internet comes to this address, None where one may."""
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return "不是 IPv6 地址"
    for network, why in _USELESS:
        if parsed in network:
            return why
    return None if parsed in _GLOBAL else "没有分配给公网的地址"


def is_loopback(address: str) -> bool:
    """The address is this machine itself, also where it is written as a mapped IPv4 address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback
