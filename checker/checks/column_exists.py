"""A column of one of the given names lies near the home page and holds real entries.

Passes: a column so named is at most `max_clicks` from home and holds at least `min_items` entries,
counted over its further pages and the sub-columns below it.  Fails: nothing is so named although
home and every column-like page on the way were seen; or the column was read and holds fewer; or it
lies deeper.  Is never pending.  Review: the column or a page on the way was not seen (blocked,
unreachable, budget …), a script or pictures may bring its rows, it lies on a host that was not read,
its rows do not say what they are, a column under an unlisted name may be meant, or it is not seen
to lie below one of `within`.
Known limits: rows are judged by their titles alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from checker.facts.breadth import too_narrow
from checker.facts.column_lists import is_article
from checker.facts.columns import Column, columns_named, scripted
from checker.facts.entries import Entry
from checker.facts.gaps import gaps_within, main_reason
from checker.facts.item_kinds import ItemKinds, sort_items
from checker.facts.lists import ListSeen, read_list
from checker.facts.names import NameMatch, normal
from checker.facts.not_seen import why_not_seen
from checker.facts.site import SiteFacts
from checker.facts.under import lies_under
from checker.facts.urls import is_directory
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, Reason, Verdict
from crawler.snapshot import Fetch, Outcome, Role

SLOTS = frozenset(
    {"names", "column", "url", "clicks", "max_clicks", "items", "min_items", "pages_seen"}
)
_SHOWN = 3
_MOST_CHILDREN = 40
_MOST_AKIN = 20
_TITLE = 30


class Params(BaseParams):
    """What column is wanted, how near, and how full."""

    names: list[str] = Field(min_length=1)
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    max_clicks: Annotated[int, Stricter.LOWER] = Field(default=3, ge=0, le=10)
    min_items: Annotated[int, Stricter.HIGHER] = Field(default=3, ge=0, le=10_000)
    item_words: list[str] = Field(default=[])
    item_exclude: Annotated[list[str], Stricter.UNION] = Field(default=[])
    related_words: list[str] = Field(default=[])
    within: list[str] = Field(default=[])


@dataclass(slots=True)
class _Tried:
    """A candidate column and what became of it.  `doubt` is why it could not be judged."""

    column: Column
    items: list[Entry]
    doubt: Reason | None = None
    detail: str = ""
    usable: bool = True


def column_exists(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the column exists, is near enough, and is not empty."""
    tried = [_try(site, column, params) for column in _wanted(site, params)]
    usable = [one for one in tried if one.usable]
    for one in usable:
        clicks = one.column.clicks
        if one.doubt is None and len(one.items) >= params.min_items:
            if params.within and not lies_under(site, one.column, params.within):
                one.doubt = Reason.ASSISTED
                one.detail = f"没有看到它在“{params.within[0]}”之下"
                continue
            if clicks is not None and clicks <= params.max_clicks:
                return _judgement(Verdict.PASS, params, site, one, tried)
            hidden = gaps_within(site, params.max_clicks - 1)
            if clicks is None or hidden:
                one.doubt = hidden[0].reason if hidden else Reason.ASSISTED
                one.detail = "有页面没有看到，可能还有更短的路径"
    doubtful = [one for one in usable if one.doubt is not None]
    if doubtful:
        one = doubtful[0]
        return _judgement(
            Verdict.REVIEW, params, site, one, tried, reason=one.doubt, why=one.detail
        )
    related = _related(params, site, tried)
    if related is not None:
        return _judgement(
            Verdict.REVIEW, params, site, related, tried, reason=related.doubt, why=related.detail
        )
    if any(one.column.match is NameMatch.EXACT for one in usable):
        best = max(usable, key=lambda one: len(one.items))
        return _failed(params, site, asked, best, tried)
    return _nearly_or_nothing(params, site, asked, usable, tried)


def _nearly_or_nothing(
    params: Params, site: SiteFacts, asked: Question, usable: list[_Tried], tried: list[_Tried]
) -> Judgement:
    """No column bears the name itself: that is a fact only where nothing was left unseen."""
    hidden_link = scripted(site, params.names, params.exclude_names, params.max_clicks - 1)
    if hidden_link:
        where, text = hidden_link
        why = f"“{text}”由脚本打开，源码中没有网址"
        more = (evidence(where, why, site.snapshot.fetch(where), text),)
        reason = Reason.SCRIPT_ONLY
        return _judgement(
            Verdict.REVIEW, params, site, None, tried, reason=reason, why=why, more=more
        )
    gaps = gaps_within(site, params.max_clicks - 1)
    if gaps:
        seen = tuple(evidence(g.url, f"没有看到（{g.detail}）", g.fetch, g.text) for g in gaps)
        why = f"有 {len(gaps)} 个栏目页没有看到：{gaps[0].detail}"
        reason = main_reason([gap.reason for gap in gaps])
        return _judgement(
            Verdict.REVIEW, params, site, None, tried, reason=reason, why=why, more=seen
        )
    narrow = too_narrow(site)
    if narrow:
        reason = Reason.TOO_FEW
        return _judgement(Verdict.REVIEW, params, site, None, tried, reason=reason, why=narrow)
    best = max(usable, key=lambda one: len(one.items), default=None)
    return _failed(params, site, asked, best, tried)


