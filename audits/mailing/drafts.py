"""Which letters an audit gives: the whole for the site's recipients, and a part for each unit.

It builds letters; to whom they go is written on them, nothing is stored or sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audits.mailing.addressees import Addressees, Attaching
from checker.results import AuditResult
from reports.formats import Asked
from reports.ledger import LedgerRow
from reports.mail import Letter, letter, message
from reports.notice_mail import alert_letter, failure_letter
from reports.unit_part import for_unit

__all__ = [
    "Addressees",
    "Attaching",
    "Draft",
    "alert_draft",
    "failure_draft",
    "report_drafts",
    "strangers",
]

REPORT, UNIT, ALERT, FAILURE = "report", "unit", "alert", "failure"


@dataclass(frozen=True, slots=True)
class Draft:
    """A message without its envelope, and who is to get it.  `kind` tells letters of one audit apart."""

    kind: str
    subject: str
    content: bytes
    recipients: tuple[str, ...]


def report_drafts(
    result: AuditResult, asked: Asked, addressees: Addressees, attaching: Attaching
) -> tuple[Draft, ...]:
    """The letters with the reports of an audit."""
    drafts = []
    if addressees.recipients:
        drafts.append(_report(REPORT, result, asked, addressees.recipients, attaching))
    for unit, contacts in addressees.units.items():
        part = for_unit(result, unit, asked.t) if contacts else None
        if part is None:
            continue
        earlier = [for_unit(one, unit, asked.t) for one in asked.earlier]
        about = replace(asked, earlier=tuple(one for one in earlier if one is not None))
        drafts.append(_report(f"{UNIT}:{unit}", part, about, contacts, attaching))
    return tuple(drafts)


def strangers(result: AuditResult, addressees: Addressees) -> tuple[str, ...]:
    """Units that are configured and that no clause names: they get nothing."""
    named = {unit for clause in result.clauses for unit in clause.responsible}
    return tuple(unit for unit in addressees.units if unit not in named)


def alert_draft(
    result: AuditResult, rows: Sequence[LedgerRow], asked: Asked, recipients: Sequence[str]
) -> Draft:
    """The letter about what cannot wait."""
    return _draft(ALERT, alert_letter(result, rows, asked.t), recipients)


def failure_draft(
    site: str, home: str, day: str, why: str, asked: Asked, recipients: Sequence[str]
) -> Draft:
    """The letter about an audit that did not come about."""
    return _draft(FAILURE, failure_letter(site, home, day, why, asked.t), recipients)


def _report(
    kind: str, result: AuditResult, asked: Asked, to: Sequence[str], attaching: Attaching
) -> Draft:
    about = letter(result, asked, formats=attaching.formats, most_bytes=attaching.most_bytes)
    return _draft(kind, about, to)


def _draft(kind: str, about: Letter, to: Sequence[str]) -> Draft:
    content = message(about).as_bytes()
    return Draft(kind, about.subject, content, tuple(dict.fromkeys(to)))
