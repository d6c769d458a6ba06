"""Each site's last planned scan and its next one, as a table."""

from __future__ import annotations

from datetime import datetime

from audits.desk.due import CANCELLED, DONE, FAILED, GIVEN_UP, PASSED_OVER, RUNNING
from audits.desk.file_fields import BY_HAND
from audits.desk.setup import ConfiguredSite, Desk
from audits.desk.understood import moment_told
from audits.store import Store, scan_turns
from audits.store.rows import ScanTurn

_HEADS = ("编号", "名称", "自动检查", "上一次（按计划）", "结果", "下一次")
_STATES = {
    RUNNING: "正在检查，或被中断、等着接着做",
    DONE: "完成",
    FAILED: "没有检查成",
    GIVEN_UP: "多次中断，已搁置",
    PASSED_OVER: "被后一期代替",
    CANCELLED: "已取消",
}


def outlook(desk: Desk, store: Store, now: datetime) -> list[tuple[str, ...]]:
    """The rows of the table, headings first."""
    with store.reading() as connection:
        last = {turn.site: turn for turn in scan_turns.last_of_each(connection)}
    return [_HEADS, *(_row(site, last.get(site.id), desk, now) for site in desk.sites)]


def _row(site: ConfiguredSite, turn: ScanTurn | None, desk: Desk, now: datetime) -> tuple[str, ...]:
    after = site.schedule.next(now, desk.time_zone) if site.schedule else None
    state = _STATES.get(turn.state, turn.state) if turn else "－"
    return (
        site.id,
        site.name,
        site.schedule.text if site.schedule else BY_HAND,
        moment_told(turn.due_at.astimezone(desk.time_zone)) if turn else "－",
        f"{state}：{turn.error}" if turn and turn.error else state,
        moment_told(after),
    )
