from __future__ import annotations

import pytest

from checker.facts.not_seen import why_not_seen
from crawler.snapshot import Fetch, Outcome, Role


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_words(outcome: Outcome) -> None:
    reason, says = why_not_seen(Fetch("http://www.tx.gov.cn/", Role.PAGE, outcome))
    assert reason
    assert says
    assert says != str(outcome)
