"""Evidence pages and the mail's body in a Chromium: nothing acts, nothing is asked for, all can be read."""

import pytest

from reports.archived_page import Sought, archived_page
from reports.evidence_page import Archived, render_evidence
from reports.formats import Asked
from reports.language import CHINESE
from reports.mail import letter
from tests.reports.browser.audits import TRICKS, hostile
from tests.reports.sample import county_portal, dead_link, links_rule

DEAD = "http://fgj.qinglu.example/gk/2019/zc.html"


def evidence(source):
    finding = dead_link(1, DEAD, "404")
    shown = archived_page(source, Sought(DEAD, "年度报告"), lambda href, _: href, str, CHINESE)
    archived = Archived(shown, same=True)
    return render_evidence(county_portal(), links_rule(), finding, archived, CHINESE)


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
def test_an_evidence_page_is_read_without_a_complaint(viewer, size, scheme):
    page = evidence(f"<title>专栏</title><h1>专栏</h1><p>见<a href={DEAD}>2021年度报告</a></p>")
    with viewer.open(page, size=size, scheme=scheme) as opened:
        assert opened.page.locator("#place-1").inner_text() == "2021年度报告"
        assert not opened.violations()
        assert not opened.complaints
        assert not opened.asked
        assert opened.sideways() <= 0


def test_an_archived_page_that_would_act_lies_still(viewer):
    page = evidence(
        "".join(TRICKS)
        + "<meta http-equiv=refresh content='0;url=http://evil.example'>"
        + "<iframe src=http://evil.example></iframe><img src=http://evil.example/a.png>"
        + f"<form action=http://evil.example><button autofocus onfocus=alert(1)>x</button></form><a href={DEAD}>x</a>"
    )
    with viewer.open(page) as opened:
        assert not opened.complaints
        assert not opened.asked
        assert opened.page.evaluate("window.hacked") is None


@pytest.mark.parametrize("result", [county_portal(), hostile()], ids=["ordinary", "hostile"])
def test_the_mail_is_read_without_a_complaint(viewer, result):
    with viewer.open(letter(result, Asked(CHINESE), formats=()).html) as opened:
        assert not opened.complaints
        assert not opened.asked
        assert opened.page.evaluate("window.hacked") is None
        assert opened.page.locator("h1").count() == 1
