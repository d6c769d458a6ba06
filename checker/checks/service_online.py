"""A function for visitors can be found on the site and answers: a form, a mailbox, an enquiry.

Passes: a link so named lies at most `max_clicks` from home and what it leads to answers, with one of
`shows` on it where that is asked (or asks to log in, where `login_wall_ok`); or one of `marks` stands
in the home page's source.  Fails: every such link is broken; or there is none although everything
near home was seen.  Is never pending.  Review: the target was not seen, asks to log in, lies on another
host that was not read, or shows none of the words.  Nothing is ever submitted.  Known limits: that a
form answers says nothing of whether anyone reads it.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from checker.facts.column_lists import absence_doubt
from checker.facts.columns import Column
from checker.facts.entrances import Behind, Entrance, entrances, mark_of_home
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, Verdict

SLOTS = frozenset({"what", "entry", "url", "clicks", "max_clicks", "names", "pages_seen"})
_VERDICTS = {Behind.ANSWERS: Verdict.PASS, Behind.UNSURE: Verdict.REVIEW}


class Params(BaseParams):
    """What the function is called, how near it must be, and what its page must show."""

    what: str = Field(min_length=1)
    entry_names: Annotated[list[str], Stricter.UNION] = Field(min_length=1)
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    shows: list[str] = Field(default=[])
    marks: list[str] = Field(default=[])
    max_clicks: Annotated[int, Stricter.LOWER] = Field(default=3, ge=0, le=10)
    login_wall_ok: bool = True


def service_online(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the function is there and answers."""
    tried = entrances(
        site,
        params.entry_names,
        params.exclude_names,
        params.max_clicks,
        shows=params.shows,
        login_wall_ok=params.login_wall_ok,
    )
    for behind in _VERDICTS:
        best = next((one for one in tried if one.behind is behind), None)
        if best is not None:
            return _answer(params, site, tried, best)
    mark = mark_of_home(site, params.marks)
    if mark:
        home = site.home.fetch
        told = f"首页源码中有“{mark}”"
        seen = (evidence(site.snapshot.info.home, told, home),)
        return Judgement(Verdict.PASS, _slots(params, site, None, mark), None, told, seen)
    if tried:
        return _failed(params, site, asked, tried, tried[0])
    doubt = absence_doubt(site, params.entry_names, params.exclude_names, params.max_clicks - 1)
    if doubt:
        slots = _slots(params, site, None, NONE)
        more = (evidence(doubt.url, doubt.detail, site.snapshot.fetch(doubt.url)),)
        return Judgement(
            Verdict.REVIEW, slots, doubt.reason, doubt.detail, more if doubt.url else ()
        )
    return _failed(params, site, asked, tried, None)


def _answer(params: Params, site: SiteFacts, tried: list[Entrance], best: Entrance) -> Judgement:
    slots = _slots(params, site, best.column, best.column.text)
    seen = tuple(
        evidence(one.column.url, f"入口“{one.column.text}”：{one.detail}", one.column.last)
        for one in [best, *(one for one in tried if one is not best)]
    )
    return Judgement(_VERDICTS[best.behind], slots, best.reason, best.detail, seen)


def _failed(
    params: Params, site: SiteFacts, asked: Question, tried: list[Entrance], one: Entrance | None
) -> Judgement:
    column = one.column if one else None
    why = f"入口“{column.text}”{one.detail}" if one and column else f"没有找到{params.what}的入口"
    finding = Finding(
        fingerprint=fingerprint(asked.rule, column.url if column else "absent"),
        message=why,
        url=(column.seen_on if column else None) or site.snapshot.info.home,
        target=column.url if column else None,
        observed=one.detail if one else NONE,
        expected=f"首页 {params.max_clicks} 次点击内有可用的入口",
        suggestion=f"在首页或互动栏目设置{params.what}入口，并保证能打开",
        **place_of(column.last if column else site.home.fetch),
    )
    seen = tuple(
        evidence(t.column.url, f"入口“{t.column.text}”：{t.detail}", t.column.last) for t in tried
    )
    slots = _slots(params, site, column, column.text if column else NONE)
    return Judgement(Verdict.FAIL, slots, None, why, seen, (finding,))


def _slots(params: Params, site: SiteFacts, column: Column | None, entry: str) -> dict[str, str]:
    return {
        "what": params.what,
        "entry": entry,
        "url": column.url if column else UNKNOWN,
        "clicks": str(column.clicks) if column else UNKNOWN,
        "max_clicks": str(params.max_clicks),
        "names": "、".join(params.entry_names),
        "pages_seen": str(len(site.held)),
    }
