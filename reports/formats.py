"""The formats that reports come in: one line each, for the command line and for `writing` alike.

What makes a format is loaded when somebody asks for it: a spreadsheet library has no part in an HTML
report.  Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import TypeAlias

from checker.results import AuditResult
from reports.comparison import Comparison, compare
from reports.deadline import Deadline
from reports.language import Language
from reports.ranking import Ranking

# One file, or several by their paths below the output folder.
Made: TypeAlias = str | bytes | Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a report beside its format; who does not need a thing does not look at it.

    `earlier` are audits of the same site; `comparison` is what comparing them with the results came to, where
    that was done before.  `issuer` and `document_number` are what an office puts on its papers, `templates`
    its own folder of them, `ranking` the sites that were audited together, `made` what was made of the same
    results before, by format, `archived` where the evidence page of a finding stands, by fingerprint, as seen
    from the report.
    """

    t: Language
    deadline: Deadline = field(default_factory=Deadline)
    earlier: tuple[AuditResult, ...] = ()
    issuer: str = ""
    document_number: str = ""
    templates: Path | None = None
    ranking: Ranking | None = None
    made: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    archived: Mapping[str, str] = field(default_factory=dict)
    comparison: Comparison | None = None

    def compared(self, result: AuditResult) -> Comparison | None:
        """The results against the earlier audits; None where there are none.  Raises ComparisonError."""
        if self.comparison is None and self.earlier:
            return compare(result, self.earlier)
        return self.comparison


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    `maker` is `module:function`, called with the results and an `Asked`; it gives the content of
    `file_name`, or several files, which stand under that name or inside `folder`.  One that
    `gathers` others is made after them.
    """

    file_name: str
    maker: str
    folder: str = ""
    gathers: bool = False

    def make(self, result: AuditResult, asked: Asked) -> dict[str, bytes]:
        """The content of each file, by its path below the output folder."""
        made: Made = resolve_name(self.maker)(result, asked)
        if isinstance(made, Mapping):
            return dict(made)
        return {self.file_name: made.encode() if isinstance(made, str) else made}

    @property
    def outputs(self) -> tuple[str, ...]:
        """What it may leave in the output folder."""
        return tuple(name for name in (self.file_name, self.folder) if name)


FORMATS: Mapping[str, Format] = {
    "html": Format("report.html", "reports.html:made"),
    "json": Format("audit.json", "reports.formats:results"),
    "md": Format("summary.md", "reports.markdown:made"),
    "xlsx": Format("ledger.xlsx", "reports.xlsx.workbook:made"),
    "junit": Format("junit.xml", "reports.junit:made"),
    "csv": Format("ledger.csv", "reports.ledger_csv:made"),
    "eml": Format("report.eml", "reports.mail:made", gathers=True),
    "docx": Format("检查通报.docx", "reports.papers.writing:circular"),
    "notices": Format("", "reports.papers.writing:notices", folder="整改通知书"),
}


def make_each(
    result: AuditResult, names: Sequence[str], asked: Asked
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Make each format once, in the order of `names`, those that gather others last."""
    made: dict[str, dict[str, bytes]] = {}
    asked = replace(asked, made=made)
    for name in sorted(dict.fromkeys(names), key=lambda name: FORMATS[name].gathers):
        made[name] = FORMATS[name].make(result, asked)
        yield name, made[name]


def results(result: AuditResult, _: Asked) -> str:
    """audit.json, in no language."""
    return result.to_json()


def refusal(names: Sequence[str]) -> str:
    """Why these formats cannot be had, with a remedy; "" where they can."""
    unknown = [name for name in dict.fromkeys(names) if name not in FORMATS]
    if unknown:
        return f"不认识的报告格式：{'、'.join(unknown)}。可用的格式：{'、'.join(FORMATS)}。"
    return ""
