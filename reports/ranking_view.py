"""A ranking as the page and the table show it: row by row, in words, bounded.

No markup and no escaping here; nothing is counted or ordered either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.results import Compliance
from reports.comparison import Change
from reports.comparison_words import change_label
from reports.language import Language
from reports.moments import moment
from reports.ranking import Apart, Group, Medians, Ranking, RuleTally
from reports.standing import Measure, Since, Standing
from reports.states import State
from reports.visible import Address, address, clip

_MAX_NAME = 120
_MAX_PATH = 300
_MAX_DIGEST = 12
_MAX_REASON = 600
_MOST_FAILING = 20
_NOTHING = "—"
_ALWAYS = (Change.NEW, Change.FIXED, Change.PERSISTING)


@dataclass(frozen=True, slots=True)
class RateView:
    """One document's rate at one site, with both denominators."""

    rate: str
    counts: str
    decided: str


@dataclass(frozen=True, slots=True)
class SinceView:
    """The change since the last audit of a site: when that was, what changed, failed then and now."""

    as_of: str
    changes: tuple[tuple[str, int], ...]
    failed: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """One site's row.  `number` is its anchor's, `place` "" outside an order."""

    number: int
    place: str
    name: str
    home: Address
    link: str
    as_of: str
    crawled_at: str
    vetoed: int
    failed: int
    decided: int
    share: str
    states: tuple[tuple[State, int], ...]
    findings: int
    rates: tuple[RateView, ...]
    pages: str
    read: str
    since: SinceView | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule: at how many sites it fails, of how many that decided it, and where; `advised` as advice."""

    id: str
    title: str
    theme: str
    failed: int
    advised: int
    decided: int
    review: int
    failing: tuple[tuple[int, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class MedianView:
    """The middle of a group."""

    vetoed: str
    failed: str
    decided: str
    share: str
    findings: str
    rates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackView:
    """A document that a group was judged by."""

    id: str
    title: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """Sites in one order."""

    packs: tuple[PackView, ...]
    sites: tuple[SiteView, ...]
    median: MedianView | None
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class RankingView:
    """The whole page."""

    groups: tuple[GroupView, ...]
    apart: tuple[SiteView, ...]
    unread: tuple[tuple[str, str], ...]
    days: str
    sites: int
    vetoed: int
    compared: int


def ranking_view(ranking: Ranking, t: Language) -> RankingView:
    """The view of a ranking."""
    number = 0
    groups = []
    for group in ranking.groups:
        groups.append(_group(group, number, t))
        number += len(group.placed)
    apart = tuple(
        _site(one.standing, (), number + n, "", t, why=why_told(one.why, t))
        for n, one in enumerate(ranking.apart)
    )
    placed = [one.standing for group in ranking.groups for one in group.placed]
    return RankingView(
        groups=tuple(groups),
        apart=apart,
        unread=tuple(
            (clip(u.path, _MAX_PATH, t), clip(u.reason, _MAX_REASON, t)) for u in ranking.unread
        ),
        days=_days(ranking.days, t),
        sites=ranking.sites,
        vetoed=sum(bool(one.vetoed) for one in placed),
        compared=sum(one.since is not None for one in placed),
    )


def _group(group: Group, first: int, t: Language) -> GroupView:
    sites = tuple(
        _site(one.standing, group.measures, first + n, str(one.place), t)
        for n, one in enumerate(group.placed)
    )
    return GroupView(
        packs=tuple(
            PackView(
                id=clip(one.id, _MAX_NAME, t),
                title=clip(one.title, _MAX_NAME, t),
                version=clip(one.version, _MAX_NAME, t),
                digest=one.digest[:_MAX_DIGEST],
            )
            for one in group.measures
        ),
        sites=sites,
        median=None if group.medians is None else _median(group.medians, t),
        rules=tuple(_rule(one, sites, t) for one in group.rules),
    )


def _site(
    one: Standing,
    measures: Sequence[Measure],
    number: int,
    place: str,
    t: Language,
    *,
    why: str = "",
) -> SiteView:
    rates = {rate.pack: rate for rate in one.compliance}
    return SiteView(
        number=number,
        place=place,
        name=clip(one.name, _MAX_NAME, t) or t("（网站名称没有记录）"),
        home=address(one.home, t),
        link=one.link,
        as_of=clip(one.as_of, _MAX_NAME, t),
        crawled_at=moment(one.crawled_at, t),
        vetoed=one.vetoed,
        failed=one.failed,
        decided=one.decided,
        share=_NOTHING if one.share is None else t.percentage(one.share),
        states=tuple((state, one.states.get(state, 0)) for state in State),
        findings=one.findings,
        rates=tuple(_rate(rates.get(measure.id), t) for measure in measures),
        pages=f"{t.number(one.pages_fetched)}/{t.number(one.pages_known)}",
        read=t.percentage(one.pages_fetched / one.pages_known) if one.pages_known else _NOTHING,
        since=None if one.since is None else _since(one.since, one.failed, t),
        why=why,
    )


def _rate(one: Compliance | None, t: Language) -> RateView:
    if one is None:
        return RateView(_NOTHING, "", "")
    return RateView(
        rate=_NOTHING if one.rate is None else t.percentage(one.rate),
        counts=f"{one.passed:,}/{one.decided:,}",
        decided=f"{one.decided:,}/{one.due:,}",
    )


def _since(since: Since, failed: int, t: Language) -> SinceView:
    changes = tuple(
        (change_label(change, t), count)
        for change in Change
        if (count := since.changes.get(change, 0)) or change in _ALWAYS
    )
    moved = f"{since.failed:,} → {failed:,}" if since.comparable else ""
    return SinceView(clip(since.as_of, _MAX_NAME, t), changes, moved)


def _median(one: Medians, t: Language) -> MedianView:
    return MedianView(
        vetoed=_middle(one.vetoed, t),
        failed=_middle(one.failed, t),
        decided=_middle(one.decided, t),
        share=t.percentage(one.share),
        findings=_middle(one.findings, t),
        rates=tuple(_NOTHING if rate is None else t.percentage(rate) for rate in one.rates),
    )


def _middle(value: float, t: Language) -> str:
    return t.number(value, 0 if value == int(value) else 1)


def _rule(one: RuleTally, sites: Sequence[SiteView], t: Language) -> RuleView:
    failed, advised = one.states.get(State.FAIL, 0), one.states.get(State.ADVICE, 0)
    return RuleView(
        id=clip(one.id, _MAX_NAME, t),
        title=clip(one.title, _MAX_NAME, t),
        theme=clip(one.theme, _MAX_NAME, t),
        failed=failed,
        advised=advised,
        decided=failed + advised + one.states.get(State.PASS, 0),
        review=one.states.get(State.REVIEW, 0),
        failing=tuple((sites[n].number, sites[n].name) for n in one.failing[:_MOST_FAILING]),
        more=max(len(one.failing) - _MOST_FAILING, 0),
    )


def why_told(why: Apart, t: Language) -> str:
    """Why a site has no place in the order."""
    return {
        Apart.INCOMPLETE: t("检查未完成"),
        Apart.TOO_LITTLE: t("已判定的要求不到同组中位数的一半"),
    }[why]


def _days(days: Sequence[str], t: Language) -> str:
    shown = [clip(day, _MAX_NAME, t) for day in days]
    if len(shown) <= 1:
        return "".join(shown)
    return t("{first} 至 {last}", first=shown[0], last=shown[-1])
