"""What an office adds to the results before it issues a paper: who, which number, by when."""

from __future__ import annotations

from datetime import date
from typing import Final

from reports.formats import Asked
from reports.language import Language, marked
from reports.visible import clip

_MAX_NAME: Final = 100
_NO_NUMBER = marked("____〔____〕____号")
_NO_ISSUER = marked("________________")
_NO_DAY = marked("____年__月__日")


def particulars(asked: Asked) -> dict[str, str]:
    """The placeholders; what is not given is a blank to fill in by hand."""
    t = asked.t
    return {
        "文号": clip(asked.document_number, _MAX_NAME, t) or t(_NO_NUMBER),
        "签发机关": clip(asked.issuer, _MAX_NAME, t) or t(_NO_ISSUER),
        "印发日期": _day(asked.deadline.issued_on, t),
        "整改期限": _day(asked.deadline.due, t),
    }


def _day(day: date | None, t: Language) -> str:
    return t(_NO_DAY) if day is None else t.date(day)
