"""What the progress line says.  The bar itself is drawn on terminals only, so its words are tested here."""

from __future__ import annotations

import pytest

from audits.progress import waiting
from crawler.fetching.lane import Wait

COUNTY = Wait("www.x.gov.cn", 29.7, asked=True)


@pytest.mark.parametrize(
    ("waits", "words"),
    [
        ((COUNTY,), "www.x.gov.cn 要求等待 30 秒"),
        ((Wait("www.x.gov.cn", 2.0, asked=False),), "www.x.gov.cn 暂不应答，等待 2 秒"),
        (
            (COUNTY, Wait("b.cn", 2.0, asked=False)),
            "www.x.gov.cn 要求等待 30 秒（另有 1 个主机在等）",
        ),
        ((Wait("x\x1b[2J.cn", 1.0, asked=True),), "x?[2J.cn 要求等待 1 秒"),
    ],
)
def test_who_wants_us_to_wait(waits, words):
    assert waiting(waits) == words
