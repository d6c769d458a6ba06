"""Where the audited site stands among others, for a circular on several sites."""

from __future__ import annotations

from typing import Final

from checker.results import AuditResult
from reports.comparison import site_key
from reports.language import Language
from reports.papers.found import Row
from reports.ranking import Group, Ranking
from reports.visible import clip

_MAX_NAME: Final = 200
_MAX_SITES: Final = 300
_NOTHING: Final = "—"
_SEVERAL: Final = 2


def placing(result: AuditResult, ranking: Ranking | None, t: Language) -> Row:
    """The placeholders of the ranking: rows only where the site has a place in an order of several."""
    if ranking is None or ranking.sites < _SEVERAL:
        return {"网站排名": [], "排名说明": t("本次只检查一个网站，不作排名。")}
    group = _own(result, ranking)
    if group is None or len(group.placed) < _SEVERAL:
        told = t(
            "检查了 {count} 个网站；本网站检查不完整、已判定的太少，或者没有按同样的规则检查的网站，不作排名。",
            count=t.number(ranking.sites),
        )
        return {"网站排名": [], "排名说明": told}
    told = t(
        "检查了 {count} 个网站，其中 {ranked} 个按同样的文件和规则检查完成，列入下表。"
        "问题多的在前：先比单项否决的项数，再比不合格占已判定的比例，再比不合格的项数。",
        count=t.number(ranking.sites),
        ranked=t.number(len(group.placed)),
    )
    return {"网站排名": _rows(group, t), "排名说明": told}


def _own(result: AuditResult, ranking: Ranking) -> Group | None:
    key = site_key(result.site.home)
    return next(
        (
            group
            for group in ranking.groups
            if any(site_key(each.standing.home) == key for each in group.placed)
        ),
        None,
    )


def _rows(group: Group, t: Language) -> list[Row]:
    return [
        {
            "名次": each.place,
            "网站": clip(each.standing.name, _MAX_NAME, t),
            "单项否决项数": each.standing.vetoed,
            "不合格项数": each.standing.failed,
            "已判定项数": each.standing.decided,
            "不合格占比": _NOTHING
            if each.standing.share is None
            else t.percentage(each.standing.share),
        }
        for each in group.placed[:_MAX_SITES]
    ]
