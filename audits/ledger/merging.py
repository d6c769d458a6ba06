"""What an edited ledger asks for, against the store as it is now.  Pure; writes nothing.

A cell counts as edited where it differs from what was exported.  Where the store has changed the same
cell since, and to something else, it is a conflict: both are shown, and the person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from audits.ledger.due import last_day
from audits.ledger.sheet_columns import (
    DUE,
    EDITABLE,
    NOTE,
    STATE,
    UNIT,
    VERSION,
    changed_since,
    value_of,
)
from audits.ledger.sheet_reading import EditedLedger, EditedRow
from audits.ledger.states import NAMES, State, state_named
from audits.ledger.steps import By, Moved, StepError, move, noted
from audits.store.rows import LedgerEntry

IMPORTED = "由 Excel 导入"
_SHOWN = 20  # numbers that fit a line
_NOT_GIVEN = frozenset({State.FOUND, State.CONFIRMED})
_GIVEN = frozenset({State.ASSIGNED, State.MENDING})


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that the store and the sheet have both changed."""

    line: int
    entry: int
    heading: str
    exported: str | None
    store: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Entries to be written, conflicts, and what else there is to say (Chinese, line by line)."""

    moved: tuple[Moved, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    refused: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    moved: list[Moved] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def merged(
    edited: EditedLedger,
    entries: Mapping[int, LedgerEntry],
    by: By,
    usual_due: date | None = None,
    *,
    mine: bool = False,
) -> Merged:
    """Compare each row with its entry.  With `mine` the sheet wins where there is a conflict.

    What is given to a unit without a day gets `usual_due`.
    """
    found = _Found()
    for row in _keyed(edited, entries, found):
        if row.problems:
            found.refused += [f"第 {row.line} 行：{problem}。" for problem in row.problems]
            continue
        entry = entries[row.entry or 0]
        wanted, conflicts = _wanted(row, entry, edited)
        if conflicts and not mine:
            found.conflicts += conflicts
            continue
        try:
            one = _edit(entry, wanted, by, usual_due)
        except StepError as error:
            found.refused.append(
                f"第 {row.line} 行：{error}".replace("--note", NOTE).replace("--unit", UNIT)
            )
            continue
        if one.steps:
            found.moved.append(one)
    _missing(edited, found)
    return Merged(
        tuple(found.moved), tuple(found.conflicts), tuple(found.refused), tuple(found.remarks)
    )


def _keyed(
    edited: EditedLedger, entries: Mapping[int, LedgerEntry], found: _Found
) -> Sequence[EditedRow]:
    """The rows that belong to an entry beyond doubt; the others are told."""
    same_entry: dict[int | None, list[EditedRow]] = {}
    for row in edited.rows:
        same_entry.setdefault(row.entry, []).append(row)
    kept = []
    for row in edited.rows:
        if row.entry is None:
            found.refused.append(
                f"第 {row.line} 行没有台账编号：是新增的行，或编号被改动，没有导入。台账由检查产生，不能在表格里新增。"
            )
        elif row.entry not in entries:
            found.refused.append(
                f"第 {row.line} 行：台账里没有第 {row.entry} 条，编号被改动过，没有导入。"
            )
        elif row.fingerprint != entries[row.entry].fingerprint:
            found.refused.append(
                f"第 {row.line} 行：编号 {row.entry} 与问题标识对不上，其中一个被改动过，没有导入。"
            )
        elif row is (same := same_entry[row.entry])[0]:  # the others are told with the first
            if all(one.values == row.values and one.problems == row.problems for one in same):
                kept.append(row)
                if len(same) > 1:
                    found.remarks.append(
                        f"台账第 {row.entry} 条出现 {len(same)} 次，内容相同，只算一次。"
                    )
            else:
                lines = "、".join(str(one.line) for one in same[:_SHOWN])
                more = f" 等 {len(same)}" if len(same) > _SHOWN else ""
                found.refused.append(
                    f"台账第 {row.entry} 条出现在第 {lines}{more} 行，内容不同，都没有导入。请只留一行。"
                )
    return kept


def _wanted(
    row: EditedRow, entry: LedgerEntry, edited: EditedLedger
) -> tuple[dict[str, str], list[Conflict]]:
    """The cells that a person has changed, and those that the store has changed too."""
    base = edited.exported.get(entry.id)
    # Without the hidden sheet the version says whether anything was changed in the meantime.
    stale = row.values.get(VERSION) != str(entry.version)
    changed = changed_since(entry, base.marks) if base else dict.fromkeys(EDITABLE, stale)
    wanted, conflicts = {}, []
    for heading in EDITABLE:
        sheet, store = row.values.get(heading, ""), value_of(entry, heading)
        before = base.values.get(heading, "") if base else None
        if sheet in (before, store):
            continue
        wanted[heading] = sheet
        if changed[heading]:
            conflicts.append(Conflict(row.line, entry.id, heading, before, store, sheet))
    return wanted, conflicts


def _edit(entry: LedgerEntry, wanted: Mapping[str, str], by: By, usual_due: date | None) -> Moved:
    """The steps for what was changed.  Raises StepError."""
    to = State(entry.state)
    if STATE in wanted:
        named = state_named(wanted[STATE])
        if named is None:
            raise StepError(
                f"没有“{wanted[STATE][:40]}”这个状态。可用的：{'、'.join(NAMES.values())}。"
            )
        to = named
    changes: dict[str, object] = {}
    told = []
    if UNIT in wanted:
        changes["unit"] = wanted[UNIT]
        told.append(f"责任单位由“{entry.unit}”改为“{wanted[UNIT]}”")
    if DUE in wanted:
        due, words = _due(entry, wanted[DUE])
        changes |= due
        told.append(words)
    elif to in _GIVEN and State(entry.state) in _NOT_GIVEN and usual_due and not last_day(entry):
        changes["due"] = usual_due
        told.append(f"期限 {usual_due}")
    if NOTE in wanted:
        changes["note"] = wanted[NOTE]
        told.append(f"备注改为“{wanted[NOTE]}”" if wanted[NOTE] else "删去备注")
    moved = Moved(entry)
    if changes:
        step = replace(by, note=f"{IMPORTED}：{'；'.join(told)}")
        moved = noted(entry, step, **changes)
    if to is not State(entry.state):
        if to in (State.CLOSED, State.DISMISSED) and not moved.entry.note:
            raise StepError(f"转为“{to.told}”要在备注里写明依据。")
        words = f"{IMPORTED}：{moved.entry.note}" if moved.entry.note else IMPORTED
        moved = moved.then(move(moved.entry, to, replace(by, note=words)))
    return moved


def _due(entry: LedgerEntry, written: str) -> tuple[dict[str, object], str]:
    """A later day is an extension, which keeps the first one; any other sets the limit anew."""
    last = last_day(entry)
    if not written:
        return {"due": None, "extended_to": None}, f"删去期限 {last}"
    day = date.fromisoformat(written)
    if last is not None and day > last:
        return {"extended_to": day}, f"期限由 {last} 延至 {day}"
    return {"due": day, "extended_to": None}, f"期限由 {last or '未定'} 改为 {day}"


def _missing(edited: EditedLedger, found: _Found) -> None:
    if not edited.exported:
        found.remarks.append("表里没有导出时的内容（隐藏的表被删去），不能核对有没有删行。")
        return
    there = [row.entry for row in edited.rows if row.entry in edited.exported]
    kept = frozenset(there)
    gone = [str(entry) for entry in edited.exported if entry not in kept]
    if gone:
        shown = "、".join(gone[:_SHOWN]) + (" 等" if len(gone) > _SHOWN else "")
        found.remarks.append(f"表里删去了 {len(gone)} 行（台账第 {shown} 条）：台账里的仍然保留。")
    if there != [entry for entry in edited.exported if entry in kept]:
        found.remarks.append("行的次序变了，按台账编号对上，不影响导入。")
