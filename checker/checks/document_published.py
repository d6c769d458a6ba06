"""The document of a year is published, in time, with a body or a file that opens.

Passes: the government's own document of the year stands on a page with at least `min_body_chars`
characters, or with a file that opened; not later than `by` where a date is known.  Fails: its
columns were seen completely and no title matches anywhere; or its day of publication, uncontradicted,
is after `by` (a day of change, or one in the address alone, makes nobody late); or its link is dead.
Pending: not found and `by` has not passed.  Review: the columns or the document were not seen, or
only a script opens them; only bureaus' documents match; dates contradict each other; a row could be
the document under another title; the body is missing or a picture; the crawl was too early for the
document, or a year and more too late.  Known limits: goes by titles; the year that counts is the
title's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator

from checker.document_found import Found, examine, is_own
from checker.facts.breadth import too_narrow
from checker.facts.columns import Column, columns_named, scripted
from checker.facts.dates import Candidate, Settled
from checker.facts.documents import (
    Hit,
    TitlePatterns,
    cut_titles,
    find_documents,
    plain_title,
)
from checker.facts.entries import Entry
from checker.facts.gaps import all_gaps
from checker.facts.glance import page_title
from checker.facts.likely_rows import is_the_document, likely_rows
from checker.facts.lists import ListSeen, Unseen, read_list
from checker.facts.site import SiteFacts
from checker.judgement import (
    CHINA,
    NONE,
    UNKNOWN,
    Judgement,
    Question,
    evidence,
    fingerprint,
    place_of,
)
from checker.params import Params as BaseParams
from checker.params import Stricter
from checker.results import Evidence, Finding, Reason, Verdict
from checker.yearly_day import every_year
from crawler.snapshot import Outcome, Role
from rules.patterns import Pattern, PatternError

SLOTS = frozenset({"year", "title", "url", "published", "by", "columns", "pages_seen"})
_MOST_COLUMNS = 6
_MOST_HITS = 12
_ANY_DEPTH = 1_000_000


class Params(BaseParams):
    """Which document, where it is filed, of which year, and until when."""

    title_any: list[str] = Field(min_length=1)
    title_none: Annotated[list[str], Stricter.UNION] = Field(default=[])
    columns: list[str] = Field(default=[])
    year: Literal["previous", "current"] | int = "previous"
    by: Annotated[str, Stricter.LOWER] = Field(default="03-31", pattern=r"^\d{2}-\d{2}$")
    min_body_chars: Annotated[int, Stricter.HIGHER] = Field(default=200, ge=0)

    @field_validator("title_any", "title_none")
    @classmethod
    def _patterns(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                Pattern(pattern.replace("{year}", "2020"))
            except PatternError as error:  # pydantic shows it with its place
                raise ValueError(f"正则表达式“{pattern[:80]}”{error}") from error
        return patterns

    @field_validator("by")
    @classmethod
    def _day(cls, by: str) -> str:
        return every_year(by)


@dataclass(slots=True)
class _Search:
    """Everything the search brought together."""

    year: int
    due: date
    columns: list[Column]
    filed: list[tuple[str, Entry]]
    seen: list[ListSeen]
    unseen: list[Unseen]
    hits: list[Hit]


def document_published(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the year's document is published, in time and readable."""
    search = _search(params, site, asked.as_of)
    judged = [
        examine(site, hit, search.year, search.due, params.min_body_chars)
        for hit in search.hits
        if is_own(site, hit)
    ]
    for verdict in (Verdict.PASS, Verdict.REVIEW, Verdict.FAIL):
        best = next((found for found in judged if found.verdict is verdict), None)
        if best is not None:
            return _answer(site, asked, search, best)
    return _not_found(params, site, asked, search)


def _search(params: Params, site: SiteFacts, as_of: date) -> _Search:
    year, due_year = _years(params, as_of)
    due = date.fromisoformat(f"{due_year}-{params.by}")
    columns = columns_named(site, params.columns)[:_MOST_COLUMNS] if params.columns else []
    unseen: list[Unseen] = []
    seen: list[ListSeen] = []
    for column in columns:
        seen += _read(site, column, unseen)
    filed = [(page.url, x) for part in seen for page in part.pages for x in page.entries]
    filed += [(columns[0].url, row) for part in seen for row in part.rows]
    patterns = TitlePatterns.of(params.title_any, params.title_none, year)
    hits = find_documents(site, patterns, filed)
    return _Search(year, due, columns, filed, seen, unseen, hits[:_MOST_HITS])


