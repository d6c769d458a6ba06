"""The five fields of cron (minute, hour, day, month, weekday) as cron itself reads them.

APScheduler counts weekdays from Monday, and wants day and weekday both to fit; cron counts from Sunday
(0 or 7), and where both are given, either will do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from audits.desk.when import Pattern

_NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = (*("jan", "feb", "mar", "apr", "may", "jun"), *("jul", "aug", "sep", "oct", "nov", "dec"))
_PART = re.compile(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/(\d{1,4}))?", re.ASCII)


class CronError(ValueError):
    """Why (Chinese) a text is no line of cron."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One field: what it is called, its limits, names that stand for numbers."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()

    def numbers(self, text: str) -> list[int] | None:
        """The numbers that a field allows, in order; None where it allows all."""
        found: set[int] = set()
        for part in text.split(","):
            found |= self._part(part)
        every = set(range(self.least, self.most + 1))
        return None if found >= every else sorted(found)

    def _part(self, text: str) -> set[int]:
        match = _PART.fullmatch(text)
        if match is None:
            raise CronError(f"{self.name}“{text}”的写法不对")
        step = int(match[4] or 1)
        first, last = self.least, self.most
        if not match[1]:
            first = self._number(match[2])
            # `5/10` is `5-59/10`, as cron programs read it.
            last = self._number(match[3]) if match[3] else (first if not match[4] else self.most)
        if step == 0 or first > last:
            raise CronError(f"{self.name}“{text}”的写法不对")
        return set(range(first, last + 1, step))

    def _number(self, text: str) -> int:
        if text.lower() in self.names:
            return self.names.index(text.lower()) + self.least
        if not text.isdigit() or not self.least <= int(text) <= self.most:
            raise CronError(f"{self.name}“{text}”不在 {self.least}–{self.most} 之内")
        return int(text)


_FIELDS = (
    _Field("分", 0, 59),
    _Field("时", 0, 23),
    _Field("日", 1, 31),
    _Field("月", 1, 12, _MONTHS),
    _Field("星期", 0, 7, _NAMES),
)


def cron(text: str) -> tuple[Pattern, ...]:
    """Read a line of cron.  Raises CronError."""
    words = text.split()
    if len(words) != len(_FIELDS):
        raise CronError(f"cron 要有五段（分 时 日 月 星期），这里有 {len(words)} 段")
    minute, hour, day, month, weekday = (
        field.numbers(word) for field, word in zip(_FIELDS, words, strict=True)
    )
    days = None if weekday is None else sorted({number % 7 for number in weekday})
    names = "*" if days is None or len(days) == len(_NAMES) else ",".join(_NAMES[n] for n in days)
    same = {"minute": _said(minute), "hour": _said(hour), "month": _said(month)}
    # As Vixie's cron has it: a field that begins with `*` restricts nothing on its own.
    either = not words[2].startswith("*") and not words[4].startswith("*")
    if either and day is not None and names != "*":
        return (Pattern(**same, day=_said(day)), Pattern(**same, weekday=names))
    return (Pattern(**same, day=_said(day), weekday=names),)


def _said(numbers: list[int] | None) -> str:
    return "*" if numbers is None else ",".join(map(str, numbers))
