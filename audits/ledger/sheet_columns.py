"""The columns of the exported ledger: what an inspector reads and edits, and the keys for the way back.

Headings are the names by which columns are found again; a reader may move or drop the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from audits.ledger.due import last_day, overdue
from audits.ledger.states import NAMES, State
from audits.store.rows import LedgerEntry
from checker.results import Level
from reports.columns import Cell, Column
from reports.visible import address
from reports.wording import LEVELS

ENTRY, VERSION, FINGERPRINT = "台账编号", "版本", "问题标识"
STATE, UNIT, DUE, NOTE = "状态", "责任单位", "整改期限", "备注"
EDITABLE = (STATE, UNIT, DUE, NOTE)
KEYS = (ENTRY, VERSION, FINGERPRINT)
MARKS = "导出时"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One entry as it is exported; `waiver` is what excepts it, "" where nothing does."""

    entry: LedgerEntry
    site_name: str
    waiver: str
    today: date


def value_of(entry: LedgerEntry, heading: str) -> str:
    """What an editable column holds of an entry, as text."""
    if heading == STATE:
        return State(entry.state).told
    if heading == UNIT:
        return entry.unit
    if heading == DUE:
        return str(last_day(entry) or "")
    return entry.note


def marks(entry: LedgerEntry) -> str:
    """What was exported of each editable column, so that later it is known which have changed since."""
    values = (value_of(entry, heading) for heading in EDITABLE)
    return ".".join(sha256(value.encode()).hexdigest()[:12] for value in values)


def changed_since(entry: LedgerEntry, exported: str) -> Mapping[str, bool]:
    """For each editable column whether the store holds something else than was exported."""
    now, then = marks(entry).split("."), exported.split(".")
    if len(then) != len(now):
        return dict.fromkeys(EDITABLE, True)
    return {heading: a != b for heading, a, b in zip(EDITABLE, now, then, strict=True)}


def sheet_columns(units_from: str) -> tuple[Column[SheetRow], ...]:
    """The columns of the sheet; `units_from` is where the known units stand."""
    return (
        Column("number", "编号", 6, lambda row: row.entry.id),
        Column("site", "网站", 16, lambda row: row.site_name),
        *_editable(units_from),
        Column("overdue", "逾期", 6, lambda row: "逾期" if overdue(row.entry, row.today) else ""),
        Column("title", "检查项", 16, lambda row: row.entry.title),
        Column("level", "级别", 9, lambda row: _level(row.entry.level)),
        Column("problem", "问题", 30, lambda row: row.entry.message),
        Column("page", "所在页面", 26, lambda row: address(row.entry.url).text),
        Column("target", "问题对象", 26, lambda row: row.entry.target),
        Column("waiver", "豁免", 16, lambda row: row.waiver),
        Column("opened", "立项日期", 12, lambda row: row.entry.opened_at.date()),
        Column("finding", FINGERPRINT, 34, lambda row: row.entry.fingerprint, printed=False),
        Column("entry", ENTRY, 8, lambda row: row.entry.id, printed=False, hidden=True),
        Column("version", VERSION, 8, lambda row: row.entry.version, printed=False, hidden=True),
    )


def base_columns() -> tuple[Column[SheetRow], ...]:
    """The columns of the hidden sheet: each entry as it was exported."""
    return (
        Column("entry", ENTRY, 8, lambda row: row.entry.id),
        Column("version", VERSION, 8, lambda row: row.entry.version),
        Column("finding", FINGERPRINT, 34, lambda row: row.entry.fingerprint),
        *(
            Column(one.key, one.heading, one.width, one.value, printed=False)
            for one in _editable("")
        ),
        Column("marks", MARKS, 60, lambda row: marks(row.entry)),
    )


def _editable(units_from: str) -> tuple[Column[SheetRow], ...]:
    return (
        Column(
            "state",
            STATE,
            8,
            lambda row: State(row.entry.state).told,
            editable=True,
            choices=tuple(NAMES.values()),
        ),
        Column(
            "unit", UNIT, 18, lambda row: row.entry.unit, editable=True, choices_from=units_from
        ),
        Column("due", DUE, 12, _due, editable=True, dated=True),
        Column("note", NOTE, 24, lambda row: row.entry.note, editable=True),
    )


def _due(row: SheetRow) -> Cell:
    return last_day(row.entry) or ""


def _level(level: str) -> str:
    return LEVELS[Level(level)] if level in set(Level) else level
