"""A numbered series has no gaps: every issue of every year from the first to the last is there.

Passes: in each year that shows an issue, all numbers from 1 to the highest are there.  Fails: a number is
missing, although the list was seen whole; each is a finding.  Is never pending.  Review: fewer than `n`
issues were found, or the list was not seen whole.  Known limits: what came after the highest number of a
year, and years of which nothing is shown, cannot be missed; combined issues (第3、4期) count as both.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field

from checker.document_params import DocumentParams
from checker.facts.chinese_numbers import chinese_number
from checker.facts.dated_items import Item
from checker.facts.documents import plain_title
from checker.facts.documents_seen import choose, more_doubt
from checker.facts.likely_rows import years_in
from checker.facts.site import SiteFacts
from checker.judgement import NONE, UNKNOWN, Judgement, Question, evidence, fingerprint, place_of
from checker.params import Stricter
from checker.results import Finding, Reason, Verdict

SLOTS = frozenset({"issues", "years", "missing", "column", "url", "pages_seen"})
_NUMBERS = "一二三四五六七八九十百〇零"
_ISSUE = re.compile(
    rf"第((?:\d{{1,4}}|[{_NUMBERS}]{{1,5}})(?:[、,\-—至](?:\d{{1,4}}|[{_NUMBERS}]{{1,5}}))?)[期号]"
)
_SPLIT = re.compile(r"[、,\-—至]")
_SHOWN = 10
_MOST_NUMBER = 400


class Params(DocumentParams):
    """Which items are the issues, and how many there must be for a series."""

    n: Annotated[int, Stricter.HIGHER] = Field(default=2, ge=1)


def series_complete(params: Params, site: SiteFacts, asked: Question) -> Judgement:
    """Judge whether the series has gaps."""
    items, lists = choose(site, params.chosen, asked.as_of)
    issues = _issues(items)
    missing = [
        (year, number)
        for year in sorted({year for year, _ in issues})
        for number in range(1, max(n for y, n in issues if y == year) + 1)
        if (year, number) not in issues
    ]
    columns = lists.columns if lists else []
    told = [f"{year}年第{number}期" for year, number in missing]
    slots = {
        "issues": str(len(issues)),
        "years": "、".join(str(year) for year in sorted({year for year, _ in issues})) or NONE,
        "missing": "、".join(told[:_SHOWN]) or "无",
        "column": columns[0].text if columns else NONE,
        "url": columns[0].url if columns else UNKNOWN,
        "pages_seen": str(len(site.held)),
    }
    seen = tuple(
        evidence(item.url, item.title, site.resolve(item.url).last)
        for item in list(issues.values())[:_SHOWN]
    )
    doubt = more_doubt(site, params.chosen, lists)
    if len(issues) < params.n:
        why = f"只找到 {len(issues)} 期" + (f"；{doubt.detail}" if doubt else "")
        reason = doubt.reason if doubt else Reason.TOO_FEW
        return Judgement(Verdict.REVIEW, slots, reason, why, seen)
    if not missing:
        return Judgement(Verdict.PASS, slots, evidence=seen)
    why = f"缺少 {len(missing)} 期：{slots['missing']}"
    if doubt:
        return Judgement(Verdict.REVIEW, slots, doubt.reason, f"{why}；{doubt.detail}", seen)
    place = place_of(columns[0].last if columns else site.home.fetch)
    findings = tuple(
        Finding(
            fingerprint=fingerprint(asked.rule, name),
            message=f"没有看到{name}",
            url=columns[0].url if columns else site.snapshot.info.home,
            target=name,
            observed=NONE,
            expected=name,
            suggestion="补充上网；当年没有出版该期的，注明原因",
            **place,
        )
        for name in told
    )
    return Judgement(Verdict.FAIL, slots, None, why, seen, findings)


def _issues(items: list[Item]) -> dict[tuple[int, int], Item]:
    found: dict[tuple[int, int], Item] = {}
    for item in items:
        title = plain_title(item.title)
        match = _ISSUE.search(title)
        years = sorted(years_in(item.title)) or ([item.day.year] if item.day else [])
        if match is None or not years:
            continue
        numbers = [n for part in _SPLIT.split(match.group(1)) if (n := chinese_number(part))]
        span = range(numbers[0], numbers[-1] + 1) if numbers else ()
        for number in span:
            if 0 < number <= _MOST_NUMBER:
                found.setdefault((years[0], number), item)
    return found
