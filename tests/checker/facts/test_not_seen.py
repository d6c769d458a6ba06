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


@pytest.mark.parametrize(
    ("outcome", "status", "told"),
    [
        (Outcome.SERVER_ERROR, 502, "服务器出错（502）"),
        (Outcome.TOO_LARGE, 200, "页面超过大小限制"),
        (Outcome.CLIENT_ERROR, 403, "对方拒绝访问（403）"),
        (Outcome.TIMEOUT, None, "连接超时"),
    ],
)
def test_a_status_is_told_where_it_explains_something(outcome, status, told) -> None:
    fetch = Fetch("http://www.tx.gov.cn/", Role.PAGE, outcome, status=status)
    assert why_not_seen(fetch)[1] == told
