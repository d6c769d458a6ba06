"""What a run of digits can be, by its own arithmetic: resident IDs, credit codes, cards, mobiles."""

from __future__ import annotations

import re
from datetime import date

# GB 11643: weights, and the check character for each remainder.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (81, 83))
    for number in (*range(first, last + 1), 71, 91)
)
_ID = re.compile(r"[1-9]\d{16}[\dX]")
_OLD_ID = re.compile(r"[1-9]\d{14}")
EARLIEST_BIRTH = 1900
LATEST_BIRTH = 2049
# GB 32100: the alphabet without I, O, S, V, Z, weights, and who registers what.
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_VALUES = {character: value for value, character in enumerate(_CODE_ALPHABET)}
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CODE_HEAD = re.compile(
    r"(?:1[1-39]|2[19]|3[1-59]|4[19]|5[1-39]|6[129]|7[129]|8[19]|9[1-3]|A[19]|N[1-39]|Y1)"
)
_MOBILE = re.compile(r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
# Issuers' first digits outside UnionPay's own 62: older cards that are still paid out to.
_OLD_CARDS = re.compile(
    r"(?:955[0-9]{2}|9558[0-9]|9559[0-9]|103[0-9]{3}|601382|601428|60110[0-9]|436742|436728|421349|"
    r"405512|456351|356833|370246|402791|427[0-9]{3}|458[0-9]{3}|489592|552599|558868|526410|524094)"
)


def resident_birth(value: str) -> date | None:
    """The birth date of a valid 18-digit resident ID; None where it is none.

    Checks the province, the date and the check character together; the last alone passes one of
    eleven random numbers.
    """
    value = value.upper()
    if not _ID.fullmatch(value) or value[:2] not in PROVINCES or value[14:17] == "000":
        return None
    born = _day(value[6:10], value[10:12], value[12:14])
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, value, strict=False))
    return born if born and _ID_CHECKS[total % 11] == value[17] else None


def old_birth(value: str) -> date | None:
    """The birth date of a 15-digit ID; it has no check digit, so it needs a label beside it."""
    if not _OLD_ID.fullmatch(value) or value[:2] not in PROVINCES or value[12:] == "000":
        return None
    return _day("19" + value[6:8], value[8:10], value[10:12])


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if EARLIEST_BIRTH <= found.year <= LATEST_BIRTH else None


def visible_birth(shown: str) -> bool:
    """A masked ID of which the birth date can still be read."""
    part = shown[6:14]
    return part.isdecimal() and part.isascii() and _day(part[:4], part[4:6], part[6:8]) is not None


def is_credit_code(value: str) -> bool:
    """A valid unified social credit code: public, and never personal."""
    value = value.upper()
    if len(value) != 18 or not _CODE_HEAD.match(value) or value[2:4] not in PROVINCES | {"10"}:  # noqa: PLR2004 - GB 32100
        return False
    if not value[2:8].isdecimal() or any(c not in _CODE_VALUES for c in value):
        return False
    total = sum(w * _CODE_VALUES[c] for w, c in zip(_CODE_WEIGHTS, value, strict=False))
    return (31 - total % 31) % 31 == _CODE_VALUES[value[17]]


def is_mobile(value: str) -> bool:
    """A mobile number of the mainland's networks."""
    return bool(_MOBILE.fullmatch(value))


def luhn(value: str) -> bool:
    """The check digit of bank cards; one of ten random numbers passes."""
    total = 0
    for index, digit in enumerate(reversed(value)):
        number = int(digit) * (2 if index % 2 else 1)
        total += number - 9 if number > 9 else number  # noqa: PLR2004 - the digit sum of two digits
    return total % 10 == 0


def is_card(value: str) -> bool:
    """A number that a bank issues to people: known first digits, length, check digit."""
    if not (value.isdecimal() and value.isascii() and 16 <= len(value) <= 19):  # noqa: PLR2004 - ISO 7812
        return False
    known = value.startswith("62") or _OLD_CARDS.match(value)
    return bool(known) and luhn(value) and len(set(value)) > 3  # noqa: PLR2004 - 6222 2222 … is none
