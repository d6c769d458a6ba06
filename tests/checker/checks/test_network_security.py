"""The checks of network security, on what the probes measured on loopback and on what cases leave out."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509

from checker.checks.content_unmixed import Params as UnmixedParams
from checker.checks.content_unmixed import content_unmixed
from checker.checks.dns_secured import Params as DnsParams
from checker.checks.dns_secured import dns_secured
from checker.checks.headers_protective import Params as HeaderParams
from checker.checks.headers_protective import headers_protective
from checker.checks.https_redirects import Params as HttpsParams
from checker.checks.https_redirects import https_redirects
from checker.checks.tls_trustworthy import Params as TlsParams
from checker.checks.tls_trustworthy import tls_trustworthy
from checker.judgement import Judgement, Question
from checker.results import Reason, Verdict
from crawler.fetching.pace import Lanes, Pace
from crawler.probes import domain, tls, web
from crawler.settings import CrawlSettings
from tests.checker.conftest import AT
from tests.crawler.loopback import http, page, to
from tests.crawler.probes.signed_zones import SignedDns
from tests.network.certificates import Certificate
from tests.network.network import HANGS_UP, REFUSES, Network

HOST = "www.tx.gov.cn"
SAFE = f"https://{HOST}/"
PLAIN = f"http://{HOST}/"
NOW = datetime(2026, 6, 30, tzinfo=UTC)
ASKED = Question("my-rule", date(2026, 6, 30))
HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer, strict-origin",
    "Server": "Apache/2.2.15",
    "Date": "Tue, 30 Jun 2026 00:00:05 GMT",
}
PAGE = http("<title>桃县</title><p>桃县人民政府</p>", headers=HEADERS)
Measured = list[tuple[str, str, dict[str, Any]]]


@pytest.fixture
def measured(tmp_path):
    """Measure a host on loopback, as if it had been reached without a mapping."""

    def measure(
        plain: Any, secure: Any = REFUSES, kind: Certificate | None = Certificate.RIGHT
    ) -> Measured:
        with Network() as net:
            net.host(HOST, v4=plain)
            net.host(HOST, v4=secure, port=443, tls=None if secure is REFUSES else kind)
            file = net.authority.write(tmp_path / "ca.pem")
            roots = [x509.load_pem_x509_certificate(file.read_bytes())]
            plan = net.settings(f"http://{HOST}/")

            async def ask() -> Measured:
                pace = Pace(plan.manners, Lanes(), lambda: NOW)
                found = [
                    await web.measure(plan, lambda: NOW, pace),
                    await tls.measure(plan, lambda: NOW, pace, roots=roots),
                ]
                return [(one.kind, one.subject, {**one.data, "mapped": None}) for one in found]

            return asyncio.run(ask())

    return measure


@pytest.fixture
def judged(portal: Any):
    def judge(check: Any, params: Any, probes: Measured) -> Judgement:
        return check(params, portal({"/": "<a href=/>桃县</a>"}, probes=probes), ASKED)

    return judge


def failed(judgement: Judgement) -> list[str]:
    return [str(finding.target).partition(" ")[2] for finding in judgement.findings]


def rows(judgement: Judgement) -> dict[str, str]:
    return {row[0]: row[1] for row in judgement.tables[0].rows}


def test_a_good_host_passes_everything(judged, measured):
    probes = measured(to(SAFE), PAGE)
    found = judged(tls_trustworthy, TlsParams(), probes)
    assert (found.verdict, found.slots["passed"]) == (Verdict.PASS, found.slots["tests"])
    found = judged(https_redirects, HttpsParams(), probes)
    assert found.verdict is Verdict.PASS
    assert rows(found) == dict.fromkeys(("HTTPS 可用", "HTTP 转到 HTTPS", "HSTS"), "通过")
    found = judged(headers_protective, HeaderParams(), probes)
    assert found.verdict is Verdict.PASS
    assert found.slots["server"] == "Apache/2.2.15"
    assert rows(found)["服务器软件"] == "仅供参考"


@pytest.mark.parametrize(
    ("kind", "plain", "tests"),
    [
        (Certificate.WRONG_NAME, to(SAFE), ["域名相符"]),
        (Certificate.EXPIRED, page(), ["有效期"]),
        (Certificate.SELF_SIGNED, to(SAFE), ["证书可信"]),
        (Certificate.UNKNOWN_CA, to(SAFE), ["证书可信"]),
    ],
)
def test_wrong_certificates_fail(judged, measured, kind, plain, tests):
    found = judged(tls_trustworthy, TlsParams(), measured(plain, PAGE, kind))
    assert (found.verdict, failed(found)) == (Verdict.FAIL, tests)
    assert [test for test, result in rows(found).items() if result == "不通过"] == tests
    assert found.evidence[0].excerpt


@pytest.mark.parametrize("date", ["", "Sun, 01 Jan 2023 00:00:00 GMT", "Tue, 30 Jun 2026 23:00"])
def test_our_clock_alone_makes_no_certificate_expired(judged, measured, date):
    """Without the site's clock ours may be the wrong one; nor does an hour near the end decide."""
    answer = http("<title>桃县</title>", headers=HEADERS | {"Date": date or "soon"})
    probes = measured(to(SAFE), answer, Certificate.EXPIRED)
    found = judged(tls_trustworthy, TlsParams(), probes)
    if date.startswith("Tue"):  # both clocks say so
        assert failed(found) == ["有效期"]
    else:
        assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.DATE_CONFLICT)


