"""The site shows whose it is: what is missing is missing only where nothing could bring it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checker.checks.site_identity import Mark, Params, site_identity
from checker.judgement import Judgement
from checker.results import Reason, Verdict
from crawler.snapshot import Outcome
from tests.checker.checks.sites import HOME, asked, home, unseen

FOOT = (
    "<div class=footer>主办：某县人民政府办公室　网站标识码：3303280001　浙ICP备05000001号-1　"
    "浙公网安备 33032802000001号</div>"
    "<script src=//zfwzgl.www.gov.cn/exposure/jiucuo.js></script>"
    "<span id=_span_jiucuo><a href='//zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3303280001'>"
    "<img alt=找错 src=/jiucuo.png></a></span>"
)
MARKS = [Mark.SITE_ID_CODE, Mark.ICP, Mark.POLICE, Mark.HOST_UNIT, Mark.JIUCUO]


@pytest.fixture
def judged(portal: Any) -> Any:
    def judge(foot: str, *fetches: Any, **params: Any) -> Judgement:
        pages = home()
        pages["/"] += foot
        return site_identity(Params(**params), portal(pages, fetches), asked())

    return judge


def test_a_home_page_with_all_marks_passes(judged: Any) -> None:
    found = judged(FOOT)
    assert found.verdict is Verdict.PASS, found.why
    assert (found.slots["codes"], found.slots["missing"]) == ("3303280001", "无")


def test_each_missing_mark_is_a_finding(judged: Any) -> None:
    found = judged(
        "<div class=footer>主办：某县人民政府办公室</div>", marks=[Mark.ICP, Mark.HOST_UNIT]
    )
    assert found.verdict is Verdict.FAIL
    assert [one.message for one in found.findings] == ["首页没有ICP 备案编号"]
    assert found.findings[0].url == HOME


def test_codes_that_differ_fail(judged: Any) -> None:
    """A template that was copied from another site carries that site's code."""
    found = judged(FOOT.replace("site_code=3303280001", "site_code=3303290001"))
    assert found.verdict is Verdict.FAIL
    assert "不一致" in found.findings[0].message
    assert found.slots["codes"] == "3303280001、3303290001"


def test_a_domain_that_does_not_fit_fails(judged: Any) -> None:
    found = judged(FOOT, domain_pattern=r"^www\.[a-z]+\.zj\.gov\.cn$")
    assert found.verdict is Verdict.FAIL
    assert "www.tx.gov.cn" in found.findings[0].message


def test_what_a_frame_or_script_may_bring_is_for_a_person(judged: Any) -> None:
    framed = judged("<iframe src=/foot.html></iframe>")
    assert (framed.verdict, framed.reason, framed.findings) == (
        Verdict.REVIEW,
        Reason.SCRIPT_ONLY,
        (),
    )
    drawn = judged(
        "<div id=foot></div><script>$.get('/foot',function(d){$('#foot').html(d)})</script>"
    )
    assert (drawn.verdict, drawn.findings) == (Verdict.REVIEW, ())


def test_a_frame_that_was_read_counts(portal: Any) -> None:
    pages = home() | {"/foot.html": f"<body>{FOOT}</body>"}
    pages["/"] += "<iframe src=/foot.html></iframe>"
    found = site_identity(Params(marks=[Mark.ICP, Mark.POLICE]), portal(pages), asked())
    assert found.verdict is Verdict.PASS, found.why


def test_https_is_judged_by_itself(judged: Any) -> None:
    found = judged("", https=True)
    assert found.verdict is Verdict.FAIL
    assert [one.message for one in found.findings] == ["首页没有使用 HTTPS"]


def test_a_home_page_that_was_not_seen_lacks_nothing(portal: Any) -> None:
    found = site_identity(Params(marks=[Mark.ICP]), portal({}, [unseen("")]), asked())
    assert (found.verdict, found.findings) == (Verdict.REVIEW, ())


SAFE = HOME.replace("http:", "https:")
LEADS_ON = unseen("", Outcome.REDIRECT, 302)


@pytest.mark.parametrize(
    ("fetches", "verdict"),
    [
        (
            [
                replace(LEADS_ON, location=SAFE),
                replace(LEADS_ON, url=SAFE, outcome=Outcome.TLS, detail="tls-expired"),
            ],
            Verdict.REVIEW,
        ),
        ([replace(LEADS_ON, location=f"{HOME}a")], Verdict.FAIL),
    ],
)
def test_a_home_page_that_leads_to_https(portal: Any, fetches: Any, verdict: Verdict) -> None:
    found = site_identity(Params(https=True), portal({}, fetches), asked())
    assert (found.verdict, len(found.findings)) == (verdict, verdict is Verdict.FAIL)
