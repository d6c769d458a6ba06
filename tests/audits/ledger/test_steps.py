"""Who may go where; what a step leaves behind; what is refused, with what is allowed."""

from __future__ import annotations

from datetime import date

import pytest

from audits.ledger.due import due_after, last_day, overdue
from audits.ledger.states import NAMES, State, state_named
from audits.ledger.steps import StepError, allowed, assign, extend, move
from tests.audits.ledger.entries import by, entry


def test_states_have_chinese_names_and_are_found_by_them():
    assert [state_named(name) for name in NAMES.values()] == list(NAMES)
    assert state_named(" Closed ") is State.CLOSED
    assert state_named("已完成") is None


def test_the_loop_is_gone_through_in_order_with_a_step_each():
    moved = move(entry("confirmed", unit="县政府办公室"), State.CLOSED, by("已改好，附截图"))
    assert [step.to_state for step in moved.steps] == ["assigned", "mending", "rechecked", "closed"]
    assert [step.from_state for step in moved.steps][1:] == ["assigned", "mending", "rechecked"]
    assert {(step.who, step.note, step.at) for step in moved.steps} == {
        ("张三", "已改好，附截图", by().at)
    }
    assert moved.entry.closed_at == by().at


@pytest.mark.parametrize("state", State)
def test_what_is_not_allowed_is_refused_with_what_is(state: State):
    here = entry(state, unit="甲")
    for to in State:
        if to in allowed(state):
            assert move(here, to, by("依据")).entry.state == to
            continue
        with pytest.raises(StepError) as refused:
            move(here, to, by("依据"))
        assert state.told in str(refused.value)
        if to is not state:
            for may in allowed(state):
                assert f"“{may.told}”" in str(refused.value)


def test_closed_and_dismissed_only_open_again():
    assert allowed(State.CLOSED) == (State.FOUND,) == allowed(State.DISMISSED)


def test_dismissing_and_closing_want_a_reason_and_assigning_a_unit():
    for to in (State.DISMISSED, State.CLOSED):
        with pytest.raises(StepError, match="--note"):
            move(entry(unit="甲"), to, by(" "))
    with pytest.raises(StepError, match="--unit"):
        move(entry(), State.MENDING, by())
    with pytest.raises(StepError, match="--unit"):
        assign(entry(), "", None, by())


def test_assigning_confirms_and_says_to_whom_and_by_when():
    moved = assign(entry(), "县大数据中心", date(2026, 2, 11), by("第3号通知"))
    assert [step.to_state for step in moved.steps] == ["confirmed", "assigned"]
    assert moved.steps[-1].note == "下发给县大数据中心，期限 2026-02-11，第3号通知"
    assert (moved.entry.unit, moved.entry.due) == ("县大数据中心", date(2026, 2, 11))


def test_assigning_again_to_another_unit_begins_anew_with_its_own_limit():
    here = entry("mending", unit="甲", due=date(2026, 2, 1), extended_to=date(2026, 3, 1))
    moved = assign(here, "乙", date(2026, 4, 1), by())
    assert (moved.entry.state, moved.entry.unit) == ("assigned", "乙")
    assert (moved.entry.due, moved.entry.extended_to) == (date(2026, 4, 1), None)
    assert moved.steps[0].note == "改由乙负责，期限 2026-04-01"
    with pytest.raises(StepError, match="不能下发"):
        assign(entry("closed", unit="甲"), "乙", None, by())


def test_extending_wants_a_later_day_and_a_reason():
    here = entry("assigned", unit="甲", due=date(2026, 2, 11))
    moved = extend(here, date(2026, 3, 2), by("等待上级接口"))
    assert moved.entry.extended_to == last_day(moved.entry) == date(2026, 3, 2)
    assert moved.entry.due == date(2026, 2, 11)
    assert moved.steps[0].note == "期限由 2026-02-11 延至 2026-03-02：等待上级接口"
    with pytest.raises(StepError, match="更晚"):
        extend(moved.entry, date(2026, 3, 1), by("再等"))
    with pytest.raises(StepError, match="理由"):
        extend(here, date(2026, 3, 2), by())
    with pytest.raises(StepError, match="没有下发"):
        extend(entry(), date(2026, 3, 2), by("等"))


def test_working_days_by_the_published_calendar_and_never_guessed():
    assert due_after(date(2025, 9, 26), 5) == (
        date(2025, 10, 10),
        "",
    )  # National Day, 28 September worked
    due, why = due_after(date(2090, 1, 5), 10)
    assert due is None
    assert "2090年的节假日安排未收录" in why


def test_overdue_is_what_a_unit_has_not_reported_by_its_last_day():
    late = entry("mending", due=date(2026, 2, 11))
    assert not overdue(late, date(2026, 2, 11))
    assert overdue(late, date(2026, 2, 12))
    assert not overdue(
        entry("mending", due=date(2026, 2, 11), extended_to=date(2026, 3, 1)), date(2026, 2, 12)
    )
    assert not overdue(entry("rechecked", due=date(2026, 2, 11)), date(2026, 2, 12))
    assert not overdue(entry("mending"), date(2026, 2, 12))


def test_opening_again_keeps_the_unit_and_forgets_the_limit():
    here = entry("closed", unit="甲", due=date(2026, 2, 11), closed_at=by().at, clean_looks=2)
    now = move(here, State.FOUND, by()).entry
    assert (now.unit, now.due, now.closed_at, now.clean_looks) == ("甲", None, None, 0)