def test_a_certificate_that_ends_between_the_two_clocks(judged, measured):
    probes = measured(to(SAFE), PAGE)
    [(_, _, web_data), (_, _, tls_data)] = probes
    tls_data["certificate"] |= {"not_after": (AT - timedelta(minutes=10)).isoformat()}
    for hop in [*web_data["secure"]["hops"], *web_data["plain"]["hops"]]:
        hop["skew"] = -3600  # by the site's clock it is not over yet
    found = judged(tls_trustworthy, TlsParams(), probes)
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.DATE_CONFLICT)


@pytest.mark.parametrize(
    ("hsts", "good"),
    [
        ("max-age=63072000, max-age=31536000", True),  # by the proxy and by what is behind it
        ("max-age=63072000; includeSubDomains; preload, max-age=0", True),
        ("max-age=" + "9" * 40, True),
        ("max-age=0, max-age=63072000", False),
        ("includeSubDomains", False),
    ],
)
def test_hsts_is_read_as_browsers_do(judged, measured, hsts, good):
    answer = http("<p>x", headers=HEADERS | {"Strict-Transport-Security": hsts})
    found = judged(https_redirects, HttpsParams(), measured(to(SAFE), answer))
    assert (failed(found) == []) is good, found.slots["hsts"]


def test_another_hosts_certificate_where_the_site_has_no_https(judged, measured):
    found = judged(tls_trustworthy, TlsParams(), measured(page(), PAGE, Certificate.WRONG_NAME))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.MANUAL)
    assert not found.findings
    assert rows(found)["域名相符"] == "不通过"  # what was measured is told all the same


def test_a_mapping_to_the_inside_says_nothing_of_the_site(judged, measured):
    probes = [
        (kind, host, {**data, "mapped": data.get("place") or "127.0.0.1:1"})
        for kind, host, data in measured(page(), page(), Certificate.SELF_SIGNED)
    ]
    for check, params in (
        (tls_trustworthy, TlsParams()),
        (https_redirects, HttpsParams()),
        (headers_protective, HeaderParams()),
    ):
        found = judged(check, params, probes)
        assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.MANUAL), check
        assert "内部地址" in found.slots["problems"]


def test_no_https(judged, measured):
    probes = measured(page())
    found = judged(https_redirects, HttpsParams(), probes)
    assert (found.verdict, failed(found)) == (Verdict.FAIL, ["HTTPS 可用"])
    assert rows(found)["HSTS"] == "未测"
    assert judged(tls_trustworthy, TlsParams(), probes).verdict is Verdict.NOT_APPLICABLE
    found = judged(headers_protective, HeaderParams(), probes)
    assert (found.verdict, len(found.findings)) == (Verdict.FAIL, 4)


def test_a_handshake_that_is_broken_off_is_held_against_nobody(judged, measured):
    probes = measured(page(), HANGS_UP, None)
    for check, params in ((https_redirects, HttpsParams()), (tls_trustworthy, TlsParams())):
        found = judged(check, params, probes)
        assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.UNREACHABLE)


