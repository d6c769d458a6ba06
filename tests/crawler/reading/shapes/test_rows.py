"""The rows of a piece of a list: each link, and the date that belongs to it."""

from __future__ import annotations

import pytest

from crawler.reading.shapes.rows import rows_of
from crawler.reading.shapes.shape import Row

LONG = "政务公开" * 400


@pytest.mark.parametrize(
    ("html", "row"),
    [
        ("<li><a href=/a>通知</a><span>2026-03-04</span></li>", Row("/a", "通知", "2026-03-04")),
        ("<li><a href=/a>通知 2026-03-04</a></li>", Row("/a", "通知 2026-03-04", "2026-03-04")),
        ("<li><a href=/a>2025年1-6月</a></li>", Row("/a", "2025年1-6月", "")),
        (
            f"<div><a href=/a>通知 [03-04]</a><p>{LONG}2021-01-01</p></div>",
            Row("/a", "通知 [03-04]", "03-04"),
        ),
        ("<li><a href=/a title=图解></a>03-04</li>", Row("/a", "图解", "03-04")),
    ],
    ids=["beside", "at its end", "within", "beside lies a whole page", "a picture"],
)
def test_the_date_of_a_row(html, row):
    assert rows_of(html) == [row]
