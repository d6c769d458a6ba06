from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from checker.checks.ipv6_ready import Params, ipv6_ready
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict

GOOD: dict[str, Any] = {
    "local_ipv6": "yes",
    "aaaa": ["2400:3200::1", "2400:3200::2"],
    "a": ["223.5.5.5"],
    "dns_error": None,
    "connect": [
        {"address": "2400:3200::1", "port": 80, "ok": True, "error": None, "seconds": 0.1},
        {"address": "2400:3200::2", "port": 80, "ok": True, "error": None, "seconds": 0.1},
    ],
    "v6": {"status": 200, "title": "桃县", "size": 9},
    "v4": {"status": 200, "title": "桃县", "size": 9},
    "similarity": 0.99,
}
DEAD = [
    {"address": a, "port": 80, "ok": False, "error": "timeout", "seconds": 4.0}
    for a in GOOD["aaaa"]
]


# What the bundled rule asks.
RULE = Params(required=["aaaa", "address", "connect", "status", "content"])  # type: ignore[list-item]


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(data: dict[str, Any] | None, params: Params = RULE) -> Judgement:
        probes = [("ipv6", "www.tx.gov.cn", data)] if data is not None else []
        return ipv6_ready(
            params,
            portal({"/": "<a href=/>桃县</a>"}, probes=probes),
            Question("ipv6", date(2026, 6, 30)),
        )

    return judge


def test_all_is_well(judged: Any) -> None:
    found = judged(GOOD)
    assert (found.verdict, found.slots["passed"], found.slots["tests"]) == (Verdict.PASS, "5", "5")
    rows = {row[0]: row[1] for row in found.tables[0].rows}
    assert rows.pop("测量位置") == "信息"
    assert list(rows.values()) == ["通过"] * 5 + ["未测"] * 10  # an earlier snapshot


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"aaaa": [], "connect": []}, "没有 AAAA 记录"),
        ({"aaaa": ["::ffff:1.2.3.4"]}, "::ffff:1.2.3.4"),
        ({"aaaa": ["fd00::1"]}, "fd00::1"),
        ({"aaaa": ["nonsense"]}, "nonsense"),
        ({"connect": DEAD}, "2/2"),
        ({"connect": [GOOD["connect"][0], DEAD[1]]}, "2400:3200::2"),
        ({"v6": {"status": 404}}, "404"),
        ({"v6": None, "v6_error": "connection"}, "IPv6 没有打开首页"),
        ({"v6": None}, "IPv6 没有打开首页"),
        ({"similarity": 0.79}, "0.79"),
    ],
)
def test_what_fails(judged: Any, change: dict[str, Any], words: str) -> None:
    found = judged(GOOD | change)
    assert found.verdict is Verdict.FAIL
    assert words in found.findings[0].message
    assert words in found.slots["failed_test"]
    assert len(found.tables[0].rows) == 16


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, Reason.NO_IPV6_HERE),
        (GOOD | {"local_ipv6": "no", "connect": DEAD, "v6": None}, Reason.NO_IPV6_HERE),
        (GOOD | {"local_ipv6": "unmapped", "connect": [], "v6": None}, Reason.NO_IPV6_HERE),
        (GOOD | {"aaaa": [], "dns_error": "SERVFAIL"}, Reason.UNREACHABLE),
        (GOOD | {"connect": DEAD, "v6": None, "v4": None}, Reason.UNREACHABLE),
        (GOOD | {"v4": None}, Reason.UNREACHABLE),
        (GOOD | {"v6": {"status": 412}}, Reason.BLOCKED),
        (GOOD | {"similarity": None}, Reason.UNREACHABLE),
        # A tunnel of ours that loses large packets looks the same.
        (GOOD | {"v6": None, "v6_error": "timeout"}, Reason.UNREACHABLE),
        (GOOD | {"connect": [one | {"error": "no_route"} for one in DEAD]}, Reason.NO_IPV6_HERE),
        (
            GOOD | {"connect": [GOOD["connect"][0], DEAD[1] | {"error": "no_route"}]},
            Reason.NO_IPV6_HERE,
        ),
    ],
)
def test_what_is_not_for_us_to_say(
    judged: Any, data: dict[str, Any] | None, reason: Reason
) -> None:
    found = judged(data)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, reason)
    assert found.findings == ()


def test_a_mapped_address_counts_where_the_scanner_maps(judged: Any) -> None:
    connect = [{"address": "::ffff:127.0.0.1", "port": 80, "ok": True}]
    found = judged(
        GOOD | {"local_ipv6": "mapped", "aaaa": ["::ffff:127.0.0.1"], "connect": connect}
    )
    assert found.verdict is Verdict.PASS