def _years(params: Params, as_of: date) -> tuple[int, int]:
    """Return the year of the document and the year in which it is due."""
    if params.year == "previous":
        return as_of.year - 1, as_of.year
    if params.year == "current":
        return as_of.year, as_of.year
    return params.year, params.year + 1


def _read(site: SiteFacts, column: Column, unseen: list[Unseen]) -> list[ListSeen]:
    """Read a column and what lies below it."""
    last = column.last
    if last is not None and last.role is Role.EXTERNAL:
        unseen.append(Unseen(last.url, Reason.ASSISTED, "栏目在其他网站，没有读取"))
        return []
    if last is not None and last.outcome is Outcome.NOT_FOUND:
        return []
    seen = read_list(site, column.url, column.text)
    children = [*seen.sure, *([] if seen.entries else seen.maybe)]
    parts = [seen, *(read_list(site, child) for child in children)]
    for part in parts:
        unseen += part.unseen
    if seen.first is not None and seen.first.image_only:
        unseen.append(Unseen(seen.first.url, Reason.IMAGE_ONLY, "栏目页的内容是图片"))
    return parts


def _answer(site: SiteFacts, asked: Question, search: _Search, best: Found) -> Judgement:
    fetch = site.resolve(best.hit.url).last
    told = f"找到《{best.hit.title}》（见于 {best.hit.seen_on}）：{best.why}"
    seen = (evidence(best.hit.url, told, fetch, _stands(best.dates)), *_column_evidence(search))
    slots = _slots(site, search, best)
    if best.verdict is not Verdict.FAIL:
        return Judgement(best.verdict, slots, best.reason, best.why, seen)
    published = best.dates.best.value if best.dates.best else None
    late = published is not None and published > search.due
    finding = Finding(
        fingerprint=fingerprint(asked.rule, f"{search.year}"),
        message=f"《{best.hit.title}》{best.why}",
        url=best.hit.seen_on,
        target=best.hit.url,
        found_on=[best.hit.seen_on],
        found_on_count=1,
        observed=str(published) if late else "打不开",
        expected=f"不晚于 {search.due}" if late else "正文或附件能打开",
        excerpt=_stands(best.dates),
        suggestion="保留真实的公布日期，下一年度按时公布" if late else "修复链接或重新发布",
        **place_of(fetch),
    )
    return Judgement(Verdict.FAIL, slots, None, best.why, seen, (finding,))


def _not_found(params: Params, site: SiteFacts, asked: Question, search: _Search) -> Judgement:
    slots, seen = _slots(site, search, None), _column_evidence(search)
    others = tuple(
        evidence(
            hit.url,
            f"相近的文件《{hit.title}》（见于 {hit.seen_on}）",
            site.snapshot.fetch(hit.url),
        )
        for hit in search.hits
    )
    if asked.as_of <= search.due:
        return Judgement(Verdict.PENDING, slots, None, f"期限 {search.due} 未到", (*others, *seen))
    doubt = _doubt(params, site, asked, search)
    if doubt:
        reason, why, more = doubt
        return Judgement(Verdict.REVIEW, slots, reason, why, (*others, *more, *seen))
    last = next((c.last for c in search.columns if c.last), site.home.fetch)
    url = search.columns[0].url if search.columns else site.snapshot.info.home
    finding = Finding(
        fingerprint=fingerprint(asked.rule, f"{search.year}"),
        message=f"没有找到 {search.year} 年度的文件",
        url=url,
        observed=NONE,
        expected=f"{search.due} 前公布",
        suggestion="补发该年度文件，放入相应栏目",
        **place_of(last),
    )
    whole = "栏目已看全" if search.columns else "已知页面都已看过，没有找到相应栏目"
    why = f"{whole}，没有 {search.year} 年度的文件"
    return Judgement(Verdict.FAIL, slots, None, why, (*others, *seen), (finding,))


