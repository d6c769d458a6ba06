"""The gate: no fact may read worse than what is pinned here.

Lowering a floor is its own change, named so in its message, with the reason.  The table is printed
at the end of every run (tests/conftest.py), passing or not.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from tests.gold import mixed_odd, mixed_parts
from tests.gold.corpora import generated, real
from tests.gold.corpus import Corpus, site_of
from tests.gold.mixed import mixed
from tests.gold.readings import READINGS, read
from tests.gold.scores import MOST_EXAMPLES, Score, Scores, total
from tests.gold.styles import FIRST, SECOND, THIRD, Style

Floors = dict[str, tuple[float, float]]
Record = Callable[[str, object], None]

# fact: (least precision, least recall) over the made-up portals
FLOORS: Floors = {
    "栏目": (0.97, 0.90),
    "栏目状态": (0.97, 0.90),
    "条目标题": (0.99, 0.95),
    "条目日期": (0.99, 0.95),
    "置顶": (0.99, 0.95),
    "文章日期": (0.99, 0.95),
    "文章标题": (0.99, 0.95),
    "来源": (0.99, 0.95),
    "文号": (0.99, 0.95),
    "索引表": (0.99, 0.95),
    "附件": (0.99, 0.95),
    "站点标识": (0.99, 0.95),
    "当前位置": (0.97, 0.90),
    "表格单元格": (0.99, 0.95),
    "年报数字": (0.99, 0.95),
    "身份证号": (0.99, 0.95),
    "征集与反馈": (0.97, 0.90),
    "征集截止日": (0.99, 0.95),
    "政策与解读": (0.97, 0.90),
    "解读形式": (0.97, 0.90),
    "信件": (0.99, 0.95),
    "目录事项": (0.97, 0.90),
}
# over pages mixed at random from parts of portals
MIXED_FLOORS: Floors = {
    fact: FLOORS[fact]
    for fact in (
        *("条目标题", "条目日期", "置顶", "文章日期", "文章标题"),
        *("来源", "文号", "索引表", "附件", "当前位置", "表格单元格"),
    )
}
# the same over the saved real pages; what no label judges there is not listed
REAL_FLOORS: Floors = {
    "条目标题": (0.99, 0.95),
    "条目日期": (0.99, 0.95),
    "文章日期": (0.99, 0.95),
    "文章标题": (0.99, 0.95),
    "来源": (0.99, 0.95),
    "文号": (0.99, 0.95),
    "索引表": (0.99, 0.95),
    "附件": (0.99, 0.95),
    "站点标识": (0.99, 0.95),
    "当前位置": (0.97, 0.90),
    "年报数字": (0.99, 0.95),
    "身份证号": (0.99, 0.95),
    "信件": (0.99, 0.95),
}


@pytest.mark.parametrize(
    ("name", "styles", "floors"),
    [
        ("生成页面一", FIRST, FLOORS),
        ("生成页面二", SECOND, FLOORS),
        ("生成页面三", THIRD, FLOORS),
    ],
    ids=["first", "second", "third"],
)
def test_made_up_portals_are_read_as_well_as_pinned(
    name: str, styles: tuple[Style, ...], floors: Floors, record_property: Record
) -> None:
    scores = total(read(corpus) for corpus in generated(styles))
    assert set(scores) == set(floors) == set(READINGS)
    _hold(name, scores, floors, record_property)


@pytest.mark.parametrize(
    ("name", "parts"),
    [("拼合页面一", mixed_parts), ("拼合页面二", mixed_odd)],
    ids=["usual", "odd"],
)
def test_mixed_pages_are_read_as_well_as_pinned(
    name: str, parts: ModuleType, record_property: Record
) -> None:
    made = mixed(parts=parts)
    corpus = Corpus("mixed", site_of(made.pages, made.truth.home), made.truth)
    _hold(name, read(corpus), MIXED_FLOORS, record_property)


def test_real_pages_are_read_as_well_as_pinned(record_property: Record) -> None:
    corpora = list(real())
    if not corpora:
        pytest.skip("the saved real pages are not here")
    _hold("真实页面", total(read(corpus) for corpus in corpora), REAL_FLOORS, record_property)


def test_a_score_counts_both_ways() -> None:
    score = Score()
    score.compare("here", ["a", "a", "b"], ["a", "b", "c"])
    assert (score.right, score.wrong, score.missed) == (2, 1, 1)
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(2 / 3)
    assert score.examples == ["+ 'c' @ here", "- 'a' @ here"]


def _hold(corpus: str, scores: Scores, floors: Floors, record: Record) -> None:
    """Record the rows of the table, then fail with examples where a floor is not reached."""
    figures = {fact: (scores[fact], floor) for fact, floor in floors.items()}
    rows = [
        [corpus, fact, score.right + score.missed, score.precision, score.recall, *floor]
        for fact, (score, floor) in figures.items()
    ]
    record("gold", rows)
    told = [
        f"{fact}: {example}"
        for fact, (score, floor) in figures.items()
        if score.precision < floor[0] or score.recall < floor[1]
        for example in score.examples[:MOST_EXAMPLES]
    ]
    assert not told, "\n".join(told)
