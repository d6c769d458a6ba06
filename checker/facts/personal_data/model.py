"""What was found of personal data.  Nothing here ever holds a plain value, so nothing can show one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of number it is."""

    RESIDENT_ID = "resident_id"
    OLD_ID = "old_id"
    DISABILITY_ID = "disability_id"  # 20 digits that begin with the resident ID
    STUDENT_ID = "student_id"  # a letter before the resident ID
    BANK_CARD = "bank_card"
    ACCOUNT = "account"  # in a column of accounts beside names, whatever its check digit
    MOBILE = "mobile"
    PASSPORT = "passport"


NAMES = {
    Kind.RESIDENT_ID: "居民身份证号",
    Kind.OLD_ID: "15位身份证号",
    Kind.DISABILITY_ID: "残疾人证号",
    Kind.STUDENT_ID: "学籍号",
    Kind.BANK_CARD: "银行卡号",
    Kind.ACCOUNT: "银行账号",
    Kind.MOBILE: "手机号码",
    Kind.PASSPORT: "护照号码",
}


class Strength(StrEnum):
    """How sure it is that this is a person's, and not meant to be public."""

    STRONG = "strong"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"  # for a person to look at; never a failure by itself


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands.  `row` and `column` count from 1, as a reader counts; `hidden`: not shown."""

    source: str
    row: int | None = None
    column: int | None = None
    hidden: bool = False

    def __str__(self) -> str:
        """For people."""
        cell = f"第{self.row}行第{self.column}列" if self.row and self.column else ""
        return f"{self.source}{' ' if self.source and cell else ''}{cell}{'（隐藏）' if self.hidden else ''}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One unmasked value.

    `masked` shows at most the first three and the last two characters.  `digest` tells two values
    with the same masked form apart, and names too many to find one (see `masking`).
    """

    kind: Kind
    strength: Strength
    masked: str
    digest: str
    place: Place
    excerpt: str
    why: str


@dataclass(frozen=True, slots=True)
class WeakMask:
    """A masked ID of which the birth date, or nearly everything, can be read; shown masked anew."""

    masked: str
    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column that holds at least three unmasked values."""

    kind: Kind
    header: str
    count: int
    place: Place


@dataclass(frozen=True, slots=True)
class Scan:
    """What was found in one page or file.

    `count` is how many values there are; `hits` are the first MAX_HITS of them.  `doubtful` ones are
    kept apart.
    """

    hits: tuple[Hit, ...] = ()
    doubtful: tuple[Hit, ...] = ()
    weak_masks: tuple[WeakMask, ...] = ()
    columns: tuple[Column, ...] = ()
    count: int = 0