def _doubt(
    params: Params, site: SiteFacts, asked: Question, search: _Search
) -> tuple[Reason, str, tuple[Evidence, ...]] | None:
    """Say why absence is not proven; None where it is."""
    when = _wrong_time(site, asked, search)
    if when:
        return *when, ()
    if search.hits:
        return Reason.ASSISTED, "只找到部门、乡镇或其他单位的同类文件", ()
    if search.unseen:
        first = search.unseen[0]
        seen = tuple(
            evidence(u.url, f"没有看全：{u.detail}", site.snapshot.fetch(u.url))
            for u in search.unseen
        )
        return first.reason, f"栏目没有看全：{first.detail}", seen
    odd = _odd_titles(params, site, search)
    if odd:
        seen = tuple(
            evidence(h.url, f"可能是：《{h.title}》", site.snapshot.fetch(h.url)) for h in odd
        )
        return Reason.ASSISTED, f"有标题不合惯例的文件，如《{odd[0].title}》", seen
    live = [c for c in search.columns if c.last and c.last.outcome is not Outcome.NOT_FOUND]
    if live:
        return _hidden(params, site, search)
    menu = scripted(site, params.columns, (), _ANY_DEPTH)
    if menu:
        where, text = menu
        seen = (evidence(where, f"由脚本打开的“{text}”", site.snapshot.fetch(where), text),)
        return Reason.SCRIPT_ONLY, f"栏目“{text}”由脚本打开，没有网址可看", seen
    gaps = all_gaps(site)
    if gaps:
        seen = tuple(evidence(g.url, f"没有看到（{g.detail}）", g.fetch, g.text) for g in gaps[:10])
        return gaps[0].reason, f"没有找到相应栏目，且有 {len(gaps)} 个页面没有看到", seen
    narrow = too_narrow(site)
    return (Reason.TOO_FEW, f"没有找到相应栏目，{narrow}", ()) if narrow else None


def _wrong_time(site: SiteFacts, asked: Question, search: _Search) -> tuple[Reason, str] | None:
    """A crawl that was too early cannot show the document; one years later, not what was archived."""
    crawled = site.snapshot.info.started_at.astimezone(CHINA).date()
    if crawled <= search.due:
        why = f"快照抓取于 {crawled}，期限 {search.due} 还没有过，看不出是否按时公布；请重新抓取后再检查"
        return Reason.TOO_FEW, why
    if crawled.year > asked.as_of.year:
        why = (
            f"快照抓取于 {crawled}，晚于检查基准日 {asked.as_of} 所在年份，当时的文件可能已归档移走"
        )
        return Reason.ASSISTED, why
    return None


def _hidden(
    params: Params, site: SiteFacts, search: _Search
) -> tuple[Reason, str, tuple[Evidence, ...]] | None:
    """Say what on the column's pages could bring rows that the source does not show.

    A script may do anything; where the source lists other years' documents, it does not bring them.
    """
    before = [
        TitlePatterns.of(params.title_any, params.title_none, search.year - years)
        for years in (1, 2, 3)
    ]
    shown = any(kind.wants(entry.title) for _, entry in search.filed for kind in before)
    for doubt in (doubt for part in search.seen for doubt in part.doubts):
        if doubt.reason is not Reason.SCRIPT_ONLY or not shown:
            seen = evidence(doubt.url, f"没有看全：{doubt.detail}", site.snapshot.fetch(doubt.url))
            return doubt.reason, f"栏目可能没有看全：{doubt.detail}", (seen,)
    return None


def _odd_titles(params: Params, site: SiteFacts, search: _Search) -> list[Hit]:
    """Return what may be the document under a title that the patterns do not know."""
    patterns = TitlePatterns.of(params.title_any, params.title_none, search.year)
    words = list(dict.fromkeys(plain_title(name)[-4:] for name in params.columns))
    pages = [page for part in search.seen for page in part.pages]

    def kind(title: str) -> bool:
        with_year = f"{search.year}年{plain_title(title)}"
        return patterns.wants(with_year) or any(word in with_year for word in words)

    found = likely_rows(site, pages, kind, search.year)
    found += [
        Hit(page_title(page), page.url, page.url, in_column=True)
        for page in pages
        if is_the_document(page, params.min_body_chars, search.year)
    ]
    found += cut_titles(site, search.year, [*words, "信息公开"])
    return [hit for hit in found if not patterns.refuses(hit.title)]


def _stands(dates: Settled) -> str:
    return "；".join(f"{c.where}：{c.text}" for c in dates.candidates)


def _slots(site: SiteFacts, search: _Search, best: Found | None) -> dict[str, str]:
    dated = best.dates.best if best else None
    names = list(dict.fromkeys(column.text for column in search.columns))
    near = search.hits[0].title if search.hits else NONE
    return {
        "year": str(search.year),
        "title": best.hit.title if best else near,
        "url": best.hit.url if best else UNKNOWN,
        "published": _day(dated) if dated else ("未注明" if best else UNKNOWN),
        "by": str(search.due),
        "columns": "、".join(names) or NONE,
        "pages_seen": str(len(site.held)),
    }


def _day(dated: Candidate) -> str:
    return str(dated.value) if dated.published else f"未注明（{dated.where} {dated.value}）"


def _column_evidence(search: _Search) -> tuple[Evidence, ...]:
    return tuple(
        evidence(
            column.last.url if column.last else column.url,
            f"查找的栏目“{column.text}”（{column.how}）",
            column.last,
        )
        for column in search.columns
    )
