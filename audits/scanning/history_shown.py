"""The history of a site as a table, as CSV, as JSON.  Nothing is counted here."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from audits.clock import BEIJING
from audits.columns import laid_out
from audits.mailing.states import TOLD
from audits.scanning.history import Past
from audits.store.rows import ADVICE
from reports.comparison import Change

_VERDICTS = {
    "fail": "不合格",
    "review": "待核查",
    ADVICE: "提示",
    "pending": "待到期",
    "pass": "合格",
    "not_applicable": "不适用",
}
_CHANGES = {
    Change.NEW: "新增",
    Change.REAPPEARED: "再现",
    Change.FIXED: "已解决",
    Change.PERSISTING: "仍存在",
    Change.FIRST_SEEN: "首次查到",
    Change.UNCONFIRMED: "未能确认",
}
_HEADINGS = ("日期", "完整", *_VERDICTS.values(), *_CHANGES.values(), "达标率", "邮件", "编号")
_RIGHT = frozenset((*_VERDICTS.values(), *_CHANGES.values()))


def as_lines(past: Sequence[Past]) -> list[str]:
    """A table, and below it what could not be read."""
    if not past:
        return ["还没有检查过。"]
    lines = laid_out([_HEADINGS, *map(_row, past)], _RIGHT)
    return lines + [f"{one.audit.id}：{one.trouble}" for one in past if one.trouble]


def as_csv(past: Sequence[Past]) -> list[str]:
    """Rows of CSV, as spreadsheets read them."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEADINGS)
    writer.writerows(map(_row, past))
    return out.getvalue().splitlines()


def as_json(past: Sequence[Past]) -> list[str]:
    """One JSON document."""
    rows = [
        {
            "audit": one.audit.id,
            "as_of": one.audit.as_of.isoformat(),
            "started_at": one.audit.started_at.astimezone(BEIJING).isoformat(),
            "complete": one.audit.complete,
            "exit_code": one.audit.exit_code,
            "verdicts": dict(one.audit.verdicts),
            "rates": dict(one.rates),
            "changes": None
            if one.changes is None
            else {change.value: count for change, count in one.changes.items()},
            "mail": dict(one.mail),
            "folder": one.audit.folder,
            "trouble": one.trouble or None,
        }
        for one in past
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2).splitlines()


def _row(one: Past) -> tuple[str, ...]:
    verdicts = [str(one.audit.verdicts.get(name, 0)) for name in _VERDICTS]
    changes = ["–" if one.changes is None else str(one.changes[each]) for each in _CHANGES]
    rates = "；".join(f"{title} {_rate(rate)}" for title, rate in one.rates.items())
    mail = "、".join(f"{TOLD.get(state, state)} {count}" for state, count in one.mail.items())
    complete = "是" if one.audit.complete else "否"
    day = one.audit.as_of.isoformat()
    return (day, complete, *verdicts, *changes, rates or "–", mail or "–", one.audit.id)


def _rate(rate: float | None) -> str:
    return "–" if rate is None else f"{int(rate * 1000 + 1e-9) / 10:.1f}%"
