"""A ranking for programs: JSON, format `gongkai-ranking/1`, and the table as CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Final

from reports.cells import cell_text, inert
from reports.comparison import Change
from reports.comparison_words import change_label
from reports.language import Language
from reports.ranking import Group, Ranking
from reports.ranking_view import why_told
from reports.standing import Measure, Standing
from reports.states import State

FORMAT: Final = "gongkai-ranking/1"
ORDER: Final = ("vetoed", "share", "failed")


def to_json(ranking: Ranking) -> str:
    """The whole ranking; stable key order, Chinese unescaped."""
    data = {
        "format": FORMAT,
        "sites": ranking.sites,
        "as_of": list(ranking.days),
        "order": list(ORDER),
        "groups": [_group(group) for group in ranking.groups],
        "apart": [{"why": one.why.value, **_site(one.standing)} for one in ranking.apart],
        "unread": [{"path": one.path, "reason": one.reason} for one in ranking.unread],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def to_csv(ranking: Ranking, t: Language) -> bytes:
    """One line for each site, those apart last; UTF-8 with the mark that Excel needs, nothing runs in it."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    packs = list(
        dict.fromkeys(measure.id for group in ranking.groups for measure in group.measures)
    )
    writer.writerow(_heading(packs, t))
    for number, group in enumerate(ranking.groups, 1):
        for placed in group.placed:
            first = [str(number), str(placed.place), ""]
            writer.writerow([*first, *_fields(placed.standing, packs)])
    for apart in ranking.apart:
        first = ["", "", why_told(apart.why, t)]
        writer.writerow([*first, *_fields(apart.standing, packs)])
    return text.getvalue().encode("utf-8-sig")


def _heading(packs: Sequence[str], t: Language) -> list[str]:
    rates = [
        inert(cell_text(f"{pack} {part}"))
        for pack in packs
        for part in (t("达标率"), t("达标"), t("已判定"), t("应判定"))
    ]
    return [
        *(t("组"), t("序"), t("没有参加排序的原因"), t("网站"), t("网址"), t("检查基准日")),
        *(t("单项否决"), t("不合格"), t("已判定要求"), t("不合格占比"), t("问题数")),
        *(t(state.label) for state in State if state is not State.FAIL),
        *rates,
        *(t("已知网页"), t("已读网页"), t("上期基准日"), t("上期不合格")),
        *(change_label(change, t) for change in Change),
        t("报告"),
    ]


def _fields(one: Standing, packs: Sequence[str]) -> list[str]:
    rates = {rate.pack: rate for rate in one.compliance}
    cells: list[str] = []
    for pack in packs:
        rate = rates.get(pack)
        share = "" if rate is None or rate.rate is None else f"{rate.rate:.4f}"
        counts = ("", "", "") if rate is None else (rate.passed, rate.decided, rate.due)
        cells += [share, *map(str, counts)]
    since = one.since
    then = (
        ["", ""] if since is None else [since.as_of, str(since.failed) if since.comparable else ""]
    )
    changes = ["" if since is None else str(since.changes.get(kind, 0)) for kind in Change]
    return [
        *(inert(cell_text(text)) for text in (one.name, one.home, one.as_of)),
        *map(str, (one.vetoed, one.failed, one.decided)),
        "" if one.share is None else f"{one.share:.4f}",
        str(one.findings),
        *(str(one.states.get(state, 0)) for state in State if state is not State.FAIL),
        *cells,
        *map(str, (one.pages_known, one.pages_fetched)),
        *map(inert, then),
        *changes,
        inert(cell_text(one.link)),
    ]


def _group(group: Group) -> dict[str, Any]:
    middle = group.medians
    return {
        "packs": [_measure(one) for one in group.measures],
        "median": None
        if middle is None
        else {
            "vetoed": middle.vetoed,
            "failed": middle.failed,
            "decided": middle.decided,
            "share": middle.share,
            "findings": middle.findings,
            "rates": {one.id: rate for one, rate in zip(group.measures, middle.rates, strict=True)},
        },
        "sites": [{"place": one.place, **_site(one.standing)} for one in group.placed],
        "rules": [
            {
                "id": rule.id,
                "title": rule.title,
                "theme": rule.theme,
                "states": {state.value: rule.states.get(state, 0) for state in State},
                "failing": [group.placed[n].standing.home for n in rule.failing],
            }
            for rule in group.rules
        ],
    }


def _measure(one: Measure) -> dict[str, str]:
    return {"id": one.id, "title": one.title, "version": one.version, "digest": one.digest}


def _site(one: Standing) -> dict[str, Any]:
    since = one.since
    return {
        "name": one.name,
        "home": one.home,
        "report": one.link,
        "as_of": one.as_of,
        "crawled_at": one.crawled_at,
        "complete": one.complete,
        "packs": [_measure(measure) for measure in one.measures],
        "vetoed": one.vetoed,
        "failed": one.failed,
        "decided": one.decided,
        "share": one.share,
        "findings": one.findings,
        "states": {state.value: one.states.get(state, 0) for state in State},
        "compliance": [rate.model_dump(mode="json") for rate in one.compliance],
        "pages_known": one.pages_known,
        "pages_fetched": one.pages_fetched,
        "since": None
        if since is None
        else {
            "as_of": since.as_of,
            "changes": {kind.value: since.changes.get(kind, 0) for kind in Change},
            "failed": since.failed,
            "comparable": since.comparable,
        },
    }
