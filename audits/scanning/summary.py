"""What a scan came to: one table for all sites, what need be said beside it, and one exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from audits import exit_codes
from audits.columns import laid_out
from audits.output import printable
from audits.scanning.ended import End, SiteEnded
from audits.scanning.plans import Workplace
from audits.store.rows import ADVICE

_HEADINGS = (
    "网站",
    "结果",
    "不合格",
    "待核查",
    "提示",
    "合格",
    "新立项",
    "重开",
    "销号",
    "邮件",
    "报告",
)
_RIGHT = frozenset(_HEADINGS[2:10])
_WORST_FIRST = (
    exit_codes.INTERRUPTED,
    exit_codes.INCOMPLETE,
    exit_codes.FINDINGS,
    exit_codes.CLEAN,
)


def exit_code(ended: Sequence[SiteEnded]) -> int:
    """The code of the worst site; 130 where any was interrupted."""
    return min(map(_code, ended), key=_WORST_FIRST.index, default=exit_codes.CLEAN)


def table(ended: Sequence[SiteEnded], workplace: Workplace) -> list[str]:
    """The lines to print: one a site, then what each needs said, then a sum."""
    lines = laid_out([_HEADINGS, *(_row(one, workplace) for one in ended)], _RIGHT)
    for one in ended:
        said = [one.why, *one.notes, *_told(one)]
        lines += [f"{one.plan.site}：{printable(text)}" for text in said if text]
    counts = Counter(_result(one) for one in ended)
    told = "，".join(f"{result} {count} 个" for result, count in counts.most_common())
    return [*lines, f"共 {len(ended)} 个网站：{told}。" if ended else "没有要检查的网站。"]


def _code(one: SiteEnded) -> int:
    if one.end is End.DONE and one.stored is not None:
        return one.stored.audit.exit_code
    return exit_codes.INTERRUPTED if one.end is End.INTERRUPTED else exit_codes.INCOMPLETE


def _row(one: SiteEnded, workplace: Workplace) -> tuple[str, ...]:
    if one.stored is None:
        return (one.plan.site, _result(one), *("–",) * 8, "–")
    verdicts = one.stored.audit.verdicts
    counts = [verdicts.get(name, 0) for name in ("fail", "review", ADVICE, "pass")]
    numbers = [*counts, *one.stored.ledger, one.stored.letters]
    place = str(workplace.data / one.stored.audit.folder)
    return (one.plan.site, _result(one), *map(str, numbers), printable(place))


def _result(one: SiteEnded) -> str:
    if one.stored is None:
        return one.end.value
    if not one.stored.audit.complete:
        return "不完整"
    return "有不合格" if one.stored.audit.exit_code else "没有不合格"


def _told(one: SiteEnded) -> list[str]:
    stored = one.stored
    if stored is None:
        return []
    told = [stored.change] if stored.change else []
    if stored.alerts:
        told.append(f"有 {stored.alerts} 个问题须立即处理（单项否决或疑似泄露个人信息），见报告。")
    if stored.strangers:
        named = "、".join(stored.strangers)
        told.append(f"所用的工作要点里没有由“{named}”承担的条款，没有给它发邮件。请核对单位名称。")
    return told
