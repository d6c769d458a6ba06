"""The values that fill a template: everything from the results, and what the office added.

Each value is plain text, a number, an address or a list of such; making them inert is `inert`'s job.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Final

from checker.results import AuditResult, Compliance
from reports.comparison import Change, Comparison
from reports.comparison_words import change_label, change_meaning, remarks_told
from reports.formats import Asked
from reports.language import Language
from reports.moments import day, moment
from reports.papers.accountable import NOBODY, Matter, clause_counts
from reports.papers.found import Room, Row, found, questions
from reports.papers.particulars import particulars
from reports.papers.placing import placing
from reports.states import State
from reports.unseen import unseen
from reports.visible import address, clip

IN_CIRCULAR: Final = Room(of_one=10, in_all=300, others=60, leaks=False)
IN_NOTICE: Final = Room(of_one=50, in_all=300, others=60)
_MAX_NAME: Final = 200
_MAX_UNITS: Final = 300
_MAX_CAUSES: Final = 12
_DIGEST: Final = 12
_NOTHING: Final = "—"


def circular(
    result: AuditResult,
    matters: Sequence[Matter],
    asked: Asked,
    *,
    comparison: Comparison | None = None,
) -> Row:
    """The values for the circular (检查通报)."""
    t = asked.t
    states = Counter(matter.state for matter in matters)
    return {
        **paper(result, asked),
        **found(matters, IN_CIRCULAR, t),
        **questions(result.clauses, IN_CIRCULAR, t),
        "合格项数": states[State.PASS],
        "待到期项数": states[State.PENDING],
        "不适用项数": states[State.NOT_APPLICABLE],
        "达标情况": [_compliance(one, result, t) for one in result.score.compliance],
        "责任单位名单": [
            {
                "单位": clip(unit, _MAX_NAME, t),
                "条款数": all_,
                "不合格条款": bad,
                "待核查条款": open_,
            }
            for unit, (all_, bad, open_) in list(clause_counts(result).items())[:_MAX_UNITS]
        ],
        "上次基准日": day(comparison.before.as_of, t) if comparison else "",
        "环比": _changes(comparison, t) if comparison else [],
        "环比说明": "".join(remarks_told(comparison, t)) if comparison else "",
        **placing(result, asked.ranking, t),
    }


def notice(
    result: AuditResult,
    unit: str,
    matters: Sequence[Matter],
    asked: Asked,
    common: Row | None = None,
) -> Row:
    """The values for the notice (整改通知书) to one unit; `matters` are its own, `common` is `paper`'s."""
    t = asked.t
    own = [
        one for one in result.clauses if (unit in one.responsible if unit else not one.responsible)
    ]
    _, failed, _ = clause_counts(result).get(unit, (0, 0, 0))
    return {
        **(common or paper(result, asked)),
        **found(matters, IN_NOTICE, t),
        **questions(own, IN_NOTICE, t),
        "单位": clip(unit, _MAX_NAME, t) if unit != NOBODY else t("________（责任单位待确定）"),
        "不合格条款": failed,
    }


def paper(result: AuditResult, asked: Asked) -> Row:
    """What every paper of an audit holds."""
    t = asked.t
    seen = result.coverage
    unread = max(seen.pages_known - seen.pages_fetched, 0)
    return {
        "网站名称": clip(result.site.name, _MAX_NAME, t),
        "网站地址": address(result.site.home, t).text,
        "检查基准日": day(result.as_of, t),
        "抓取时间": moment(seen.crawled_at, t) or _NOTHING,
        **particulars(asked),
        "依据名称": t.listed(
            t("《{title}》", title=clip(pack.title, _MAX_NAME, t)) for pack in result.packs
        ),
        "依据文件": [
            {
                "序号": number,
                "名称": clip(pack.title, _MAX_NAME, t),
                "编号": clip(pack.id, _MAX_NAME, t),
                "版本": clip(pack.version, _MAX_NAME, t),
                "摘要": pack.digest[:_DIGEST] or _NOTHING,
            }
            for number, pack in enumerate(result.packs, 1)
        ],
        "已知网页": seen.pages_known,
        "已读网页": seen.pages_fetched,
        "未读网页": unread,
        "网页占比": _share(seen.pages_fetched, seen.pages_known, t),
        "未读原因": _causes(seen.not_fetched, t),
        "已知链接": seen.links_known,
        "已检链接": seen.links_checked,
        "链接占比": _share(seen.links_checked, seen.links_known, t),
        "已知附件": seen.attachments_known,
        "已开附件": seen.attachments_opened,
        "附件占比": _share(seen.attachments_opened, seen.attachments_known, t),
        "检查不完整": ""
        if seen.complete
        else t("本次检查不完整，“合格”和“没有发现”只对已读到的网页有效，不能当作全站结论。"),
        "工具版本": clip(result.run.tool_version, _MAX_NAME, t),
        "结果摘要": hashlib.sha256(result.to_json().encode()).hexdigest()[:_DIGEST],
    }


def _compliance(one: Compliance, result: AuditResult, t: Language) -> Row:
    titles = {pack.id: pack.title for pack in result.packs}
    return {
        "名称": clip(titles.get(one.pack, one.pack), _MAX_NAME, t),
        "条款数": one.clauses,
        "应判定": one.due,
        "已判定": one.decided,
        "已判定占比": _decided_share(one, t),
        "达标": one.passed,
        "不达标": one.failed,
        "达标率": _NOTHING if one.rate is None else t.percentage(one.rate),
        "待核查": one.review,
        "只能由人回答": one.asked,
        "待到期": one.pending,
        "不适用": one.not_applicable,
        "建议性": one.advisory,
        "重复": one.repeated,
    }


def _decided_share(one: Compliance, t: Language) -> str:
    """With how many of them a person decided: no reader shall take them for the machine's."""
    if one.decided_share is None:
        return _NOTHING
    share = t.percentage(one.decided_share)
    return t("{share}，其中由人判定 {n:,}", share=share, n=one.attested) if one.attested else share


def _changes(comparison: Comparison, t: Language) -> list[Row]:
    counts = comparison.counts
    total = sum(counts.values())
    return [
        {
            "事项": change_label(change, t),
            "情况": t(
                "{count} 处（共比较 {total} 处）",
                count=t.number(counts[change]),
                total=t.number(total),
            )
            + t.space
            + change_meaning(change, t),
        }
        for change in Change
        if counts[change]
    ]


def _causes(counts: dict[str, int], t: Language) -> str:
    """The commonest causes first; the rest in one."""
    ordered = [
        item for item in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if item[1]
    ]
    told = [
        t(
            "{cause} {count} 个",
            cause=unseen(clip(key, _MAX_NAME, t), t).label,
            count=t.number(count),
        )
        for key, count in ordered[:_MAX_CAUSES]
    ]
    rest = sum(count for _, count in ordered[_MAX_CAUSES:])
    if rest:
        told.append(t("其他原因 {count} 个", count=t.number(rest)))
    return t.listed(told)


def _share(part: int, whole: int, t: Language) -> str:
    return t.percentage(min(part / whole, 1.0)) if whole > 0 else _NOTHING
