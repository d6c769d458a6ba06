"""The numbers of the desk are those of the report and the mail: advice that is not met is no failure."""

from __future__ import annotations

from audits.scanning.storing import counted
from tests.reports.audits_in_time import audit, finding, rule


def test_advice_that_is_not_met_is_counted_apart() -> None:
    verdicts = {"fail": 3, "review": 0, "pending": 0, "pass": 1, "not_applicable": 0}
    result = audit(
        1,
        rule("links", finding("links:1")),
        rule("plans", finding("plans:1")),
        rule("ipv6", finding("ipv6:1"), level="advisory"),
        rule("search"),
    )
    result = result.model_copy(
        update={"score": result.score.model_copy(update={"verdicts": verdicts})}
    )
    told = counted(result)
    assert (told["fail"], told["advice"], told["pass"]) == (2, 1, 1)
    assert sum(told.values()) == len(result.rules)
