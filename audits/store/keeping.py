"""Which snapshots outlive their audits, by a rule in words: `最近3次和每年1月`.  Pure: rows in, rows out.

What an audit found stays for ever (audit.json, reports); only what was fetched is thrown away in time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from audits.refused import RefusedError
from audits.store.rows import Audit

EXAMPLES = ("最近3次", "最近3次和每年1月", "最近6次和每年1月、7月", "全部")
ALL = "全部"
_JOINT = "(?:和|及|与|加|、|,)?"
_RULE = re.compile(
    rf"最近(\d{{1,4}}|[一二三四五六七八九十])次(?:{_JOINT}每年((?:\w{{1,2}}月{_JOINT})+))?"
)
_NUMBERS = {name: number for number, name in enumerate("一二三四五六七八九十", 1)} | {
    "十一": 11,
    "十二": 12,
}
_MONTHS = range(1, 13)
LETTERS = 12  # months
LETTER_EXAMPLES = ("12个月", "24个月", "全部")
_LETTERS = re.compile(r"([1-9]\d{0,2})个月")


class KeepError(RefusedError):
    """A rule that cannot be understood; the message (Chinese) gives examples."""


@dataclass(frozen=True, slots=True)
class Keep:
    """A rule: so many of the last snapshots (None: all), and the first one in each of these months."""

    last: int | None
    months: tuple[int, ...] = ()


DEFAULT = Keep(3, (1,))


def keep_rule(text: str) -> Keep:
    """Understand a rule in words.  Raises KeepError."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain == ALL:
        return Keep(None)
    found = _RULE.fullmatch(plain)
    numbers = (
        [_number(each) for each in (found[1], *re.findall(r"(\w{1,2})月", found[2] or ""))]
        if found
        else []
    )
    last, months = (numbers[0], numbers[1:]) if numbers else (0, [])
    if not last or not all(month in _MONTHS for month in months):
        raise KeepError(
            f"看不懂快照的保存规则“{text[:40]}”。写成这样：{'、'.join(EXAMPLES)}（次数至少为 1）。"
        )
    return Keep(last, tuple(sorted(set(months))))


def letters_rule(text: str) -> int | None:
    """Understand how many months letters outlive their sending; None: for ever.  Raises KeepError."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain == ALL:
        return None
    if not (found := _LETTERS.fullmatch(plain)):
        raise KeepError(
            f"看不懂已发邮件的保存时间“{text[:40]}”。写成这样：{'、'.join(LETTER_EXAMPLES)}。"
        )
    return int(found[1])


def _number(text: str) -> int:
    text = text.lstrip("、和及与加")
    return int(text) if text.isdecimal() else _NUMBERS.get(text, 0)


def what_goes(audits: Iterable[Audit], keep: Keep, today: date) -> tuple[Audit, ...]:
    """The audits whose snapshots have had their time, oldest first; each site is looked at by itself.

    The last `keep.last` complete audits keep theirs, and the last `keep.last` of any kind; of each month
    named, the first complete one (or the first one, where none is).  What is dated later than today, by a
    clock that was wrong then or is now, is left alone.
    """
    if keep.last is None:
        return ()
    held = sorted(
        (each for each in audits if each.snapshot_kept),
        key=lambda each: (each.site, each.started_at, each.id),
    )
    going: list[Audit] = []
    for _, of_site in groupby(held, lambda each: each.site):
        site = list(of_site)
        past = [each for each in site if each.as_of <= today]
        staying = {each.id for each in _staying(past, keep.last, keep.months)}
        going += [each for each in past if each.id not in staying]
    return tuple(going)


def _staying(site: Sequence[Audit], last: int, months: Sequence[int]) -> list[Audit]:
    complete = [each for each in site if each.complete]
    staying = [*site[-last:], *complete[-last:]]
    by_month: dict[tuple[int, int], list[Audit]] = {}
    for each in site:
        by_month.setdefault((each.as_of.year, each.as_of.month), []).append(each)
    for (_, month), of_month in by_month.items():
        if month in months:
            staying.append(next((each for each in of_month if each.complete), of_month[0]))
    return staying
