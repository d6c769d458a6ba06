"""What an office adds to the results of an audit before it issues a paper: who, which number, by when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reports.deadline import Deadline
from reports.language import Language, marked
from reports.visible import clip

_MAX_NAME = 100
_NO_NUMBER = marked("____〔____〕____号")
_NO_ISSUER = marked("________________")
_NO_DAY = marked("____年__月__日")


@dataclass(frozen=True, slots=True)
class Particulars:
    """Who issues the papers and under which number; what is not given stays a blank to fill in."""

    issuer: str = ""
    document_number: str = ""
    deadline: Deadline = field(default_factory=Deadline)

    def texts(self, t: Language) -> dict[str, str]:
        """The placeholders."""
        return {
            "文号": clip(self.document_number, _MAX_NAME) or t(_NO_NUMBER),
            "签发机关": clip(self.issuer, _MAX_NAME) or t(_NO_ISSUER),
            "印发日期": _day(self.deadline.issued_on, t),
            "整改期限": _day(self.deadline.due, t),
        }


def _day(day: date | None, t: Language) -> str:
    return t(_NO_DAY) if day is None else t.date(day)
