"""The site's own search is there and finds what the site holds.

Passes: a search box stands on the home page, or an entrance within `max_clicks` answers; and where it could
be tried, at least `min_found` of the known titles were among the first `top_k` hits.  Fails: it was tried and
says of each of at least `min_tries` known titles that nothing was found, or its address does not exist, and
the home page has no script that may send the box otherwise; the only entrances are broken; or there is none
although everything near home was seen.  Is never pending.  Review: it found too few, or the same for a word
that nobody wrote; its answer could not be read; or what would show an entrance was not seen.  Known limits: a
box that a script or a POST sends, or that robots.txt closes, is not tried, so that it passes by being there; an
index may lag behind by days; nothing is said of the order of the hits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from checker.facts.column_lists import absence_doubt
from checker.facts.entrances import Behind, Entrance, entrances, mark_of_home
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, MeasurementTable, Reason, Verdict

SLOTS = frozenset(
    {"entry", "url", "max_clicks", "names", "tried", "found", "top_k", "how", "pages_seen"}
)
_NOT_TRIED = {
    "post": "检索框要提交数据，没有试搜",
    "script": "检索框由脚本提交，没有试搜",
    "get": "没有试搜",
}
_UNREAD = {
    "wall": (Reason.BLOCKED, "试搜被安全防护拦截"),
    "blocked": (Reason.BLOCKED, "试搜被安全防护拦截"),
}
_NOT_ALLOWED = "robots"
_GONE = frozenset({404, 410})


class Params(BaseParams):
    """How a search is called and marked, how near it must be, and how well it must find."""

    entry_names: Annotated[list[str], Stricter.UNION] = Field(min_length=1)
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    marks: Annotated[list[str], Stricter.UNION] = Field(default=[])
    max_clicks: Annotated[int, Stricter.LOWER] = Field(default=3, ge=0, le=10)
    top_k: Annotated[int, Stricter.LOWER] = Field(default=10, ge=1, le=100)
    min_found: Annotated[float, Stricter.HIGHER] = Field(default=0.5, gt=0, le=1)
    min_tries: int = Field(default=2, ge=1)


def site_search_works(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the site's own search is there and finds."""
    probes = site.snapshot.probes("search")
    data: Mapping[str, Any] = probes[-1].data if probes else {}
    tries = [one for one in data.get("tries", ()) if isinstance(one, Mapping)]
    entry = "首页检索框" if data else (mark_of_home(site, params.marks) or "")
    known = [one for one in tries if one.get("known")]
    found = [one for one in known if _found(one, params)]
    slots = {
        "entry": entry or NONE,
        "url": str(data.get("action") or UNKNOWN),
        "max_clicks": str(params.max_clicks),
        "names": "、".join(params.entry_names),
        "tried": str(len(known)),
        "found": str(len(found)),
        "top_k": str(params.top_k),
        "how": f"试搜 {len(known)} 个已知标题，搜到 {len(found)} 个" if known else "没有试搜",
        "pages_seen": str(len(site.held)),
    }
    if tries and tries[0].get("outcome") != _NOT_ALLOWED:
        sure = data.get("scripted") is False
        return _tried(params, site, asked, tries, slots, sure=sure)
    if entry:
        slots["how"] = (
            "robots.txt 不允许试搜" if tries else _NOT_TRIED.get(str(data.get("form")), "没有试搜")
        )
        home = site.snapshot.info.home
        seen = (evidence(home, f"首页有检索框（{entry}），{slots['how']}", site.home.fetch),)
        return Judgement(Verdict.PASS, slots, None, slots["how"], seen)
    return _entered(params, site, asked, slots)


def _found(one: Mapping[str, Any], params: Params) -> bool:
    rank = one.get("rank")
    return isinstance(rank, int) and rank <= params.top_k


