"""The ledger on the command line: lines for people, tables on a terminal, JSON and CSV for scripts.

What comes from pages is shown on one line, without anything that a terminal would obey.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from audits.ledger.due import last_day, overdue
from audits.ledger.states import State
from audits.output import one_line, say
from audits.store.rows import LedgerEntry, LedgerStep
from reports.cells import inert

_MESSAGE = 60
LINE = 300


def record(entry: LedgerEntry, today: date, waiver: str = "") -> dict[str, Any]:
    """An entry for scripts."""
    last = last_day(entry)
    return {
        "number": entry.id,
        "site": entry.site,
        "state": entry.state,
        "state_told": State(entry.state).told,
        "unit": entry.unit,
        "due": last.isoformat() if last else None,
        "overdue": overdue(entry, today),
        "rule": entry.rule,
        "fingerprint": entry.fingerprint,
        "level": entry.level,
        "title": entry.title,
        "message": entry.message,
        "url": entry.url,
        "target": entry.target or None,
        "note": entry.note,
        "waiver": waiver or None,
        "opened_at": entry.opened_at.isoformat(),
        "closed_at": entry.closed_at.isoformat() if entry.closed_at else None,
        "first_audit": entry.first_audit,
        "last_audit": entry.last_audit,
        "clean_looks": entry.clean_looks,
        "version": entry.version,
    }


def as_json(records: Sequence[dict[str, Any]]) -> str:
    """Records as JSON."""
    return json.dumps(list(records), ensure_ascii=False, indent=2)


def as_csv(records: Sequence[dict[str, Any]], columns: Sequence[str]) -> str:
    """Records as CSV; nothing in it runs."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for one in records:
        writer.writerow(
            [inert(value) if isinstance(value := one[name], str) else value for name in columns]
        )
    return text.getvalue()


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, terminal: bool) -> None:
    """Show rows: as a table on a terminal, else a line each with tabs between."""
    shown = [[one_line(cell, LINE) for cell in row] for row in rows]
    if not terminal:
        for row in [list(heads), *shown]:
            say("\t".join(row))
        return
    made = Table(box=box.SIMPLE_HEAD)
    for head in heads:
        made.add_column(head, overflow="fold")
    for row in shown:
        made.add_row(*(Text(cell) for cell in row))
    Console().print(made)


HEADS = ("编号", "网站", "状态", "责任单位", "期限", "检查项", "问题")


def row_of(entry: LedgerEntry, today: date, waiver: str = "") -> tuple[str, ...]:
    """An entry as a row under `HEADS`."""
    last = last_day(entry)
    due = f"{last}（逾期）" if overdue(entry, today) else str(last or "")
    state = State(entry.state).told + ("（豁免）" if waiver else "")
    message = one_line(entry.message, _MESSAGE)
    return (str(entry.id), entry.site, state, entry.unit, due, one_line(entry.title, 30), message)


def told(
    entry: LedgerEntry, steps: Sequence[LedgerStep], today: date, zone: ZoneInfo, waiver: str = ""
) -> list[str]:
    """All of an entry and its history, line by line."""
    last = last_day(entry)
    facts = {
        "网站": entry.site,
        "状态": State(entry.state).told + (f"；豁免：{waiver}" if waiver else ""),
        "检查项": f"{entry.title}（{entry.rule}）",
        "问题": entry.message,
        "所在页面": entry.url,
        "问题对象": entry.target,
        "责任单位": entry.unit or "未定",
        "期限": f"{last}{'，已逾期' if overdue(entry, today) else ''}" if last else "未定",
        "备注": entry.note,
        "问题标识": entry.fingerprint,
        "最近见到": f"检查 {entry.last_audit}",
    }
    lines = [
        f"台账第 {entry.id} 条",
        *(f"  {k}：{one_line(v, LINE)}" for k, v in facts.items() if v),
    ]
    lines.append("  经过：")
    lines += [f"    {_step(step, zone)}" for step in steps]
    return lines


def _step(step: LedgerStep, zone: ZoneInfo) -> str:
    here, there = (_state(word) for word in (step.from_state, step.to_state))
    move = there if step.from_state in ("", step.to_state) else f"{here} → {there}"
    audit = f"（检查 {step.audit}）" if step.audit else ""
    return one_line(f"{_moment(step.at, zone)}  {step.who}  {move}  {step.note}{audit}", LINE)


def _state(word: str) -> str:
    return State(word).told if word in set(State) else word


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