@pytest.mark.parametrize(
    ("plain", "secure", "tests"),
    [
        (page(), PAGE, ["HTTP 转到 HTTPS"]),
        (to(SAFE), http("桃县", headers={"Strict-Transport-Security": "max-age=0"}), ["HSTS"]),
        (to(SAFE), http("桃县", headers={"Strict-Transport-Security": "maxage=9"}), ["HSTS"]),
        (to(SAFE), http("桃县"), ["HSTS"]),
        (to(SAFE), to(f"http://{HOST}/"), ["HTTPS 可用"]),
        ({"/": to("/a"), "/a": to("/")}, PAGE, ["HTTP 转到 HTTPS"]),
    ],
    ids=["no redirect", "HSTS zero", "HSTS odd", "no HSTS", "back to HTTP", "loop"],
)
def test_what_https_lacks(judged, measured, plain, secure, tests):
    found = judged(https_redirects, HttpsParams(), measured(plain, secure))
    assert (found.verdict, failed(found)) == (Verdict.FAIL, tests)


@pytest.mark.parametrize(
    ("plain", "reason"),
    [(http("", "404 Not Found"), Reason.MANUAL), (HANGS_UP, Reason.UNREACHABLE)],
    ids=["no page", "broken off"],
)
def test_where_http_leads_is_for_a_person_where_it_was_not_seen(judged, measured, plain, reason):
    found = judged(https_redirects, HttpsParams(), measured(plain, PAGE))
    assert (found.verdict, found.reason) == (Verdict.REVIEW, reason)
    assert rows(found) == {"HTTPS 可用": "通过", "HTTP 转到 HTTPS": "测不准", "HSTS": "通过"}


def test_a_wall_is_no_page(judged, measured):
    wall = http("", "412 Precondition Failed")
    probes = measured(wall, wall)
    for check, params in ((https_redirects, HttpsParams()), (headers_protective, HeaderParams())):
        found = judged(check, params, probes)
        assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.BLOCKED)


def test_nothing_measured_is_a_review(judged):
    for check, params in (
        (tls_trustworthy, TlsParams()),
        (https_redirects, HttpsParams()),
        (headers_protective, HeaderParams()),
        (dns_secured, DnsParams()),
    ):
        found = judged(check, params, [])
        assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.UNREACHABLE)


@pytest.mark.parametrize("check", [tls_trustworthy, https_redirects, headers_protective])
def test_an_empty_probe_is_told_as_unmeasured(judged, check):
    """A snapshot by another version, or a hand that changed it."""
    probes = [("tls", HOST, {}), ("http", HOST, {})]
    params = {
        tls_trustworthy: TlsParams(),
        https_redirects: HttpsParams(),
        headers_protective: HeaderParams(),
    }[check]
    assert judged(check, params, probes).verdict is Verdict.REVIEW


def test_who_asks_for_fewer_headers_gets_the_others_as_information(judged, measured):
    found = judged(
        headers_protective, HeaderParams.model_validate({"wanted": ["csp"]}), measured(page())
    )
    assert failed(found) == ["内容安全策略（CSP）"]
    assert rows(found)["来源信息策略"] == "仅供参考"


def signed(moment: datetime, host: str) -> Measured:
    with SignedDns(NOW) as zones:
        zones.zone("cn.", nsec3=True)
        zones.zone("gov.cn.", nsec3=True)
        zones.zone("tx.gov.cn.", {"www": {"A": "1.2.4.8"}}, days=5)
        zones.zone("plain.gov.cn.", {"www": {"A": "1.2.4.8"}}, signed=False)
        zones.up()
        plan = CrawlSettings(f"http://{host}/", dns=zones.address)
        probe = asyncio.run(domain.measure(plan, lambda: moment, zones.anchors))
    return [("dns", HOST, dict(probe.data))]


def test_signatures_of_a_small_internet(judged):
    found = judged(dns_secured, DnsParams(), signed(NOW, HOST))
    assert (found.verdict, rows(found)["DNSSEC"]) == (Verdict.PASS, "通过")
    late = signed(NOW + timedelta(days=10), HOST)
    found = judged(dns_secured, DnsParams(), late)
    assert (found.verdict, failed(found)) == (Verdict.FAIL, ["DNSSEC"])
    assert "已过期" in found.findings[0].observed
    hop = {"url": SAFE, "status": 200, "skew": -10 * 86400}
    ours = ("http", HOST, {"secure": {"hops": [hop], "end": "answered"}})
    found = judged(dns_secured, DnsParams(), [*late, ours])
    assert (found.verdict, found.reason) == (Verdict.REVIEW, Reason.DATE_CONFLICT)
    unsigned = signed(NOW, "www.plain.gov.cn")
    found = judged(dns_secured, DnsParams(), unsigned)
    assert (found.verdict, found.findings) == (Verdict.NOT_APPLICABLE, ())
    assert rows(found)["DNSSEC"] == "仅供参考"
    found = judged(dns_secured, DnsParams(signed=True), unsigned)
    assert (found.verdict, failed(found)) == (Verdict.FAIL, ["DNSSEC"])


