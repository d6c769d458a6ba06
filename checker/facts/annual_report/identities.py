"""The sums that the form prints: which hold, which do not, and which cell is to blame.

A blank or a dash is *missing*.  It counts as zero only where then every identity of the report holds.
Else an identity with a missing cell is broken only if no number in the blank could mend it, and open
where one could: nobody is accused of a sum over figures that are not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from checker.facts.annual_report.form import (
    CARRIED_IN,
    CARRIED_ON,
    COLUMNS,
    COURSES,
    ENDS,
    HANDLED,
    LEAVES,
    NEW,
    PARTS,
    ROWS,
    TOTAL,
    Form,
)
from checker.facts.annual_report.model import Figure, Report

_ZERO = Decimal(0)
_SLIPS = 9


class Holds(StrEnum):
    """What is known of an identity."""

    YES = "yes"
    NO = "no"
    OPEN = "open"  # with zero for its blanks it would not hold, with other numbers it could
    UNREAD = "unread"  # a cell of it was not found, or holds no number


@dataclass(frozen=True, slots=True)
class Identity:
    """One sum: all of `left` together is all of `right` together."""

    key: str
    says: str
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]
    holds: Holds

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every cell of it."""
        return (*self.left, *self.right)

    @property
    def sums(self) -> tuple[Decimal, Decimal]:
        """Both sides, blanks as zero."""
        return _sum(self.left), _sum(self.right)

    @property
    def observed(self) -> str:
        """Both sides with their numbers, for people; nothing where a cell was not read."""
        left, right = self.sums
        return f"{_terms(self.left)} = {left:f}，{_terms(self.right)} = {right:f}"