def _wanted(site: SiteFacts, params: Params) -> list[Column]:
    """Return the candidates that are columns of their own: not home, not an article."""
    home = site.home.fetch.url if site.home.fetch else None
    found = []
    for column in columns_named(site, params.names, params.exclude_names):
        page = site.page(column.last.url) if column.last else None
        if page is not None and (page.url == home or is_article(page, column)):
            continue
        found.append(column)
    return found


def _try(site: SiteFacts, column: Column, params: Params) -> _Tried:
    last = column.last
    if last is not None and last.role in {Role.EXTERNAL, Role.ATTACHMENT}:
        detail = "栏目链接指向其他网站，没有读取其内容"
        return _Tried(column, [], Reason.ASSISTED, detail)
    if last is not None and last.outcome is Outcome.NOT_FOUND:
        return _Tried(column, [], detail="栏目链接打不开（页面不存在）", usable=False)
    if last is None or site.page(last.url) is None:
        if last is not None and last.is_html:
            return _Tried(column, [])  # an empty answer: a column without entries
        return _Tried(column, [], *why_not_seen(last))
    seen = read_list(site, last.url, column.text)
    items = _kinds(site, seen.entries, params).wanted
    if len(items) >= params.min_items:
        return _Tried(column, items)
    return _look_below(site, column, seen, params)


def _look_below(site: SiteFacts, column: Column, seen: ListSeen, params: Params) -> _Tried:
    """Count the sub-columns in, and say what stands in the way of believing a low count."""
    entries, unseen = list(seen.entries), list(seen.unseen)
    for child in seen.sure[:_MOST_CHILDREN]:
        below = read_list(site, child)
        entries += below.entries
        unseen += below.unseen
        seen.doubts += below.doubts
    kinds = _kinds(site, entries, params)
    items = kinds.wanted
    if len(items) >= params.min_items:
        return _Tried(column, items)
    if unseen:
        return _Tried(column, items, unseen[0].reason, f"栏目没有看全：{unseen[0].detail}")
    if seen.first is not None and seen.first.image_only:
        return _Tried(column, items, Reason.IMAGE_ONLY, "栏目页的内容是图片")
    if seen.doubts:
        return _Tried(column, items, seen.doubts[0].reason, seen.doubts[0].detail)
    if len(items) + len(kinds.unclear) >= params.min_items:
        detail = f"有 {len(kinds.unclear)} 条信息从标题看不出是否符合要求（如“{kinds.unclear[0].title[:_TITLE]}”）"
        return _Tried(column, items, Reason.ASSISTED, detail)
    others = [entry for child in seen.maybe for entry in read_list(site, child).entries]
    if len(_kinds(site, [*entries, *others], params).wanted) >= params.min_items:
        detail = "栏目页链接的其他栏目里有条目，不能确定是否属于本栏目"
        return _Tried(column, items, Reason.ASSISTED, detail)
    return _Tried(column, items)


def _related(params: Params, site: SiteFacts, tried: list[_Tried]) -> _Tried | None:
    """Return an unlisted column that a person might take for the one wanted, None without any.

    One counts that is called like it, or holds mostly what is wanted, and would be full enough; or
    several columns that are full enough together.
    """
    shut = {one.column.last.url for one in tried if one.column.last}
    near = [one for one in tried if one.usable and _near(one.column, params)]
    together = [item for one in near for item in one.items]
    best: _Tried | None = max(near, key=lambda one: len(one.items), default=None)
    for column, called in _akin(params, site, shut):
        one = _try(site, column, params)
        if called and one.doubt is not None:
            one.detail = f"栏目“{column.text}”名称相近，{one.detail}"
            return one
        together += one.items
        best = best if best and len(best.items) >= len(one.items) else one
    if best is None or len({(normal(x.title), x.url) for x in together}) < params.min_items:
        return None
    many = len(best.items) < params.min_items
    how = "几个栏目合起来够数，不能确定是否算作一个栏目" if many else "不能确定是否就是要求的栏目"
    detail = f"栏目“{best.column.text}”有符合要求的信息 {len(best.items)} 条，{how}"
    return _Tried(best.column, best.items, Reason.ASSISTED, detail)


def _near(column: Column, params: Params) -> bool:
    return column.clicks is not None and column.clicks <= params.max_clicks


