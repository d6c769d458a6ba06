"""Write the numbers of a workbook as a reader would see them: whole numbers whole, days as days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from lxml import etree

from checker.facts.attachments.archive import attribute, children, tag

_BUILTIN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_QUOTED = re.compile(r'"[^"]{0,200}"|\[[^\]]{0,200}\]|\\.|_.|\*.')
_DATE_LETTERS = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_LONGEST = 40
_MIDNIGHT = "00:00:00"
_MOST_DAYS = 2_958_465  # 9999-12-31


@dataclass(frozen=True, slots=True)
class Styles:
    """Which cell formats show a number as a day."""

    dates: tuple[bool, ...] = ()
    from_1904: bool = False

    @classmethod
    def read(cls, tree: etree._Element | None, from_1904: bool) -> Styles:  # noqa: FBT001 - one of two epochs
        """Read styles.xml."""
        if tree is None:
            return cls((), from_1904)
        custom = {
            attribute(one, "numFmtId"): attribute(one, "formatCode") or ""
            for one in tree.iter()
            if tag(one) == "numFmt"
        }
        formats = next(children(tree, "cellXfs"), None)
        cells = list(children(formats, "xf")) if formats is not None else []
        return cls(
            tuple(_is_date(attribute(one, "numFmtId") or "0", custom) for one in cells), from_1904
        )

    def is_date(self, style: str | None) -> bool:
        """A cell of this style shows a day."""
        if not style or not style.isdecimal() or len(style) > 6:  # noqa: PLR2004 - no such style
            return False
        return int(style) < len(self.dates) and self.dates[int(style)]


def _is_date(number: str, custom: dict[str | None, str]) -> bool:
    if number in custom:
        return is_date_format(custom[number])
    return number.isdecimal() and len(number) < 6 and int(number) in _BUILTIN_DATES  # noqa: PLR2004 - 16 bits


def is_date_format(code: str) -> bool:
    """A number format that shows days or times."""
    bare = _QUOTED.sub("", code)
    return code.lower() != "general" and bool(_DATE_LETTERS.search(bare))


def number_text(raw: str, is_date: bool, from_1904: bool = False) -> str:  # noqa: FBT001, FBT002 - facts about one number
    """A stored number as text; what is no number stays as it is."""
    if not raw or len(raw) > _LONGEST:
        return raw
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
        return raw
    if is_date and 0 < value < _MOST_DAYS:
        return _day(value, from_1904)
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    # 15 digits are what a workbook keeps; the rest is how the machine rounds.
    return f"{float(value):.15g}"


def _day(value: Decimal, from_1904: bool) -> str:  # noqa: FBT001 - one of two epochs
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zone
    try:
        moment = epoch + timedelta(seconds=round(float(value) * 86_400))
    except OverflowError:
        return f"{value:f}"
    if value < 1:
        return moment.strftime("%H:%M:%S")
    text = f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if text == _MIDNIGHT else f"{moment:%Y-%m-%d} {text}"
