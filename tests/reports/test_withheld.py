"""What is sent by mail leads nobody to a person's data."""

from checker.results import Evidence, Finding, Level, RuleResult, Verdict
from reports.language import CHINESE
from reports.withheld import for_mail
from tests.reports.sample import HOME, county_portal, links_rule

LEAK = f"{HOME}show.asp?id=3008"
FILE = f"{HOME}名单.xlsx"


def leaking(**facts):
    """A portal with a list of persons on a page and in its attachment."""
    leak = RuleResult(
        id="personal-data",
        title="没有泄露个人信息",
        level=Level.REQUIRED,
        verdict=Verdict.FAIL,
        check="personal_data_leak",
        message="发现 2 处",
        clauses=[],
        evidence=[Evidence(url=LEAK, what="名单", excerpt="李某 110****2X", warc="b.gz@1+2")],
        findings=[
            Finding(
                fingerprint="1" * 32,
                message="身份证号未遮盖",
                url=LEAK,
                target=FILE,
                found_on=[LEAK],
                found_on_count=1,
                excerpt="李某 110****2X",
                sha256="2" * 64,
                warc="b.gz@1+2",
            )
        ],
    )
    return county_portal().model_copy(update={"rules": [leak, links_rule(**facts)]})


def test_places_and_excerpts_of_leaks_are_left_out_and_still_counted():
    sent = for_mail(leaking(), CHINESE)
    text = sent.rules[0].model_dump_json()
    assert LEAK not in text
    assert FILE not in text
    assert "李某" not in text
    assert "b.gz" not in text
    assert len(sent.rules[0].findings) == 1
    assert sent.rules[0].findings[0].found_on_count == 1
    assert sent.rules[0].message == "发现 2 处"


def test_another_finding_on_the_same_page_does_not_give_it_away():
    other = (
        links_rule()
        .findings[0]
        .model_copy(update={"url": LEAK, "found_on": [LEAK, f"{HOME}a.html"], "target": FILE})
    )
    sent = for_mail(leaking(findings=[other]), CHINESE)
    assert LEAK not in sent.to_json()
    assert FILE not in sent.to_json()
    assert sent.rules[1].findings[0].found_on == [f"{HOME}a.html"]


def test_everything_else_is_left_as_it_is():
    result = county_portal()
    assert for_mail(result, CHINESE) is result
    assert for_mail(leaking(), CHINESE).rules[1] == leaking().rules[1]
