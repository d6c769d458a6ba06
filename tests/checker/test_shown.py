"""A report shows nobody's ID, wherever on a page it was read."""

from checker.results import Evidence, Finding, Level, MeasurementTable, RuleResult, Verdict
from checker.shown import shown

ID = "11010519491231002X"
CALLED = f"关于张三（{ID}）的公示，电话 13812345678"


def test_ids_in_what_was_seen_are_masked_and_an_office_can_still_be_called() -> None:
    url = f"http://www.x.gov.cn/{ID}.html"
    rule = RuleResult(
        id="a",
        title="a",
        level=Level.REQUIRED,
        verdict=Verdict.FAIL,
        message=CALLED,
        clauses=[],
        evidence=[Evidence(url=url, what=CALLED, excerpt=CALLED)],
        findings=[
            Finding(
                fingerprint="f",
                message=CALLED,
                url=url,
                observed=CALLED,
                expected=CALLED,
                excerpt=CALLED,
                suggestion=CALLED,
            )
        ],
        tables=[MeasurementTable(title="t", columns=["c"], rows=[[CALLED]])],
    )
    told = shown(rule)
    text = told.model_dump_json()
    assert text.count(ID) == 2  # the two addresses, which must lead to the page
    assert text.count("110*************2X") == text.count("13812345678") == 9
    assert told.findings[0].fingerprint == "f"
