"""A function for visitors can be found on the site and answers: a form, a mailbox, an enquiry.

Passes: a link so named lies at most `max_clicks` from home and what it leads to answers, with one of
`shows` on it where that is asked (or asks to log in, where `login_wall_ok`); or one of `marks` stands
in the home page's source.  Fails: every such link is broken; or there is none although everything
near home was seen.  Is never pending.  Review: the target was not seen, asks to log in, lies on another
host that was not read, or shows none of the words.  Nothing is ever submitted.  Known limits: that a
form answers says nothing of whether anyone reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from checker.facts.column_lists import absence_doubt
from checker.facts.columns import Column, columns_named
from checker.facts.link_state import Alive, Broken, LinkStates, Unchecked, Undecided
from checker.facts.markup import read_markup
from checker.facts.names import normal
from checker.facts.not_seen import why_not_seen
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Finding, Reason, Verdict
from crawler.snapshot import Outcome, Role

SLOTS = frozenset({"what", "entry", "url", "clicks", "max_clicks", "names", "pages_seen"})
_MOST = 12
_TAG = re.compile(r"<[a-zA-Z][^<>]{0,2000}>")


class Params(BaseParams):
    """What the function is called, how near it must be, and what its page must show."""

    what: str = Field(min_length=1)
    entry_names: Annotated[list[str], Stricter.UNION] = Field(min_length=1)
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    shows: list[str] = Field(default=[])
    marks: list[str] = Field(default=[])
    max_clicks: Annotated[int, Stricter.LOWER] = Field(default=3, ge=0, le=10)
    login_wall_ok: bool = True


@dataclass(frozen=True, slots=True)
class _Tried:
    """One entry and what came of it; `verdict` is FAIL only for what a visitor finds broken."""

    column: Column
    verdict: Verdict
    reason: Reason | None
    detail: str


def service_online(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the function is there and answers."""
    tried = [
        _try(site, params, column)
        for column in columns_named(site, params.entry_names, params.exclude_names)[:_MOST]
        if column.clicks is not None and column.clicks <= params.max_clicks
    ]
    for verdict in (Verdict.PASS, Verdict.REVIEW):
        best = next((one for one in tried if one.verdict is verdict), None)
        if best is not None:
            return _answer(params, site, tried, best)
    mark = _mark(site, params)
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


def _try(site: SiteFacts, params: Params, column: Column) -> _Tried:
    state = site.once(LinkStates).of(column.url, (column.text,))
    last = site.resolve(column.url).last
    if last is not None and last.outcome is Outcome.LOGIN:
        if params.login_wall_ok:
            return _Tried(column, Verdict.PASS, None, "入口可达，办理需要登录")
        return _Tried(column, Verdict.REVIEW, Reason.LOGIN, "需要登录才能看到")
    if isinstance(state, Broken):
        return _Tried(column, Verdict.FAIL, None, f"打不开：{state.detail}")
    if isinstance(state, Undecided):
        return _Tried(column, Verdict.REVIEW, state.reason, state.detail)
    if isinstance(state, Unchecked) or last is None:
        return _Tried(column, Verdict.REVIEW, *why_not_seen(last))
    assert isinstance(state, Alive)  # noqa: S101 - there is no fifth state
    return _shown(site, params, column)


def _shown(site: SiteFacts, params: Params, column: Column) -> _Tried:
    """Look whether the page shows what it must; another host's page is believed when it answers."""
    last = site.resolve(column.url).last
    page = site.page(last.url) if last else None
    if not params.shows:
        return _Tried(column, Verdict.PASS, None, "入口可达")
    if page is None or last is None or last.role is Role.EXTERNAL:
        return _Tried(column, Verdict.REVIEW, Reason.ASSISTED, "入口在其他网站，没有核对内容")
    text = normal(page.title + page.visible + site.snapshot.text(last.url)[:200_000])
    word = next((word for word in params.shows if normal(word) in text), None)
    if word:
        return _Tried(column, Verdict.PASS, None, f"页面上有“{word}”")
    if page.script_only:
        return _Tried(column, Verdict.REVIEW, Reason.SCRIPT_ONLY, "页面内容由脚本生成")
    detail = f"页面上没有看到“{'”“'.join(params.shows[:3])}”"
    return _Tried(column, Verdict.REVIEW, Reason.ASSISTED, detail)


def _mark(site: SiteFacts, params: Params) -> str | None:
    """Return the first mark in the home page's tags and scripts; a word in its text is none."""
    home = site.home.fetch
    if home is None or not params.marks:
        return None
    html = site.snapshot.text(home.url)
    source = "".join(_TAG.findall(html)) + read_markup(html).scripts
    return next((mark for mark in params.marks if mark in source), None)


def _answer(params: Params, site: SiteFacts, tried: list[_Tried], best: _Tried) -> Judgement:
    slots = _slots(params, site, best.column, best.column.text)
    seen = tuple(
        evidence(one.column.url, f"入口“{one.column.text}”：{one.detail}", one.column.last)
        for one in [best, *(one for one in tried if one is not best)]
    )
    return Judgement(best.verdict, slots, best.reason, best.detail, seen)


def _failed(
    params: Params, site: SiteFacts, asked: Question, tried: list[_Tried], one: _Tried | None
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
