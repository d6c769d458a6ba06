"""The conclusion in one plain sentence, and what has to be said along with it.

It claims no more than was seen: the sentence never says that a site is in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.coverage_view import CoverageView
from reports.states import State


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`sentence` first; `scope` says what it rests on; `warnings` must not be overlooked."""

    sentence: str
    scope: str
    warnings: tuple[str, ...]
    tiles: tuple[tuple[State, int], ...]


def conclude(
    counts: Mapping[State, int], *, vetoes: int, questions: int, coverage: CoverageView
) -> Conclusion:
    """The conclusion from the number of rules in each state."""
    return Conclusion(
        sentence=_sentence(counts, vetoes),
        scope=_scope(questions, coverage),
        warnings=_warnings(coverage),
        tiles=tuple((state, counts.get(state, 0)) for state in State),
    )


def _sentence(counts: Mapping[State, int], vetoes: int) -> str:
    total = sum(counts.values())
    if not total:
        return "本次检查没有判定任何要求。"
    failed = counts.get(State.FAIL, 0)
    first = f"{failed:,} 项不合格" if failed else "没有发现不合格项"
    if vetoes:
        first += f"（其中单项否决 {vetoes:,} 项）"
    others = [
        f"{counts[state]:,} 项{state.label}"
        for state in State
        if state is not State.FAIL and counts.get(state)
    ]
    return f"{total:,} 项要求中，{'、'.join([first, *others])}。"


def _scope(questions: int, coverage: CoverageView) -> str:
    pages = coverage.pages
    when = f" {coverage.crawled_at} 抓取时" if coverage.crawled_at else "抓取时"
    text = f"结论以{when}读到的 {pages.seen:,} 个网页为依据（已知 {pages.known:,} 个"
    text += f"，占 {pages.share}）。" if pages.known else "）。"
    if questions:
        text += f"另有 {questions:,} 条条款须由人工判定，列在“待人工核查”中。"
    return text


def _warnings(coverage: CoverageView) -> tuple[str, ...]:
    pages = coverage.pages
    warnings = []
    if not coverage.complete:
        ended = "" if coverage.finished else f"{coverage.finish}；"
        warnings.append(
            f"本次检查不完整：{ended}{pages.unseen:,} 个已知网页没有读到。"
            "“合格”和“没有发现”只对已读到的网页有效，不能当作全站结论。"
        )
    if not pages.seen:
        warnings.append("本次没有读到任何网页，下列判定不能作为评价网站的依据。")
    return tuple(warnings)