def test_an_address_that_the_scanner_has_no_way_to_has_no_shut_ports(judged: Any) -> None:
    away = DEAD[1] | {"error": "no_route"}
    found = judged(
        GOOD | {"connect": [GOOD["connect"][0], away], "connect_v4": [{"port": 80, "ok": True}]}
    )
    rows = {row[0]: row[1:] for row in found.tables[0].rows}
    assert rows["开放端口一致"] == ["通过", "IPv4 开放 80，IPv6 开放 80"]


def test_nearly_all_links_do_not_look_like_all(judged: Any) -> None:
    hosts = [
        {"host": "a.tx.gov.cn", "second": 2999, "works": True},
        {"host": "b.tx.gov.cn", "second": 1, "works": False},
    ]
    found = judged(GOOD | {"links": {"hosts": hosts}}, RULE.model_copy(update={"min_second": 1.0}))
    assert found.verdict is Verdict.FAIL
    assert "2999/3000 个链接的主机支持（99.9%）" in found.findings[0].message


def test_an_address_counts_as_reached_by_any_port(judged: Any) -> None:
    https = [one | {"port": 443, "ok": False, "error": "refused"} for one in GOOD["connect"]]
    assert judged(GOOD | {"connect": https + GOOD["connect"]}).verdict is Verdict.PASS


def shaken(
    version: int, *, ok: bool = True, trusted: bool = True, error: str = ""
) -> dict[str, Any]:
    return {
        "address": "2400:3200::1" if version == 6 else "223.5.5.5",
        "version": version,
        "ok": ok,
        "trusted": trusted,
        "protocol": "TLSv1.3",
        "error": error,
    }


EXPIRED = {"trusted": False, "error": "证书已过期"}
SERVER = {"name": "ns1.tx.gov.cn", "aaaa": [], "rejected": [], "reached": [], "error": None}
REACHED = {"address": "2400:3200::9", "ok": False, "error": "timeout"}
ABLE = SERVER | {"aaaa": ["2400:3200::9"]}


def servers(*those: dict[str, Any]) -> dict[str, Any]:
    return {"name_servers": {"zone": "tx.gov.cn", "servers": list(those)}}


@pytest.mark.parametrize(
    ("change", "result", "words"),
    [
        ({"tls": []}, "未测", "没有开放 HTTPS 端口"),
        ({"tls": [shaken(6)]}, "通过", "握手成功"),
        ({"tls": [shaken(6, **EXPIRED), shaken(4)]}, "提示", "IPv4 上正常"),
        (
            {"tls": [shaken(6, **EXPIRED), shaken(4, trusted=False, error="域名不符")]},
            "提示",
            "域名不符",
        ),
        # The same over IPv4, or nothing to compare with: that is no fault of IPv6.
        ({"tls": [shaken(6, **EXPIRED), shaken(4, **EXPIRED)]}, "信息", "IPv4 上也是这样"),
        ({"tls": [shaken(6, **EXPIRED)]}, "未测", "IPv4 上没有测"),
        ({"connect": []}, "未测", "没有测到 IPv6 连接"),
        ({"connect": DEAD, "proven": False}, "未测", "没有得到证实"),
        ({"read": ["v4"], "v6": None}, "未测", "没有来得及"),
        ({"latency": {"v6": {}, "v4": {}}}, "未测", "没有两种协议都测到"),
        (
            {"latency": {"v6": {"dns": 0.3}, "v4": {"dns": 0.2}}, "aaaa": []},
            "未测",
            "没有 IPv6 地址",
        ),
        (servers(ABLE, SERVER | {"error": "超时"}), "未测", "有的没有查到"),
        (servers(ABLE, SERVER | {"error": "域名不存在"}), "提示", "1/2"),
        (servers(), "未测", "没有查到所在的区"),
        (servers(ABLE), "未测", "没有到域名服务器的 IPv6 通路"),
        (servers(ABLE | {"reached": [REACHED]}), "未测", "没有得到证实"),
        (servers(ABLE | {"reached": [REACHED]}) | {"proven": True}, "提示", "没有应答"),
    ],
)
def test_what_each_measurement_is_taken_for(
    judged: Any, change: dict[str, Any], result: str, words: str
) -> None:
    """Where it is not known whose fault it is, nothing is decided; what the rule does not ask is a hint."""
    found = judged(GOOD | change)
    told = [row[1] for row in found.tables[0].rows if any(words in cell for cell in row)]
    assert set(told) == {result}
