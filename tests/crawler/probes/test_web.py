from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.fetching.pace import Lanes, Pace
from crawler.probes import web
from crawler.settings import CrawlSettings
from tests.crawler.loopback import http, page, to
from tests.network.certificates import Certificate
from tests.network.network import HANGS_UP, REFUSES, Network

HOST = "www.x.gov.cn"
HOME = f"http://{HOST}/"
SAFE = f"https://{HOST}/"
NOW = datetime(2026, 6, 30, tzinfo=UTC)


def measuring(plan: CrawlSettings) -> dict[str, Any]:
    pace = Pace(plan.manners, Lanes(), lambda: NOW)
    probe = asyncio.run(web.measure(plan, lambda: NOW, pace))
    assert (probe.kind, probe.subject) == ("http", HOST)
    return dict(probe.data)


@pytest.fixture
def measured():
    def measure(plain: Any, secure: Any = REFUSES, **settings: Any) -> dict[str, Any]:
        with Network() as net:
            net.host(HOST, v4=plain)
            if secure is REFUSES:
                net.host(HOST, v4=REFUSES, port=443)
            else:
                net.secure(HOST, Certificate.UNKNOWN_CA, v4=secure)
            net.host("x.gov.cn", v4=to(SAFE))
            return measuring(net.settings(HOME, **settings))

    return measure


def test_redirected_to_https(measured):
    safe = http(
        "<title>某县</title>",
        headers={
            "Strict-Transport-Security": "max-age=31536000",
            "X-Frame-Options": "DENY",
            "Set-Cookie": "a=b",
            "X-Else": "not kept",
            "Date": "Wed, 01 Jul 2026 00:00:00 GMT",
        },
    )
    data = measured(to(SAFE, "301 Moved Permanently"), safe)
    first, last = data["plain"]["hops"]
    assert (first["status"], first["location"]) == (301, SAFE)
    assert data["plain"]["end"] == "answered"
    assert last["headers"]["strict-transport-security"] == "max-age=31536000"
    assert "x-else" not in last["headers"]
    assert (last["cookie"], last["wall"], last["skew"]) == (True, None, 86400)
    assert data["secure"]["hops"] == [last]


def test_no_https(measured):
    data = measured(page())
    (hop,) = data["secure"]["hops"]
    assert (hop["url"], hop["error"], data["secure"]["end"]) == (SAFE, "refused", "failed")
    assert data["mapped"].startswith("127.0.0.1:")
    (only,) = data["plain"]["hops"]
    assert (only["status"], only["location"], only["skew"]) == (200, None, None)


def test_a_handshake_that_is_broken_off(measured):
    (hop,) = measured(page(), HANGS_UP)["secure"]["hops"]
    assert hop["error"] in {"connection", "tls"}


@pytest.mark.parametrize(
    ("answers", "end", "hops"),
    [
        ({"/": to("/")}, "loop", 1),
        ({"/": to("/a"), "/a": to("/")}, "loop", 2),
        ({"/": to("https://www.elsewhere.com/")}, "left", 1),
        ({"/": to("javascript:alert(1)")}, "answered", 1),
        ({f"/{n or ''}": to(f"/{n + 1}") for n in range(20)}, "many", 8),
        ({"/": to("http://x.gov.cn/")}, "failed", 3),
    ],
)
def test_redirects_are_followed_on_the_site_and_not_for_ever(measured, answers, end, hops):
    data = measured(answers)["plain"]
    assert (data["end"], len(data["hops"])) == (end, hops)


def test_a_wall_is_told(measured):
    for status in ("403 Forbidden", "412 Precondition Failed", "521 Down"):
        (hop,) = measured(http("", status))["plain"]["hops"]
        assert hop["wall"] == status[:3]


def test_policies_in_the_page_and_a_page_that_jumps(measured):
    data = measured(
        http(
            '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
            '<meta name="referrer" content="same-origin">'
            f'<meta http-equiv="refresh" content="0;url={SAFE}">'
        )
    )["plain"]
    assert data["meta"] == {
        "content-security-policy": "default-src 'self'",
        "referrer": "same-origin",
    }
    assert data["refresh"] == SAFE


def test_where_the_way_leads_aside_the_real_site_is_not_asked():
    with Network() as net:
        net.host(HOST, v4=to("http://x.gov.cn/"))
        net.dns.tell("x.gov.cn", A="1.2.4.8")
        data = measuring(net.settings(HOME))
    (secure,) = data["secure"]["hops"]
    assert secure["error"] == "unmapped"
    assert data["plain"]["hops"][1]["error"] == "unmapped"


def test_a_long_page_is_read_to_a_limit_and_odd_dates_are_none(measured):
    data = measured(http("桃" * 400_000, headers={"Date": "yesterday"}))["plain"]
    assert data["end"] == "answered"
    assert data["hops"][0]["skew"] is None
