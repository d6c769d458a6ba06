"""What was found, as a paper tells it: problems by category, what to look at, advice; bounded.

Problems are what failed, nothing else: what a machine could not see stands under 待核查事项.  How many
there are is always said beside what is listed; the rest stands in the ledger (整改台账).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from checker.results import ClauseResult, Finding, Level, Verdict
from reports.by_persons import attested_told, waived_told
from reports.finding_view import NEVER_LINKED
from reports.language import Language, marked
from reports.papers.accountable import Matter
from reports.papers.ordinals import chinese
from reports.places import place_count, widest_first
from reports.reasons import NO_REASON, REASONS
from reports.states import State
from reports.visible import Address, address, clip
from reports.withheld import tells_of_persons
from reports.wording import observed

Value: TypeAlias = "str | int | Address | list[dict[str, Value]]"
Row: TypeAlias = "dict[str, Value]"

_MAX_TITLE: Final = 200
_MAX_TEXT: Final = 600
_MAX_UNITS: Final = 300
_NO_UNIT = marked("条款没有指明，待确定")
_ENDS: Final = ("。", "！", "？", "；", "：", ".", "!", "?")
_VETOES = marked("单项否决问题")
_OTHERS = marked("其他问题")


@dataclass(frozen=True, slots=True)
class Room:
    """How much a paper lists: findings of one requirement, findings in all, matters of another kind.

    A paper for many eyes does not lead its readers to other people's data (`leaks` False).
    """

    of_one: int
    in_all: int
    others: int
    leaks: bool = True


def found(matters: Sequence[Matter], room: Room, t: Language) -> Row:
    """The placeholders of everything that was found in `matters`."""
    failed = [matter for matter in matters if matter.state is State.FAIL]
    review = [matter for matter in matters if matter.state is State.REVIEW]
    advice = [matter for matter in matters if matter.state is State.ADVICE]
    hidden = frozenset() if room.leaks else _leaks(matters)
    categories, listed = _categories(failed, room, hidden, t)
    total = sum(_places(matter) for matter in failed)
    return {
        "问题分类": categories,
        "要求总数": len(matters),
        "不合格项数": len(failed),
        "单项否决项数": sum(matter.rule.level is Level.VETO for matter in failed),
        "问题处数": total,
        "未列出处数": total - listed,
        "待核查事项": [_to_look_at(n, each, t) for n, each in _first(review, room)],
        "待核查项数": len(review),
        "待核查未列出数": max(len(review) - room.others, 0),
        "改进建议": [_advice(n, each, t) for n, each in _first(advice, room)],
        "建议项数": len(advice),
        "建议未列出数": max(len(advice) - room.others, 0),
    }


def questions(clauses: Sequence[ClauseResult], room: Room, t: Language) -> Row:
    """The placeholders of what only a person can answer, of all `clauses`."""
    waiting = [one for one in clauses if one.question and one.verdict is Verdict.REVIEW]
    return {
        "条款总数": len(clauses),
        "人工回答条数": len(waiting),
        "人工回答列出数": min(len(waiting), room.others),
        "人工回答": [
            {
                "序号": number,
                "条款": clip(_named(one, t), _MAX_TITLE, t),
                "问题": clip(one.question or "", _MAX_TEXT, t),
                "责任单位": units(one.responsible, t),
            }
            for number, one in enumerate(waiting[: room.others], 1)
        ],
    }


def units(names: Sequence[str], t: Language) -> str:
    """The units that answer for something, in one text."""
    return clip(t.listed(clip(name, _MAX_TITLE) for name in names), _MAX_UNITS, t) or t(_NO_UNIT)


def _categories(
    failed: Sequence[Matter], room: Room, hidden: frozenset[str], t: Language
) -> tuple[list[Row], int]:
    """Vetoes first, then by theme in the order of the audit; and how many findings they list."""
    groups: dict[str, list[Matter]] = {}
    for matter in failed:
        if matter.rule.level is Level.VETO:
            groups.setdefault(_VETOES, []).append(matter)
    for matter in failed:
        if matter.rule.level is not Level.VETO:
            groups.setdefault(matter.rule.theme or _OTHERS, []).append(matter)
    left = room.in_all
    rows: list[Row] = []
    for number, (name, group) in enumerate(groups.items(), 1):
        problems: list[Row] = []
        for own, matter in enumerate(group, 1):
            problem, used = _problem(own, matter, min(room.of_one, max(left, 0)), hidden, t)
            left -= used
            problems.append(problem)
        rows.append(
            {
                "序号": chinese(number) if t.name == "zh" else str(number),
                "名称": t(name) if name in {_VETOES, _OTHERS} else clip(name, _MAX_TITLE, t),
                "项数": len(group),
                "问题": problems,
            }
        )
    return rows, room.in_all - left


def _problem(
    number: int, matter: Matter, room: int, hidden: frozenset[str], t: Language
) -> tuple[Row, int]:
    rule = matter.rule
    told = [each for each in rule.findings if not hidden & {each.url, each.target}]
    findings = widest_first(told)[:room]
    # A rule may fail as a whole: then it is itself the one thing found.
    listed = len(findings) if rule.findings else 1
    row: Row = {
        "序号": number,
        "标题": clip(rule.title, _MAX_TITLE, t),
        "结论": _with(
            rule.message, t, attested_told(rule.attested, t), waived_told(rule.waived, t)
        ),
        "责任单位": units(matter.units, t),
        "条款": _clauses(matter, t),
        "合格条件": clip(rule.pass_when, _MAX_TEXT, t),
        "整改建议": clip(rule.fix, _MAX_TEXT, t),
        "问题处数": _places(matter),
        "列出处数": listed,
        "未列出处数": _places(matter) - listed,
        "不列原因": t("涉及个人信息的网址不在本文列出，见整改通知书和整改台账。")
        if len(told) < len(rule.findings)
        else "",
        "清单": [_finding(n, finding, t) for n, finding in enumerate(findings, 1)],
    }
    return row, listed


def _finding(number: int, finding: Finding, t: Language) -> Row:
    page, target = address(finding.url, t), address(finding.target or "", t)
    if finding.observed in NEVER_LINKED:
        target = Address(target.text)
    if target.text in finding.message:  # words, not an address: the message has said them
        target = Address("")
    seen = observed(clip(finding.observed, _MAX_TITLE, t), t).words
    return {
        "序号": number,
        "说明": _with(finding.message, t, waived_told(finding.waived, t)),
        "网址": page.text,
        "网址链接": page,
        "对象": target.text,
        "对象链接": target,
        "实测": "" if seen in finding.message else seen,
        "涉及网页数": place_count(finding),
        "建议": clip(finding.suggestion, _MAX_TEXT, t),
    }


def _with(text: str, t: Language, *told: str) -> str:
    """What the machine says, and what persons have added."""
    added = t.series(one for one in told if one)
    shown = clip(text, _MAX_TEXT, t)
    return t("{text}（{added}）", text=shown, added=added) if added else shown


def _to_look_at(number: int, matter: Matter, t: Language) -> Row:
    words = REASONS[matter.rule.reason] if matter.rule.reason else NO_REASON
    reason = words.told(t)
    return {
        "序号": number,
        "标题": clip(matter.rule.title, _MAX_TITLE, t),
        "原因": reason.label,
        "结论": _whole(matter.rule.message, t),
        "做法": reason.what_to_do,
        "责任单位": units(matter.units, t),
    }


def _advice(number: int, matter: Matter, t: Language) -> Row:
    return {
        "序号": number,
        "标题": clip(matter.rule.title, _MAX_TITLE, t),
        "结论": _whole(matter.rule.message, t),
        "建议": clip(matter.rule.fix, _MAX_TEXT, t),
        "责任单位": units(matter.units, t),
    }


def _whole(message: str, t: Language) -> str:
    """A message that another sentence comes after: with the full stop that most rules leave out."""
    told = clip(message.rstrip(), _MAX_TEXT, t)
    return told if not told or told.endswith(_ENDS) else f"{told}。"


def _first(matters: Sequence[Matter], room: Room) -> Iterable[tuple[int, Matter]]:
    return enumerate(matters[: room.others], 1)


def _clauses(matter: Matter, t: Language) -> str:
    named = (_named(each, t) for each in matter.clauses)
    return clip(t.series(clip(name, _MAX_TITLE) for name in named), _MAX_TEXT, t)


def _named(clause: ClauseResult, t: Language) -> str:
    if not clause.section:
        return clause.title
    return t("{section}：{title}", section=clause.section, title=clause.title)


def _leaks(matters: Sequence[Matter]) -> frozenset[str]:
    """The pages and files on which personal data were found."""
    return frozenset(
        url
        for matter in matters
        if tells_of_persons(matter.rule)
        for finding in matter.rule.findings
        for url in (finding.url, finding.target, *finding.found_on)
        if url
    )


def _places(matter: Matter) -> int:
    return max(len(matter.rule.findings), 1)