def _akin(params: Params, site: SiteFacts, shut: set[str]) -> list[tuple[Column, bool]]:
    """Return the near columns that no name fits, and whether they are called like the wanted."""
    home = site.home.fetch.url if site.home.fetch else None
    found = []
    for fetch, text in site.once(_may_be_columns) if params.item_words else ():
        clicks = site.clicks(fetch.url)
        if clicks is None or clicks > params.max_clicks or fetch.url in shut or fetch.url == home:
            continue
        page, plain = site.page(fetch.url), normal(text)
        if page is None or any(word in plain for word in map(normal, params.exclude_names)):
            continue
        called = is_directory(fetch.url) and any(w in plain for w in params.related_words)
        rows = [entry for entry in page.entries if entry.url not in site.templates]
        fits = _kinds(site, rows, params).wanted
        if called or (len(fits) >= params.min_items and len(fits) * 2 >= len(rows)):
            way = site.ways[fetch.url]
            column = Column(
                *(text, NameMatch.CONTAINED, text, "相近栏目", fetch.url, fetch, clicks, way.page)
            )
            found.append((column, called))
    return found[:_MOST_AKIN]


def _may_be_columns(site: SiteFacts) -> list[tuple[Fetch, str]]:
    """Return the pages that a way leads to and that are no articles, and what each is called."""
    texts = {target: text for (text, target) in reversed(site.link_texts)}
    found = []
    for fetch in site.held:
        page = site.glance(fetch.url) if site.clicks(fetch.url) is not None else None
        if page is not None and not page.article:
            found.append((fetch, texts.get(fetch.url) or page.column_name or page.title))
    return found


def _kinds(site: SiteFacts, entries: list[Entry], params: Params) -> ItemKinds:
    """Sort the entries by the rule's words."""
    return sort_items(site, entries, params.item_words, params.item_exclude)


def _failed(
    params: Params, site: SiteFacts, asked: Question, one: _Tried | None, tried: list[_Tried]
) -> Judgement:
    home = site.home.fetch.url if site.home.fetch else site.snapshot.info.home
    if one is None:
        dead = next((t for t in tried if not t.usable), None)
        observed = dead.detail if dead else NONE
        url, target = home, dead.column.url if dead else None
        message = (
            f"没有找到名为“{'”“'.join(params.names[:_SHOWN])}”等的栏目" if not dead else dead.detail
        )
        fetch = site.home.fetch
    elif len(one.items) < params.min_items:
        observed = f"{len(one.items)} 条"
        url, target, fetch = one.column.url, None, one.column.last
        message = f"栏目“{one.column.text}”只有 {len(one.items)} 条符合要求的信息"
    else:
        observed = f"{one.column.clicks} 次点击"
        url, target, fetch = one.column.url, None, one.column.last
        message = f"栏目“{one.column.text}”离首页 {one.column.clicks} 次点击"
    finding = Finding(
        fingerprint=fingerprint(asked.rule, url if one else "absent"),
        message=message,
        url=url,
        target=target,
        observed=observed,
        expected=f"首页 {params.max_clicks} 次点击内可达，至少 {params.min_items} 条",
        suggestion="设立或充实该栏目，并在首页或上级栏目放置入口",
        **place_of(fetch),
    )
    result = _judgement(Verdict.FAIL, params, site, one, tried, why=message)
    return Judgement(
        result.verdict, result.slots, None, message, result.evidence, (finding,), result.tables
    )


def _judgement(  # noqa: PLR0913  # the parts of one answer, all named at the call
    verdict: Verdict,
    params: Params,
    site: SiteFacts,
    one: _Tried | None,
    tried: list[_Tried],
    *,
    reason: Reason | None = None,
    why: str = "",
    more: tuple[Evidence, ...] = (),
) -> Judgement:
    column = one.column if one else None
    far = column.clicks if column else None
    slots = {
        "names": "、".join(params.names),
        "column": column.text if column else NONE,
        "url": column.url if column else UNKNOWN,
        "clicks": str(far) if far is not None else UNKNOWN,
        "max_clicks": str(params.max_clicks),
        "items": str(len(one.items)) if one and not (one.doubt and not one.items) else UNKNOWN,
        "min_items": str(params.min_items),
        "pages_seen": str(len(site.held)),
    }
    if one is None and verdict is Verdict.FAIL:
        slots["items"] = "0"
    shown = [one, *[t for t in tried if t is not one]] if one else tried
    return Judgement(verdict, slots, reason, why, tuple(map(_evidence, shown)) + more)


def _evidence(one: _Tried) -> Evidence:
    column = one.column
    way = f"，离首页 {column.clicks} 次点击" if column.clicks is not None else ""
    seen = f"，见于 {column.seen_on}" if column.seen_on else ""
    told = f"；{one.detail}" if one.detail else f"；符合要求的条目 {len(one.items)} 条"
    what = f"候选栏目“{column.text}”（{column.how}{seen}{way}）{told}"
    excerpt = "；".join(item.title for item in one.items[:_SHOWN])
    return evidence(column.last.url if column.last else column.url, what, column.last, excerpt)
