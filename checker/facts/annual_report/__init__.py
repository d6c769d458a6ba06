"""The yearly report on openness (政府信息公开工作年度报告): found, read to figures, its sums evaluated."""

from checker.facts.annual_report.find import find_report, report_in_file, report_on_page
from checker.facts.annual_report.form import Form
from checker.facts.annual_report.identities import (
    Holds,
    Identity,
    Sums,
    carried_over,
    in_force,
    not_counts,
    sums_of,
)
from checker.facts.annual_report.model import (
    Fault,
    Figure,
    Material,
    Place,
    Problem,
    Report,
    Section,
    State,
)
from checker.facts.annual_report.prose import Claim, claims

__all__ = [
    "Claim",
    "Fault",
    "Figure",
    "Form",
    "Holds",
    "Identity",
    "Material",
    "Place",
    "Problem",
    "Report",
    "Section",
    "State",
    "Sums",
    "carried_over",
    "claims",
    "find_report",
    "in_force",
    "not_counts",
    "report_in_file",
    "report_on_page",
    "sums_of",
]