def test_mixed_content_is_one_finding_for_each_target(portal):
    script = '<script src="http://a.cn/a.js"></script>'
    site = portal({f"{SAFE}{n}.html": script for n in range(30)} | {"/": "<a href=/>桃县</a>"})
    found = content_unmixed(UnmixedParams(), site, ASKED)
    (only,) = found.findings
    assert (only.target, only.found_on_count, len(only.found_on)) == ("http://a.cn/a.js", 30, 20)
    assert (found.slots["https_pages"], found.slots["pages"]) == ("30", "30")


def test_a_policy_of_the_home_page_cures_mixed_content(portal):
    upgrading = {"content-security-policy": "Upgrade-Insecure-Requests"}
    hop = {"url": SAFE, "status": 200, "headers": upgrading}
    probe = {"plain": None, "secure": {"hops": [hop], "end": "answered"}}
    pages = {f"{SAFE}a.html": '<img src="http://a.cn/1.png">'}
    assert content_unmixed(UnmixedParams(), portal(pages), ASKED).verdict is Verdict.FAIL
    cured = content_unmixed(UnmixedParams(), portal(pages, probes=[("http", HOST, probe)]), ASKED)
    assert cured.verdict is Verdict.PASS


def test_an_address_without_a_name_has_no_signatures(judged):
    found = judged(dns_secured, DnsParams(signed=True), [("dns", HOST, {"state": None})])
    assert (found.verdict, found.findings) == (Verdict.NOT_APPLICABLE, ())
    assert found.slots["caa"] == "没有问到"
    named = [("dns", HOST, {"state": "insecure", "caa": []})]
    assert judged(dns_secured, DnsParams(), named).slots["caa"] == "没有 CAA 记录"


@pytest.mark.parametrize(
    ("plain", "result"),
    [
        ({"hops": [{"url": PLAIN, "error": "refused"}]}, "通过"),
        ({"hops": [{"url": PLAIN, "error": "timeout"}]}, "测不准"),
        ({"hops": [{"url": PLAIN, "status": 503}]}, "测不准"),
        ({"hops": [{"url": PLAIN, "status": 200}], "end": "answered"}, "不通过"),
    ],
)
def test_what_http_alone_answers(judged, plain, result):
    """An error page is no home page given without HTTPS; a closed port gives nothing at all."""
    secure = {"hops": [{"url": SAFE, "status": 200}], "end": "answered"}
    found = judged(
        https_redirects, HttpsParams(), [("http", HOST, {"plain": plain, "secure": secure})]
    )
    assert rows(found)["HTTP 转到 HTTPS"] == result


CERTIFICATE = {
    "issuer": "某机构",
    "names": [HOST],
    "not_before": "2026-01-01T00:00:00+00:00",
    "not_after": "2027-01-01T00:00:00+00:00",
    "key": "RSA",
    "key_bits": 2048,
    "signature": "sha256",
}


@pytest.mark.parametrize(
    ("told", "test", "result"),
    [
        ({}, "证书可信", "通过"),
        ({"trust": "self_signed"}, "证书可信", "不通过"),
        ({"trust": "who_knows"}, "证书可信", "测不准"),
        ({"certificate": CERTIFICATE | {"key": "Ed25519", "key_bits": None}}, "密钥", "仅供参考"),
        ({"certificate": CERTIFICATE | {"key_bits": 1024}}, "密钥", "不通过"),
    ],
)
def test_what_a_certificate_says(judged, told, test, result):
    data = {"certificate": CERTIFICATE, "fits": True, "trust": "trusted", "versions": {}} | told
    hop = {"url": SAFE, "status": 200, "skew": 0}
    probes = [("tls", HOST, data), ("http", HOST, {"secure": {"hops": [hop], "end": "answered"}})]
    assert rows(judged(tls_trustworthy, TlsParams(), probes))[test] == result


def test_a_certificate_that_is_not_valid_yet_fails(judged):
    begun = CERTIFICATE | {"not_before": "2026-12-01T00:00:00+00:00"}
    data = {"certificate": begun, "fits": True, "trust": "trusted", "versions": {}}
    hop = {"url": SAFE, "status": 200, "skew": 0}
    probes = [("tls", HOST, data), ("http", HOST, {"secure": {"hops": [hop], "end": "answered"}})]
    found = judged(tls_trustworthy, TlsParams(), probes)
    assert "有效期" in failed(found)
    assert any("才生效" in (one.observed or "") for one in found.findings)