def _tried(
    params: Params,
    site: SiteFacts,
    asked: Question,
    tries: Sequence[Mapping[str, Any]],
    slots: dict[str, str],
    *,
    sure: bool,
) -> Judgement:
    """Judge by what the search answered; without `sure` a visitor may have come elsewhere."""
    known = [one for one in tries if one.get("known")]
    found = [one for one in known if _found(one, params)]
    seen = tuple(_evidence(one, params) for one in tries)
    rows = [[str(one.get("words", "")), _told(one, params)] for one in tries]
    tables = (MeasurementTable(title="试搜", columns=["检索词", "结果"], rows=rows),)
    unread = next((one for one in tries if one.get("outcome") != "ok"), None)
    if unread is not None and unread.get("status") in _GONE:
        why = f"检索框提交的地址不存在（{unread['status']}）"
        if not sure:
            return _may_differ(slots, why, seen, tables)
        return _fail(site, asked, slots, why, str(unread.get("url", "")), seen, tables)
    if unread is not None and not found:
        told = f"检索没有应答（{unread.get('status') or unread.get('outcome')}）"
        reason, why = _UNREAD.get(str(unread.get("outcome")), (Reason.UNREACHABLE, told))
        return Judgement(Verdict.REVIEW, slots, reason, why, seen, tables=tables)
    if len(known) >= params.min_tries and all(_nothing(one) for one in known):
        why = f"试搜 {len(known)} 个网站上有的标题，都说没有找到"
        if not sure:
            return _may_differ(slots, why, seen, tables)
        return _fail(site, asked, slots, why, str(known[0].get("url", "")), seen, tables)
    if len(found) < math.ceil(params.min_found * len(known)):
        why = f"试搜 {len(known)} 个已知标题，前 {params.top_k} 条里只看到 {len(found)} 个"
        scripted = not any(one.get("hits") for one in known)
        reason = Reason.SCRIPT_ONLY if scripted else Reason.ASSISTED
        return Judgement(Verdict.REVIEW, slots, reason, why, seen, tables=tables)
    made_up = next((one for one in tries if not one.get("known")), None)
    if made_up is not None and not made_up.get("nothing") and _same_hits(made_up, found):
        why = "搜一个不存在的词，结果与搜标题一样多，看不出是不是真的在检索"
        return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, why, seen, tables=tables)
    return Judgement(Verdict.PASS, slots, None, slots["how"], seen, tables=tables)


def _may_differ(
    slots: dict[str, str],
    why: str,
    seen: tuple[Evidence, ...],
    tables: tuple[MeasurementTable, ...],
) -> Judgement:
    told = f"{why}；首页有脚本，可能另有提交办法"
    return Judgement(Verdict.REVIEW, slots, Reason.ASSISTED, told, seen, tables=tables)


def _nothing(one: Mapping[str, Any]) -> bool:
    return bool(one.get("nothing")) and one.get("rank") is None and not one.get("hits")


def _same_hits(made_up: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> bool:
    """The word that nobody wrote brings as many hits as every title: a list, not an answer."""
    many = made_up.get("hits") or 0
    return many > 0 and all(one.get("hits") == many for one in found)


def _told(one: Mapping[str, Any], params: Params) -> str:
    if one.get("outcome") != "ok":
        return f"没有读到（{one.get('status') or one.get('outcome')}）"
    rank = one.get("rank")
    if rank is not None:
        late = "" if _found(one, params) else f"，不在前 {params.top_k} 条"
        return f"第 {rank} 条{late}"
    told = "说没有找到" if one.get("nothing") else "结果里没有看到"
    return f"{told}，另有链接 {one.get('hits')} 条" if one.get("hits") else told


def _evidence(one: Mapping[str, Any], params: Params) -> Evidence:
    what = f"试搜“{one.get('words', '')}”：{_told(one, params)}"
    return evidence(str(one.get("url", "")), what, None, str(one.get("text", "")))


def _entered(params: Params, site: SiteFacts, asked: Question, slots: dict[str, str]) -> Judgement:
    """Judge by the entrances elsewhere, where the home page has no search box."""
    there = entrances(site, params.entry_names, params.exclude_names, params.max_clicks)
    seen = tuple(_entrance(one) for one in there)
    for behind, verdict in ((Behind.ANSWERS, Verdict.PASS), (Behind.UNSURE, Verdict.REVIEW)):
        best = next((one for one in there if one.behind is behind), None)
        if best is not None:
            slots |= {"entry": best.column.text, "url": best.column.url}
            return Judgement(verdict, slots, best.reason, best.detail, seen)
    if there:
        slots |= {"entry": there[0].column.text, "url": there[0].column.url}
        why = f"入口“{there[0].column.text}”{there[0].detail}"
        return _fail(site, asked, slots, why, there[0].column.url, seen)
    doubt = absence_doubt(site, params.entry_names, params.exclude_names, params.max_clicks - 1)
    if doubt:
        more = (evidence(doubt.url, doubt.detail, site.snapshot.fetch(doubt.url)),)
        return Judgement(
            Verdict.REVIEW, slots, doubt.reason, doubt.detail, more if doubt.url else ()
        )
    return _fail(site, asked, slots, "没有找到站内检索", "", ())


def _entrance(one: Entrance) -> Evidence:
    return evidence(one.column.url, f"入口“{one.column.text}”：{one.detail}", one.column.last)


def _fail(
    site: SiteFacts,
    asked: Question,
    slots: dict[str, str],
    why: str,
    target: str,
    seen: tuple[Evidence, ...],
    tables: tuple[MeasurementTable, ...] = (),
) -> Judgement:
    finding = Finding(
        # The address of a question holds the words asked for, which change.
        fingerprint=fingerprint(asked.rule, target.partition("?")[0] or "absent"),
        message=why,
        url=site.snapshot.info.home,
        target=target or None,
        observed=why,
        expected="首页有能用的检索框，能搜到网站上有的内容",
        suggestion="修复或设置站内检索，并保证新发布的内容进入检索",
        **place_of(site.home.fetch),
    )
    return Judgement(Verdict.FAIL, slots, None, why, seen, (finding,), tables)
