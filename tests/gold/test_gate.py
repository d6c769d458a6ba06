"""The gate: no fact may read worse than what is pinned here.

Lowering a floor is its own change, named so in its message, with the reason.  The table is printed
at the end of every run (tests/conftest.py), passing or not.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.gold.corpora import generated
from tests.gold.readings import MEASURES, read
from tests.gold.scores import MOST_EXAMPLES, Score, total

# fact: (least precision, least recall) over the made-up portals
FLOORS = {
    "栏目": (0.97, 0.90),
    "条目标题": (0.68, 0.96),
    "条目日期": (0.81, 0.85),
    "置顶": (1.0, 0.85),
    "文章日期": (0.99, 0.95),
    "表格单元格": (0.99, 0.95),
    "征集与反馈": (0.97, 0.90),
    "征集截止日": (0.99, 0.95),
    "政策与解读": (0.97, 0.90),
    "解读形式": (0.97, 0.90),
    "信件": (0.99, 0.95),
    "目录事项": (0.66, 0.66),
}


def test_made_up_portals_are_read_as_well_as_pinned(
    record_property: Callable[[str, object], None],
) -> None:
    scores = total(read(corpus) for corpus in generated())
    assert set(scores) == set(FLOORS) == set(MEASURES)
    record_property(
        "gold", [_line("生成页面", fact, scores[fact], FLOORS[fact]) for fact in FLOORS]
    )
    short = [fact for fact, score in scores.items() if _below(score, FLOORS[fact])]
    told = [
        f"{fact}: {example}" for fact in short for example in scores[fact].examples[:MOST_EXAMPLES]
    ]
    assert not short, "\n".join(told)


def test_a_score_counts_both_ways() -> None:
    score = Score()
    score.compare("here", ["a", "a", "b"], ["a", "b", "c"])
    assert (score.right, score.wrong, score.missed) == (2, 1, 1)
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(2 / 3)
    assert score.examples == ["+ 'c' @ here", "- 'a' @ here"]


def _below(score: Score, floor: tuple[float, float]) -> bool:
    return score.precision < floor[0] or score.recall < floor[1]


def _line(corpus: str, fact: str, score: Score, floor: tuple[float, float]) -> list[object]:
    return [corpus, fact, score.right + score.missed, score.precision, score.recall, *floor]
