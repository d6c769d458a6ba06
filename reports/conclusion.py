"""The conclusion in one plain sentence, and what has to be said along with it.

It claims no more than was seen: the sentence never says that a site is in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.coverage_view import CoverageView
from reports.language import Language, marked
from reports.states import State

# Failures are told first, with their vetoes; a state without a number is not told.
_COUNTED = {
    State.REVIEW: marked("{n:,} 项待人工核查"),
    State.ADVICE: marked("{n:,} 项提示"),
    State.PENDING: marked("{n:,} 项待到期"),
    State.PASS: marked("{n:,} 项合格"),
    State.NOT_APPLICABLE: marked("{n:,} 项不适用"),
}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`sentence` first; `scope` says what it rests on; `warnings` must not be overlooked."""

    sentence: str
    scope: str
    warnings: tuple[str, ...]
    tiles: tuple[tuple[State, int], ...]


def conclude(
    counts: Mapping[State, int],
    *,
    vetoes: int,
    questions: int,
    coverage: CoverageView,
    t: Language,
) -> Conclusion:
    """The conclusion from the number of rules in each state."""
    return Conclusion(
        sentence=_sentence(counts, vetoes, t),
        scope=t.sentences(_scope(coverage, t), _questions(questions, t)),
        warnings=_warnings(coverage, t),
        tiles=tuple((state, counts.get(state, 0)) for state in State),
    )


def _sentence(counts: Mapping[State, int], vetoes: int, t: Language) -> str:
    total = sum(counts.values())
    if not total:
        return t("本次检查没有判定任何要求。")
    others = [t(_COUNTED[state], n=counts[state]) for state in _COUNTED if counts.get(state)]
    parts = [_failed(counts.get(State.FAIL, 0), vetoes, t), *others]
    return t("{n:,} 项要求中，{parts}。", n=total, parts=t.listed(parts))


def _failed(failed: int, vetoes: int, t: Language) -> str:
    if not failed:
        return t("没有发现不合格项")
    if not vetoes:
        return t("{n:,} 项不合格", n=failed)
    return t("{n:,} 项不合格（其中单项否决 {vetoes:,} 项）", n=failed, vetoes=vetoes)


def _scope(coverage: CoverageView, t: Language) -> str:
    pages = coverage.pages
    seen, known, share, when = pages.seen, pages.known, pages.share, coverage.crawled_at
    if not known and not when:
        return t(
            "结论以抓取时读到的 {n:,} 个网页为依据（已知 {known:,} 个）。", n=seen, known=known
        )
    if not known:
        return t(
            "结论以 {when} 抓取时读到的 {n:,} 个网页为依据（已知 {known:,} 个）。",
            when=when,
            n=seen,
            known=known,
        )
    if not when:
        return t(
            "结论以抓取时读到的 {n:,} 个网页为依据（已知 {known:,} 个，占 {share}）。",
            n=seen,
            known=known,
            share=share,
        )
    return t(
        "结论以 {when} 抓取时读到的 {n:,} 个网页为依据（已知 {known:,} 个，占 {share}）。",
        when=when,
        n=seen,
        known=known,
        share=share,
    )


def _questions(questions: int, t: Language) -> str:
    if not questions:
        return ""
    return t("另有 {n:,} 条条款须由人工判定，列在“待人工核查”中。", n=questions)


def _warnings(coverage: CoverageView, t: Language) -> tuple[str, ...]:
    pages = coverage.pages
    warnings = []
    if not coverage.complete:
        if coverage.finished:
            ended = t("本次检查不完整：{n:,} 个已知网页没有读到。", n=pages.unseen)
        else:
            ended = t(
                "本次检查不完整：{finish}；{n:,} 个已知网页没有读到。",
                finish=coverage.finish,
                n=pages.unseen,
            )
        only = t("“合格”和“没有发现”只对已读到的网页有效，不能当作全站结论。")
        warnings.append(t.sentences(ended, only))
    if not pages.seen:
        warnings.append(t("本次没有读到任何网页，下列判定不能作为评价网站的依据。"))
    return tuple(warnings)
