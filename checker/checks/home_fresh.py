"""The home page shows something new: the newest of what it links to is new enough.

Passes: something on the home page or behind one of its links was published within `max_age_days`.  Fails:
the home page and all that its links lead to on this site were seen, at least `min_population` bear dates,
none was left without a date in a list, and the newest is older.  Is never pending.  Review: anything of
it was not seen or bears no date, a script or a frame may bring more, or too few dates were seen.  Known
limits: one look at one moment; what stands for less than the time between two scans is not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from checker.facts.not_seen import why_not_seen
from checker.facts.page import PageFacts
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, Reason, Verdict
from crawler.snapshot import LinkKind, Outcome, Role

SLOTS = frozenset({"newest", "age", "title", "dated", "undated", "max_age_days", "pages_seen"})
_SHOWN = 5
_LEADS = frozenset({LinkKind.ANCHOR, LinkKind.FRAME})


class Params(BaseParams):
    """How old the newest may be, and of how many dated things that can be said."""

    max_age_days: Annotated[int, Stricter.LOWER] = Field(ge=1)
    min_population: int = Field(default=5, ge=1)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One thing that the home page shows."""

    title: str
    url: str
    day: date


@dataclass(frozen=True, slots=True)
class _Doubt:
    reason: Reason
    detail: str


def home_fresh(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the home page shows something new."""
    home = site.home.page
    if home is None:  # the engine tells a home page that was not seen before any check is asked
        return Judgement(Verdict.REVIEW, dict.fromkeys(SLOTS, UNKNOWN), Reason.UNREACHABLE)
    dated, undated, unseen = _shown_on(home, site, asked.as_of)
    dated.sort(key=lambda one: one.day, reverse=True)
    newest = dated[0] if dated else None
    age = (asked.as_of - newest.day).days if newest else None
    slots = {
        "newest": str(newest.day) if newest else NONE,
        "age": str(age) if age is not None else UNKNOWN,
        "title": newest.title if newest else UNKNOWN,
        "dated": str(len(dated)),
        "undated": str(undated),
        "max_age_days": str(params.max_age_days),
        "pages_seen": str(len(site.held)),
    }
    seen = tuple(
        evidence(one.url, f"{one.day} 公布：{one.title}", site.resolve(one.url).last)
        for one in dated[:_SHOWN]
    )
    if newest and age is not None and age <= params.max_age_days:
        return Judgement(Verdict.PASS, slots, evidence=seen)
    doubt = unseen or _doubt(home, len(dated), undated, params)
    if doubt or newest is None:
        why = doubt.detail if doubt else "首页没有带日期的内容"
        return Judgement(
            Verdict.REVIEW, slots, doubt.reason if doubt else Reason.TOO_FEW, why, seen
        )
    why = f"首页最新一条公布于 {newest.day}，已有 {age} 天"
    finding = Finding(
        fingerprint=fingerprint(asked.rule, home.url),
        message=why,
        url=home.url,
        target=newest.url,
        observed=str(newest.day),
        expected=f"{params.max_age_days} 天内有更新",
        excerpt=newest.title,
        suggestion="首页集中展示最新发布的信息",
        **place_of(site.home.fetch),
    )
    return Judgement(Verdict.FAIL, slots, None, why, seen, (finding,))


def _shown_on(
    home: PageFacts, site: SiteFacts, as_of: date
) -> tuple[list[_Shown], int, _Doubt | None]:
    """What the home page shows with a day, how many rows show none, and what behind it was not seen.

    A day after `as_of` is no day of publication.
    """
    rows = {
        entry.url: entry
        for entry in (*home.entries, *home.beside)
        if entry.url and not entry.placeholder
    }
    texts = {
        link.target: link.text for link in site.snapshot.links(home.url) if link.kind in _LEADS
    }
    shown, undated, doubt = [], 0, None
    for url in dict.fromkeys([*rows, *texts]):
        entry = rows.get(url)
        last = site.resolve(url).last
        away = last is not None and (last.role is not Role.PAGE or last.url == home.url)
        if not away and (last is None or last.outcome not in {Outcome.OK, Outcome.NOT_FOUND}):
            reason, detail = why_not_seen(last)
            doubt = doubt or _Doubt(reason, f"首页上有链接没有看到：{detail}（{url}）")
        day = site.published(url, entry.date if entry else None)
        if day is not None and day <= as_of:
            shown.append(_Shown(entry.title if entry else texts.get(url, ""), url, day))
        elif entry is not None:
            undated += 1
    return shown, undated, doubt


def _doubt(home: PageFacts, dated: int, undated: int, params: Params) -> _Doubt | None:
    """Why something newer may stand there all the same, or too little was seen to say so."""
    if home.script_only or home.hollow or home.draws:
        return _Doubt(Reason.SCRIPT_ONLY, "首页有内容由脚本生成")
    if undated:
        return _Doubt(Reason.TOO_FEW, f"首页有 {undated} 条信息看不出公布日期")
    if dated < params.min_population:
        return _Doubt(Reason.TOO_FEW, f"首页只有 {dated} 条信息看得出公布日期")
    return None
