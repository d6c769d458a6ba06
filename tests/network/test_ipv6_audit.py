"""`gongkai audit` on the loopback network, from the first question to the table in the results."""

from __future__ import annotations

import json

import pytest

from audits.cli import run
from crawler.snapshot import DiskSnapshot
from tests.crawler.loopback import http, page
from tests.network.certificates import Certificate
from tests.network.dns_server import SOA
from tests.network.network import Network, needs_ipv6

pytestmark = needs_ipv6

WWW, INNER, OLD = (f"{name}.x.gov.cn" for name in ("www", "xxgk", "old"))
STATIC, MOBILE, WAP = (f"{name}.x.gov.cn" for name in ("static", "m", "wap"))
HOME = f"http://{WWW}/"


def portal(net):
    links = (f"http://{INNER}/", f"http://{OLD}/", f"http://{MOBILE}/", "/zwgk/")
    home = page(*links, title="某县", more=f'<img src="http://{STATIC}/logo.png">')
    paths = {"/": home, "/zwgk/": page("/zwgk/a.html", f"http://{OLD}/b.html")}
    net.host(WWW, v4=paths, v6=paths)
    net.secure(WWW, Certificate.RIGHT, v4=home, v6=home)
    net.dual(INNER, page(title="信息公开"))
    net.host(OLD, v4=page(title="旧站"))
    net.host(STATIC, v4=http(b"", content_type="image/png"))
    net.dual(MOBILE, page(title="手机版"))
    net.host(WAP, v4=page(title="没有人链接的旧手机版"))
    net.name_servers("x.gov.cn", "ns1.x.gov.cn", "ns2.x.gov.cn")
    for number, name in enumerate(("ns1.x.gov.cn", "ns2.x.gov.cn"), 1):
        net.dns.tell(name, AAAA=f"2400:3200:5::{number}")
        net.listen_dns(name).tell("x.gov.cn", SOA=SOA)


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    out = tmp_path_factory.mktemp("audit")
    rest = ["--connect-to", "*:80:127.0.0.1:9", "--connect-to", "*:443:127.0.0.1:9"]
    with Network() as net:
        portal(net)
        flags = ["--delay", "0", "--timeout", "60", "--no-progress", "--as-of", "2026-06-30"]
        more = ["--pack", "yaodu-2021", "--no-security", "--render", "never", "--jobs", "1"]
        code = run(["audit", HOME, "--out", str(out), *net.flags(), *rest, *flags, *more])
        asked = {
            version: [one.target for one in net.side(WWW, 80, version).asked] for version in (4, 6)
        }
        unasked = net.side(WAP).asked
    result = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    return code, {rule["id"]: rule for rule in result["rules"]}, asked, unasked, out


def test_the_table_of_the_report(done):
    code, rules, _, _, out = done
    assert code == 1  # much of what the packs ask for is not there
    rule = rules["ipv6"]
    assert rule["verdict"] == "pass", rule["message"]
    rows = {row[0]: (row[1], row[2]) for row in rule["tables"][0]["rows"]}
    assert rows["测量位置"] == ("信息", "按 --connect-to 连到指定的地址，不是从公网测的")
    results = {name: result for name, (result, _) in rows.items()}
    assert {name for name, result in results.items() if result == "通过"} == {
        *("AAAA 记录", "地址有效", "IPv6 连接", "首页状态一致", "首页内容一致", "跳转一致"),
        *("开放端口一致", "域名服务器有 IPv6 地址", "域名服务器 IPv6 可达"),
    }
    # The network's CA is nobody's.
    assert "证书" in rows["IPv6 上的 HTTPS"][1]
    assert results["IPv6 上的 HTTPS"] == "信息"
    assert rows["二级链接 IPv6 支持率"] == (
        "信息",
        f"3/4 个链接的主机支持（75.0%）；不支持的主机：{OLD}（1 个）",
    )
    assert rows["三级链接 IPv6 支持率"][1].startswith("1/2 个链接的主机支持（50.0%）")
    assert rows["资源主机（天窗）"][0] == "提示"
    assert f"1 个只有 IPv4：{STATIC}（1 个网页 1 处：图片）" in rows["资源主机（天窗）"][1]
    assert rows["移动端和子站主机"][0] == "提示"
    assert "IPv6 分项结果" in (out / "report.html").read_text(encoding="utf-8")


def test_mobile_hosts(done):
    _, rules, _, unasked, _ = done
    rule = rules["ipv6-mobile"]
    # The host that nobody links to has no IPv6; that is for a person to look at, and no failure.
    assert (rule["verdict"], rule["reason"]) == ("review", "assisted")
    table = {row[0]: row[2] for row in rule["tables"][0]["rows"]}
    assert table == {MOBILE: "支持", WAP: "不支持"}
    assert [one.target for one in unasked] == []


def test_what_was_asked(done):
    _, _, asked, _, out = done
    assert asked[6] == ["/"]
    assert asked[4].count("/") == 2  # the crawl, and to compare with
    snapshot = DiskSnapshot(out / "snapshot")
    (probe,) = snapshot.probes("ipv6")
    snapshot.close()
    assert probe.data["unfinished"] == []


@pytest.mark.parametrize("target", ["[::1]:443", "[fd00::1]:443", "1.2.4.8:443", "x"])
def test_a_target_that_proves_nothing_is_refused(target, tmp_path, capsys):
    code = run(["audit", HOME, "--ipv6-target", target, "--out", str(tmp_path / "out")])
    assert code == 2
    assert "[2400:3200::1]" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
