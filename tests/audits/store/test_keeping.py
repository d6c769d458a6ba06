"""Which snapshots go: never the last ones, never what a rule names, one site apart from the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.store.keeping import EXAMPLES, Keep, KeepError, keep_rule, what_goes
from tests.audits.store.engines import an_audit

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("全部", Keep(None)),
        ("最近3次", Keep(3)),
        (" 最近 12 次 ", Keep(12)),
        ("最近三次", Keep(3)),
        ("最近3次和每年1月", Keep(3, (1,))),
        ("最近３次，每年１月", Keep(3, (1,))),
        ("最近3次和每年7月、1月和12月", Keep(3, (1, 7, 12))),
        ("最近3次和每年一月、十二月", Keep(3, (1, 12))),
    ],
)
def test_rules_in_words(text, keep):
    assert keep_rule(text) == keep


def test_the_examples_are_rules():
    assert [keep_rule(text).last for text in EXAMPLES] == [3, 3, 6, None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "最近",
        "最近0次",
        "最近-1次",
        "每年1月",
        "最近3次和每年13月",
        "最近3次和每年0月",
        "3",
        "最近3次x",
    ],
)
def test_what_is_no_rule_is_refused_with_examples(text):
    with pytest.raises(KeepError, match="最近3次和每年1月"):
        keep_rule(text)


def audit(day, **given):
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    usual = {"id": f"{given.get('site', 'x')}-{day}", "as_of": day, "started_at": at}
    return an_audit(**usual | given)


def gone(audits, text, today=TODAY):
    return [each.id for each in what_goes(audits, keep_rule(text), today)]


MONTHS = [audit(date(2024 + n // 12, n % 12 + 1, 1)) for n in range(29)]  # to May 2026


def test_the_last_ones_and_each_january_stay():
    kept = {each.id for each in MONTHS} - set(gone(MONTHS, "最近3次和每年1月"))
    assert sorted(kept) == [
        f"x-{day}"
        for day in (
            "2024-01-01",
            "2025-01-01",
            "2026-01-01",
            "2026-03-01",
            "2026-04-01",
            "2026-05-01",
        )
    ]
    assert gone(MONTHS, "全部") == []
    assert len(gone(MONTHS, "最近1次")) == 28


def test_what_was_not_complete_drives_out_nothing_that_was():
    walled = [audit(date(2026, 6, day), complete=False) for day in range(1, 6)]
    assert gone([*MONTHS[-2:], *walled], "最近2次") == [f"x-2026-06-0{day}" for day in (1, 2, 3)]


def test_of_a_month_the_first_complete_one_stays():
    january = [audit(date(2026, 1, day), complete=day != 3) for day in (3, 5, 20)]
    assert gone([*january, *MONTHS[-1:]], "最近1次和每年1月") == ["x-2026-01-03", "x-2026-01-20"]


def test_sites_do_not_count_for_each_other():
    other = [audit(date(2025, 1, 1), site="y")]
    assert gone([*other, *MONTHS[-3:]], "最近2次") == ["x-2026-03-01"]


def test_what_is_dated_later_than_today_is_left_alone():
    assert gone(MONTHS[-4:], "最近1次", date(2026, 3, 31)) == ["x-2026-02-01"]


def test_what_has_gone_already_counts_no_more():
    away = [audit(each.as_of, snapshot_kept=False) for each in MONTHS[-2:]]
    assert gone([*MONTHS[-4:-2], *away], "最近2次") == []


@settings(max_examples=60)
@given(
    days=st.lists(st.integers(0, 890), unique=True, max_size=12),
    incomplete=st.integers(0, 2**12 - 1),
    last=st.integers(1, 4),
    months=st.frozensets(st.integers(1, 12), max_size=2),
)
def test_the_latest_always_stay_and_going_twice_takes_no_more(days, incomplete, last, months):
    audits = [
        audit(date(2024, 1, 1) + timedelta(days=day), complete=not incomplete >> n & 1)
        for n, day in enumerate(sorted(days))
    ]
    keep = Keep(last, tuple(sorted(months)))
    going = what_goes(reversed(audits), keep, TODAY)
    assert not set(map(repr, going)) & set(map(repr, audits[-last:]))
    complete = [each for each in audits if each.complete]
    assert not any(each in going for each in complete[-last:])
    left = [each for each in audits if each not in going]
    assert what_goes(left, keep, TODAY) == ()
    assert len(left) <= 2 * last + 3 * len(months)
    for month in months:
        years = {each.as_of.year for each in audits if each.as_of.month == month}
        assert years == {each.as_of.year for each in left if each.as_of.month == month}
