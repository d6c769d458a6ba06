from checker.comparing import changes
from checker.results import AuditResult, Coverage, Finding, RuleResult, Run, Score, Site, Verdict


def finding(name):
    return Finding(fingerprint=name, message=name, url="http://www.tx.gov.cn/")


def result(*rules):
    return AuditResult(
        site=Site(name="桃县", home="http://www.tx.gov.cn/", hosts=[]),
        packs=[],
        as_of="2026-06-30",
        run=Run(id="", started_at="", finished_at="", tool_version="", seconds=0),
        coverage=Coverage(
            pages_known=0,
            pages_fetched=0,
            not_fetched={},
            links_known=0,
            links_checked=0,
            attachments_known=0,
            attachments_opened=0,
            complete=True,
        ),
        score=Score(verdicts={}),
        rules=list(rules),
        clauses=[],
    )


def rule(name, verdict, *findings):
    return RuleResult(
        id=name,
        title=name,
        level="required",
        verdict=verdict,
        message="",
        clauses=[],
        findings=[finding(one) for one in findings],
    )


def test_only_what_differs_is_told():
    before = result(
        rule("a", Verdict.PASS), rule("b", Verdict.FAIL, "x", "y"), rule("c", Verdict.PASS)
    )
    after = result(
        rule("a", Verdict.PASS), rule("b", Verdict.FAIL, "y", "z"), rule("d", Verdict.REVIEW)
    )
    told = [(c.rule, c.before, c.after, c.gone, c.new) for c in changes(before, after)]
    assert told == [
        ("b", Verdict.FAIL, Verdict.FAIL, 1, 1),
        ("d", None, Verdict.REVIEW, 0, 0),
        ("c", Verdict.PASS, None, 0, 0),
    ]


def test_the_same_judgement_has_no_changes():
    one = result(rule("a", Verdict.FAIL, "x"))
    assert changes(one, one) == []
