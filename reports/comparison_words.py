"""A comparison in words: the line that goes first, and what has to be said along with it.

Every text goes through the language `t` that is handed in.  Nothing is compared here.
"""

from __future__ import annotations

from collections.abc import Mapping

from reports.comparison import Change, Comparison, Remark
from reports.language import Language
from reports.sight import Doubt
from reports.verdict_changes import Direction, PackChange
from reports.visible import clip

_MAX_NAME = 200


def change_label(change: Change, t: Language) -> str:
    """The word for what became of a finding."""
    return {
        Change.NEW: t("新增"),
        Change.REAPPEARED: t("再次出现"),
        Change.PERSISTING: t("仍存在"),
        Change.FIRST_SEEN: t("首次查到"),
        Change.FIXED: t("已解决"),
        Change.UNCONFIRMED: t("未能确认"),
    }[change]


def change_meaning(change: Change, t: Language) -> str:
    """What that word means, in a sentence."""
    return {
        Change.NEW: t("以前查过同一处，没有这个问题；这次有。"),
        Change.REAPPEARED: t("以前有过，后来查明已经解决，这次又有了。"),
        Change.PERSISTING: t("以前已经查到，这次还在。"),
        Change.FIRST_SEEN: t("这次查到；以前没有看到这一处或者没有判定，不能说是新出现的。"),
        Change.FIXED: t("以前查到；这次看过同一处，已经没有了。"),
        Change.UNCONFIRMED: t(
            "以前查到，这次没有查到；但是这次没有看到这一处或者没有判定，不能说已经解决。"
        ),
    }[change]


def doubt_told(doubt: Doubt, t: Language) -> str:
    """Why nothing can be said for certain."""
    return {
        Doubt.RULE_ABSENT: t("两次检查中有一次没有这条要求"),
        Doubt.RULE_CHANGED: t("两次检查之间要求有改动，不可比"),
        Doubt.NOT_JUDGED: t("两次检查中有一次没有判定这条要求"),
        Doubt.PAGE_UNSEEN: t("所在网页没有读到"),
        Doubt.TARGET_UNSEEN: t("链接目标没有核查清楚"),
    }[doubt]


def direction_label(direction: Direction, t: Language) -> str:
    """The word for which way a verdict went."""
    return {
        Direction.BETTER: t("改善"),
        Direction.WORSE: t("变差"),
        Direction.OTHER: t("有变化"),
        Direction.INCOMPARABLE: t("要求有改动，不可比"),
        Direction.ADDED: t("上次没有这条"),
        Direction.DROPPED: t("这次没有这条"),
    }[direction]


def short_line(comparison: Comparison, t: Language) -> str:
    """The change in a few words, for a subject line: 新增 3、已解决 5、仍存在 12."""
    counts = comparison.counts
    always = (Change.NEW, Change.FIXED, Change.PERSISTING)
    told = (*always[:1], Change.REAPPEARED, *always[1:], Change.FIRST_SEEN, Change.UNCONFIRMED)
    return t.listed(
        f"{change_label(change, t)} {t.number(counts[change])}"
        for change in told
        if counts[change] or change in always
    )


def sentence(comparison: Comparison, t: Language) -> str:
    """The change since last time in one sentence, for the first line of a page."""
    day = clip(comparison.before.as_of, _MAX_NAME, t)
    if not any(comparison.counts.values()):
        return t("与 {day} 的检查相比：两次都没有查到问题。", day=day)
    return t("与 {day} 的检查相比：{changes}。", day=day, changes=short_line(comparison, t))


def remarks_told(comparison: Comparison, t: Language) -> tuple[str, ...]:
    """What has to be said with it, most weighty first: what was not comparable, and why."""
    told = [_remark(remark, comparison, t) for remark in comparison.remarks]
    told += [said for pack in comparison.packs if (said := _pack_told(pack, t)) is not None]
    counts: Mapping[Change, int] = comparison.counts
    if counts[Change.UNCONFIRMED]:
        told.append(
            t(
                "有 {n:,} 个问题这次没有查到，但没有看过原处或没有判定，不算已解决。",
                n=counts[Change.UNCONFIRMED],
            )
        )
    if counts[Change.FIRST_SEEN]:
        told.append(
            t(
                "有 {n:,} 个问题是首次查到，以前没有看过该处或没有判定，不算新增。",
                n=counts[Change.FIRST_SEEN],
            )
        )
    return tuple(told)


def _remark(remark: Remark, comparison: Comparison, t: Language) -> str:
    now, before = comparison.now, comparison.before
    return {
        Remark.SAME_DAY: t(
            "有一次以前的检查与本次的基准日相同（{day}），先后以抓取时间为准。", day=now.as_of
        ),
        Remark.LATER: t("给出的检查中有比本次（{day}）更晚的，没有用来比较。", day=now.as_of),
        Remark.OTHER_TOOL: t(
            "两次检查所用程序的版本不同（{before}、{now}），个别判定可能因程序而变。",
            before=clip(before.run.tool_version, _MAX_NAME, t),
            now=clip(now.run.tool_version, _MAX_NAME, t),
        ),
        Remark.INCOMPLETE_NOW: t("本次检查不完整，没有看到的地方不能说问题已经解决。"),
        Remark.INCOMPLETE_BEFORE: t("上次检查不完整，这次查到的问题未必是新出现的。"),
        Remark.OTHER_NAME: t(
            "网站名称由“{before}”变为“{now}”。",
            before=clip(before.site.name, _MAX_NAME, t),
            now=clip(now.site.name, _MAX_NAME, t),
        ),
    }[remark]


def _pack_told(pack: PackChange, t: Language) -> str | None:
    title = clip(pack.title, _MAX_NAME, t)
    if pack.version_now is None:
        return t("上次按“{title}”检查，这次没有。", title=title)
    if pack.version_before is None:
        return t("这次增加了“{title}”，上次没有按它检查。", title=title)
    if pack.same_measure:
        return None
    return t(
        "“{title}”或它的规则在两次检查之间有改动（版本 {before}、{now}），达标率不可直接比较。",
        title=title,
        before=clip(pack.version_before, _MAX_NAME, t),
        now=clip(pack.version_now, _MAX_NAME, t),
    )