@dataclass(frozen=True, slots=True)
class Sums:
    """All identities of a report.

    `blank_as_zero` says that blanks were taken as zeros, and that this makes everything hold.
    """

    identities: tuple[Identity, ...]
    blank_as_zero: bool

    @property
    def broken(self) -> tuple[Identity, ...]:
        """Those that surely do not hold; none where the reading itself is in doubt."""
        if self.misread:
            return ()
        return tuple(one for one in self.identities if one.holds is Holds.NO)

    @property
    def misread(self) -> bool:
        """So many do not hold that the columns were taken wrongly: a slip of the pen breaks three."""
        wrong = sum(one.holds is Holds.NO for one in self.identities)
        return wrong > max(_SLIPS, len(self.identities) // 3)

    @property
    def doubtful(self) -> tuple[Identity, ...]:
        """Those that do not hold as the report stands, surely or unless a blank is no zero."""
        return tuple(one for one in self.identities if one.holds in {Holds.NO, Holds.OPEN})

    @property
    def suspects(self) -> tuple[Figure, ...]:
        """The cells that alone could be to blame: they stand in every identity that does not hold.

        Empty where all hold, or where no single cell explains it.
        """
        wrong = self.doubtful
        if not wrong:
            return ()
        shared = set.intersection(*({f.place for f in one.figures} for one in wrong))
        innocent = {
            f.place for one in self.identities if one.holds is Holds.YES for f in one.figures
        }
        both = [f for f in wrong[0].figures if f.place in shared]
        return tuple(f for f in both if f.place not in innocent) or tuple(both)


def sums_of(report: Report) -> Sums:
    """Evaluate every identity of a report's own tables."""
    drafts = [*_requests(report), *_disputes(report)]
    if not drafts:
        return Sums((), blank_as_zero=False)
    blanks = any(f.number.missing for _, _, left, right in drafts for f in (*left, *right) if f)
    identities = tuple(
        Identity(key, says, _known(left), _known(right), _judge(left, right))
        for key, says, left, right in drafts
    )
    all_hold = all(one.holds is Holds.YES for one in identities)
    return Sums(identities, blank_as_zero=blanks and all_hold)


Side = tuple[Figure | None, ...]
Draft = tuple[str, str, Side, Side]


def _requests(report: Report) -> Iterable[Draft]:
    if not report.requests:
        return
    form = report.form or Form.Y2021
    at = report.requests.get
    for column in COLUMNS:
        name = column.name
        yield (
            f"balance/{column.key}",
            f"表三“{name}”列：一、本年新收 + 二、上年结转 = 三（七）总计 + 四、结转下年度",
            (at((NEW.key, column.key)), at((CARRIED_IN.key, column.key))),
            (at((HANDLED.key, column.key)), at((CARRIED_ON.key, column.key))),
        )
        yield (
            f"results/{column.key}",
            f"表三“{name}”列：（一）至（六）各项之和 = （七）总计",
            tuple(at((leaf.key, column.key)) for leaf in LEAVES[form]),
            (at((HANDLED.key, column.key)),),
        )
    for row in ROWS[form]:
        yield (
            f"row/{row.key}",
            f"表三“{row.name}”行：自然人 + 法人或其他组织各列 = 总计",
            tuple(at((row.key, part)) for part in PARTS),
            (at((row.key, TOTAL)),),
        )


def _disputes(report: Report) -> Iterable[Draft]:
    if not report.disputes:
        return
    at = report.disputes.get
    for course in COURSES:
        yield (
            f"disputes/{course.key}",
            f"表四“{course.name}”：结果维持 + 结果纠正 + 其他结果 + 尚未审结 = 总计",
            tuple(at((course.key, end.key)) for end in ENDS[:-1]),
            (at((course.key, ENDS[-1].key)),),
        )


def carried_over(report: Report, before: Report) -> Sums:
    """Compare what this report takes over with what last year's report left, column by column."""
    this, last = report.requests.get, before.requests.get
    drafts: list[Draft] = [
        (
            f"carried/{column.key}",
            f"表三“{column.name}”列：{report.year}年度上年结转 = {before.year}年度结转下年度",
            (this((CARRIED_IN.key, column.key)),),
            (last((CARRIED_ON.key, column.key)),),
        )
        for column in COLUMNS
    ]
    return Sums(
        tuple(
            Identity(key, says, _known(left), _known(right), _judge(left, right))
            for key, says, left, right in drafts
        ),
        blank_as_zero=False,
    )


def in_force(report: Report, before: Report) -> Identity | None:
    """Check that documents in force follow from last year's; a hint only, clean-ups make exceptions."""
    here: Mapping[tuple[str, str], Figure] = report.disclosure
    left = (before.disclosure.get(("normative", "in_force")), here.get(("normative", "issued")))
    right = (here.get(("normative", "in_force")), here.get(("normative", "repealed")))
    if None in left + right:
        return None
    return Identity(
        "in_force/normative",
        "表二“行政规范性文件”：上年现行有效 + 本年制发 = 本年现行有效 + 本年废止",
        _known(left),
        _known(right),
        _judge(left, right),
    )


def not_counts(report: Report) -> tuple[Figure, ...]:
    """The figures that are negative or broken numbers where things are counted."""
    counted = [*report.requests.values(), *report.disputes.values()]
    counted += [
        f
        for (_, measure), f in report.disclosure.items()
        if measure not in {"charged", "spent", "change"}
    ]
    return tuple(
        f for f in counted if f.value is not None and (f.number.count is None or f.value < 0)
    )


def _known(side: Side) -> tuple[Figure, ...]:
    return tuple(figure for figure in side if figure is not None)


def _sum(side: Iterable[Figure | None]) -> Decimal:
    return sum((f.value for f in side if f is not None and f.value is not None), _ZERO)


def _judge(left: Side, right: Side) -> Holds:
    cells = (*left, *right)
    if any(f is None or (f.value is None and not f.number.missing) for f in cells):
        return Holds.UNREAD
    first, second = _sum(left), _sum(right)
    if first == second:
        return Holds.YES
    # A blank can only add: what is missing on a side makes that side larger.
    grows_left = any(f.number.missing for f in left if f)
    grows_right = any(f.number.missing for f in right if f)
    if (first < second and grows_left) or (first > second and grows_right):
        return Holds.OPEN
    return Holds.NO


def _terms(side: tuple[Figure, ...]) -> str:
    shown = [f"{f.value:f}" if f.value is not None else "空" for f in side]
    return " + ".join(shown)
