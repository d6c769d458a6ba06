"""Every sub-test of the IPv6 measurement passes, fails and is left open, on the loopback network.

A scenario is a network; it is measured once by the probe and judged once by the check.  MATRIX says for
every sub-test in which scenario it comes out how, and the last test holds that nothing is missing.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from functools import cache

import pytest

from checker.checks.ipv6_ready import Params, ipv6_ready
from checker.facts.site import SiteFacts
from checker.ipv6_sheet import NAMES, Result, SubTest
from checker.judgement import Question
from checker.results import Reason, Verdict
from crawler.fetching.pace import Lanes, Pace
from crawler.fetching.routes import Address, ConnectTo
from crawler.probes import ipv6
from crawler.probes.ipv6.resources import ResourceHost
from crawler.snapshot import CrawlInfo, MemorySnapshot
from crawler.snapshot.hosts_seen import HostSeen
from crawler.snapshot.memory import page as read_page
from tests.crawler.loopback import http, page, to
from tests.network.certificates import Certificate
from tests.network.dns_server import SOA, Trouble
from tests.network.network import HANGS_UP, REFUSES, Network, needs_ipv6

pytestmark = needs_ipv6

AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
WWW, INNER, STATIC, MOBILE = (f"{name}.x.gov.cn" for name in ("www", "xxgk", "static", "m"))
NS1, NS2 = "ns1.x.gov.cn", "ns2.x.gov.cn"
HOME = f"http://{WWW}/"
NGINX = http("<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1><p>It works.")
# As strict as a document can be, so that every sub-test may fail the rule but those that never may.
STRICT = Params(required=list(SubTest), min_second=0.85, min_third=0.85)
CAREFUL = Params()


def good(net: Network) -> None:
    """Everything is as it should be."""
    net.host(WWW, v4=page(title="某县"), v6=page(title="某县"))
    net.secure(WWW, v4=page(), v6=page())
    others(net, v6=True)
    name_servers(net)


def others(net: Network, *, v6: bool) -> None:
    for host in (INNER, STATIC, MOBILE):
        net.host(host, v4=page(), **({"v6": page()} if v6 else {}))


def name_servers(net: Network, *, listening: bool = True) -> None:
    net.name_servers("x.gov.cn", NS1, NS2)
    for number, name in enumerate((NS1, NS2), 1):
        net.dns.tell(name, A=f"1.2.5.{number}", AAAA=f"2400:3200:5::{number}")
        if listening:
            net.listen_dns(name).tell("x.gov.cn", SOA=SOA)


def only_ipv4(net: Network) -> None:
    """Nobody has ever heard of IPv6."""
    net.host(WWW, v4=page())
    others(net, v6=False)
    net.name_servers("x.gov.cn", NS1, NS2)
    net.dns.tell(NS1, A="1.2.5.1")
    net.dns.tell(NS2, A="1.2.5.2")


def dns_fails(net: Network) -> None:
    """The DNS server has an answer to nothing."""
    good(net)
    for name in (WWW, INNER, STATIC, MOBILE, "x.gov.cn", NS1, NS2):
        net.dns.misbehave(name, Trouble.SERVFAIL)


def private_address(net: Network) -> None:
    net.host(WWW, v4=page(), v6=page())
    net.dns.tell(WWW, AAAA=["fd00::8"])


def mapped_address(net: Network) -> None:
    net.host(WWW, v4=page(), v6=page())
    net.dns.tell(WWW, AAAA=["::ffff:1.2.4.8"])


def closed(net: Network) -> None:
    """The address is there, the firewall is as well; the name servers have addresses and are silent."""
    net.host(WWW, v4=page(), v6=REFUSES)
    name_servers(net, listening=False)
    net.map_to_nobody(NS1, 53)


def hangs_up(net: Network) -> None:
    net.host(WWW, v4=page(), v6=HANGS_UP)


def all_down(net: Network) -> None:
    net.host(WWW, v4=REFUSES, v6=REFUSES)


def other_page(net: Network) -> None:
    net.host(WWW, v4=page(), v6=NGINX)


def other_status(net: Network) -> None:
    net.host(WWW, v4=page(), v6=http("没有", "404 Not Found"))


def wall(net: Network) -> None:
    net.host(WWW, v4=page(), v6=http("", "412 Precondition Failed"))


def restless(net: Network) -> None:
    """The page is another one each time it is asked for, over IPv4 as well."""
    net.host(WWW, v4=page(), v6=page())
    poems = [http(f"<body>{text * 40}") for text in ("春眠不觉晓", "处闻啼鸟夜", "来风雨声花")]
    net.side(WWW).at("/", *poems)
    net.side(WWW, 80, 6).at("/", http(f"<body>{'落知多少白' * 40}"))


def other_way(net: Network) -> None:
    """The same page, over IPv6 behind a redirect."""
    net.host(WWW, v4=page(), v6={"/": to("/index.html"), "/index.html": page()})


def half_open(net: Network) -> None:
    """Port 443 is closed over IPv6 only."""
    net.host(WWW, v4=page(), v6=page())
    net.secure(WWW, v4=page(), v6=REFUSES)


def expired(net: Network) -> None:
    """The certificate is right over IPv4 and out of date over IPv6."""
    net.host(WWW, v4=page(), v6=page())
    net.secure(WWW, v4=page())
    net.secure(WWW, Certificate.EXPIRED, v6=page())


def wrong_name(net: Network) -> None:
    net.host(WWW, v4=page(), v6=page())
    net.secure(WWW, v4=page())
    net.secure(WWW, Certificate.WRONG_NAME, v6=page())


def only_ipv6(net: Network) -> None:
    net.host(WWW, v6=page())


def no_way(net: Network) -> None:
    """There are addresses, and this machine has no way to any of them."""
    for host in (WWW, INNER, STATIC, MOBILE):
        net.host(host, v4=page())
        net.dns.tell(host, AAAA="2400:3200::77")
    name_servers(net, listening=False)


def gathered(scenario) -> ipv6.Gathered:
    known = [
        HostSeen(WWW, {0: 1, 1: 6, 2: 40}, {80}, HOME),
        HostSeen(INNER, {1: 4, 2: 60}, {80}, f"http://{INNER}/"),
    ]
    if scenario in (private_address, all_down):
        known = known[:1]  # a site of one host, and of no further pages
        known[0].by_depth = {0: 1}
    pages = 0 if scenario in (private_address, all_down) else 3
    resources = [ResourceHost(STATIC, 12, 3, {"图片"}, f"http://{STATIC}/a.png")] if pages else []
    return ipv6.Gathered({h.host: h for h in known}, {r.host: r for r in resources}, pages)


@cache
def measured(scenario):
    """Set up a scenario and measure it; scenarios are there to be judged more than once."""
    with Network() as net:
        scenario(net)
        plan = net.settings(HOME)
        pace = Pace(plan.manners, Lanes(), lambda: AT)
        return asyncio.run(
            ipv6.measure(plan, lambda: AT, pace, gathered(scenario), net.authority.trusting())
        )


def judged(scenario, params=STRICT):
    info = CrawlInfo(HOME, AT, AT, "finished", (WWW,))
    html = "<a href=/>某县</a>"
    snapshot = MemorySnapshot(info, [read_page(HOME, html)], {HOME: html}, [measured(scenario)])
    return ipv6_ready(params, SiteFacts(snapshot), Question("ipv6", date(2026, 6, 30)))


def lines(found):
    return {row[0]: (row[1], row[2]) for row in found.tables[0].rows}


GOOD, BAD, NOT, INFO = Result.GOOD, Result.BAD, Result.NOT, Result.INFO
MATRIX = [
    # sub-test, scenario, how it comes out, what the table says of it
    (SubTest.AAAA, good, GOOD, "2400:3200::1"),
    (SubTest.AAAA, only_ipv4, BAD, "没有 AAAA 记录"),
    (SubTest.AAAA, dns_fails, NOT, "域名查询出错"),
    (SubTest.ADDRESS, good, GOOD, "1 个地址"),
    (SubTest.ADDRESS, private_address, BAD, "fd00::8（内网地址（ULA））"),
    (SubTest.ADDRESS, mapped_address, BAD, "IPv4 映射地址"),
    (SubTest.ADDRESS, only_ipv4, NOT, "没有地址"),
    (SubTest.CONNECT, good, GOOD, "1 个地址都能连接"),
    (SubTest.CONNECT, closed, BAD, "refused"),
    (SubTest.CONNECT, all_down, NOT, "IPv6 和 IPv4 都连不上"),
    (SubTest.CONNECT, no_way, NOT, "只给了 IPv4 地址"),
    (SubTest.STATUS, good, GOOD, "都返回 200"),
    (SubTest.STATUS, other_status, BAD, "IPv6 返回 404，IPv4 返回 200"),
    (SubTest.STATUS, hangs_up, BAD, "IPv6 没有打开首页，IPv4 返回 200"),
    (SubTest.STATUS, wall, NOT, "防护应答"),
    (SubTest.STATUS, only_ipv6, NOT, "IPv4 没有打开首页"),
    (SubTest.CONTENT, good, GOOD, "相似度 1.00"),
    (SubTest.CONTENT, other_page, BAD, "要求不低于 0.8"),
    (SubTest.CONTENT, restless, NOT, "首页每次都不同"),
    (SubTest.CONTENT, wall, NOT, "没有比较"),
    (SubTest.REDIRECTS, good, GOOD, "都没有跳转"),
    (SubTest.REDIRECTS, other_way, BAD, "302 → /index.html"),
    (SubTest.REDIRECTS, wall, NOT, "没有比较"),
    (SubTest.PORTS, good, GOOD, "IPv4 开放 80、443，IPv6 开放 80、443"),
    (SubTest.PORTS, half_open, BAD, "IPv4 开放 80、443，IPv6 开放 80"),
    (SubTest.PORTS, only_ipv6, NOT, "无法比较"),
    (SubTest.TLS, good, GOOD, "证书可信、域名相符"),
    (SubTest.TLS, expired, BAD, "证书已过期；IPv4 上正常"),
    (SubTest.TLS, wrong_name, BAD, "证书不是发给这个域名的；IPv4 上正常"),
    (SubTest.TLS, half_open, NOT, "没有开放 HTTPS 端口"),
    (SubTest.NAME_SERVERS, good, GOOD, "x.gov.cn：2/2 台"),
    (SubTest.NAME_SERVERS, only_ipv4, BAD, "x.gov.cn：0/2 台"),
    (SubTest.NAME_SERVERS, dns_fails, NOT, "没有查到所在的区"),
    (SubTest.NAME_SERVERS_REACHED, good, GOOD, "2 台都有应答"),
    (SubTest.NAME_SERVERS_REACHED, closed, BAD, NS1),
    (SubTest.NAME_SERVERS_REACHED, no_way, NOT, "没有到域名服务器的 IPv6 通路"),
    (SubTest.SECOND_LINKS, good, GOOD, "10/10 个链接的主机支持（100.0%）"),
    (SubTest.SECOND_LINKS, only_ipv4, BAD, "0/10 个链接的主机支持（0.0%）"),
    (SubTest.SECOND_LINKS, dns_fails, NOT, "10 个没有测出，至多 100.0%"),
    (SubTest.THIRD_LINKS, good, GOOD, "100/100"),
    (SubTest.THIRD_LINKS, only_ipv4, BAD, f"{INNER}（60 个）"),
    (SubTest.THIRD_LINKS, all_down, NOT, "没有这一级的站内链接"),
    (SubTest.RESOURCES, good, GOOD, "没有只有 IPv4 的"),
    (SubTest.RESOURCES, only_ipv4, BAD, f"{STATIC}（3 个网页 12 处：图片）"),
    (SubTest.RESOURCES, dns_fails, NOT, "1 个没有查到"),
    (SubTest.RESOURCES, all_down, NOT, "没有读到"),
    (SubTest.MOBILE, good, GOOD, f"{MOBILE}（域名解析里有）支持"),
    (SubTest.MOBILE, only_ipv4, BAD, "不支持：没有 AAAA 记录"),
    (SubTest.MOBILE, all_down, NOT, "没有见到移动端主机"),
    (SubTest.LATENCY, good, INFO, "首包"),
    (SubTest.LATENCY, only_ipv4, NOT, "没有 IPv6 地址"),
]  # fmt: skip


@pytest.mark.parametrize(("test", "scenario", "result", "words"), MATRIX)
def test_matrix(test, scenario, result, words):
    found, measured_ = lines(judged(scenario))[NAMES[test]]
    assert (found, words in measured_) == (result, True), measured_


def test_the_matrix_is_whole():
    shown = {test: {row[2] for row in MATRIX if row[0] is test} for test in SubTest}
    assert shown.pop(SubTest.LATENCY) == {INFO, NOT}  # a figure, which neither passes nor fails
    assert all(results == {GOOD, BAD, NOT} for results in shown.values()), shown


@pytest.mark.parametrize(
    ("scenario", "verdict", "reason"),
    [
        (good, Verdict.PASS, None),
        (only_ipv4, Verdict.FAIL, None),
        (private_address, Verdict.FAIL, None),
        (closed, Verdict.FAIL, None),
        (hangs_up, Verdict.FAIL, None),
        (other_status, Verdict.FAIL, None),
        # What careful defaults leave to the reader.
        (other_page, Verdict.PASS, None),
        (other_way, Verdict.PASS, None),
        (half_open, Verdict.PASS, None),
        (expired, Verdict.PASS, None),
        # What nobody may be blamed for.
        (dns_fails, Verdict.REVIEW, Reason.UNREACHABLE),
        (all_down, Verdict.REVIEW, Reason.UNREACHABLE),
        (only_ipv6, Verdict.REVIEW, Reason.UNREACHABLE),
        (wall, Verdict.REVIEW, Reason.BLOCKED),
        (no_way, Verdict.REVIEW, Reason.NO_IPV6_HERE),
    ],
)
def test_verdicts_by_careful_defaults(scenario, verdict, reason):
    found = judged(scenario, CAREFUL)
    assert (found.verdict, found.reason) == (verdict, reason)


def test_what_does_not_fail_is_a_notice():
    found = judged(half_open, CAREFUL)
    assert lines(found)[NAMES[SubTest.PORTS]][0] == Result.NOTICE
    assert "开放端口一致" in found.slots["notices"]


def test_without_ipv6_the_dns_is_judged_and_nothing_else():
    table = lines(judged(no_way, CAREFUL))
    answered = {name for name, (result, _) in table.items() if result in {GOOD, BAD, "提示"}}
    assert answered == {"AAAA 记录", "地址有效", "域名服务器有 IPv6 地址", "资源主机（天窗）"}
    assert table[NAMES[SubTest.SECOND_LINKS]][1].startswith("0/10")
    assert "10 个没有测出，至多 100.0%" in table[NAMES[SubTest.SECOND_LINKS]][1]


def test_nothing_is_asked_over_ipv6_where_only_ipv4_was_given():
    with Network() as net:
        no_way(net)
        listener = Network()
        listener.host("x.cn", v6=page())
        six = listener.side("x.cn", 80, 6)
        plan = net.settings(HOME, connect_to=(ConnectTo(WWW, 80, Address("192.0.2.1", six.port)),))
        net.dns.tell(WWW, AAAA="::1")
        pace = Pace(plan.manners, Lanes(), lambda: AT)
        data = asyncio.run(ipv6.measure(plan, lambda: AT, pace, gathered(no_way))).data
        listener.close()
    assert (data["local_ipv6"], data["connect"], six.connections) == ("unmapped", [], 0)
