"""Schedules in words and as cron: what they mean, at every moment, in every zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audits.desk.schedule_words import EXAMPLES, ScheduleError, parse

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=SHANGHAI)


def runs(text, count=3, after=NOW, zone=SHANGHAI):
    return [f"{moment:%Y-%m-%d %H:%M}" for moment in parse(text).runs(after, zone, count)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月1日 02:00", ["2026-12-01 02:00", "2027-01-01 02:00", "2027-02-01 02:00"]),
        ("每月最后一天 03:00", ["2026-11-30 03:00", "2026-12-31 03:00", "2027-01-31 03:00"]),
        ("每周一 06:30", ["2026-11-23 06:30", "2026-11-30 06:30", "2026-12-07 06:30"]),
        ("每天 01:00", ["2026-11-23 01:00", "2026-11-24 01:00", "2026-11-25 01:00"]),
        ("每季度第一个月5日 02:00", ["2027-01-05 02:00", "2027-04-05 02:00", "2027-07-05 02:00"]),
        ("每季度最后一天 02:00", ["2026-12-31 02:00", "2027-03-31 02:00", "2027-06-30 02:00"]),
        ("工作日 08:00", ["2026-11-23 08:00", "2026-11-24 08:00", "2026-11-25 08:00"]),
        ("每周日、三 06:30", ["2026-11-25 06:30", "2026-11-29 06:30", "2026-12-02 06:30"]),
        ("每月1日和15日 2点半", ["2026-12-01 02:30", "2026-12-15 02:30", "2027-01-01 02:30"]),
        ("每年1月5日　2：00", ["2027-01-05 02:00", "2028-01-05 02:00", "2029-01-05 02:00"]),
        ("每年2月最后一天 02:00", ["2027-02-28 02:00", "2028-02-29 02:00", "2029-02-28 02:00"]),
        ("0 2 1 * *", ["2026-12-01 02:00", "2027-01-01 02:00", "2027-02-01 02:00"]),
        ("0 2 29 2 *", ["2028-02-29 02:00", "2032-02-29 02:00"]),
        ("30 6 * * 0", ["2026-11-29 06:30", "2026-12-06 06:30"]),
        ("30 6 * * 7", ["2026-11-29 06:30", "2026-12-06 06:30"]),
        ("30 6 * * 5-7", ["2026-11-27 06:30", "2026-11-28 06:30", "2026-11-29 06:30"]),
        ("30 6 * * mon", ["2026-11-23 06:30"]),
        ("0 2 1 jan,Jul *", ["2027-01-01 02:00", "2027-07-01 02:00"]),
        ("*/30 16 * * *", ["2026-11-22 16:00", "2026-11-22 16:30", "2026-11-23 16:00"]),
        # As cron has it: the 1st, and Mondays.
        ("0 2 1 * 1", ["2026-11-23 02:00", "2026-11-30 02:00", "2026-12-01 02:00"]),
    ],
)
def test_what_a_schedule_means(text, expected):
    assert runs(text, len(expected)) == expected


def test_working_days_are_the_state_councils():
    """The spring festival of 2026 is free, and two weekend days were worked for it."""
    moments = runs("工作日 08:00", 8, datetime(2026, 2, 12, 12, tzinfo=SHANGHAI))
    assert moments[:3] == ["2026-02-13 08:00", "2026-02-14 08:00", "2026-02-24 08:00"]
    assert "2026-02-28 08:00" in moments


def test_without_a_calendar_working_days_are_monday_to_friday():
    days = parse("工作日 08:00").runs(datetime(2060, 1, 1, tzinfo=SHANGHAI), SHANGHAI, 20)
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "没有内容"),
        ("每月", "几点几分"),
        ("每月1日", "几点几分"),
        ("02:00", "五段"),
        ("每月31日 02:00", "最后一天"),
        ("每月0日 02:00", "没有0日"),
        ("每月32日 02:00", "没有32日"),
        ("每年13月1日 02:00", "没有13月"),
        ("每年2月29日 02:00", "最后一天"),
        ("每天 24:00", "没有 24:00 这个时刻"),
        ("每天 02:60", "没有 02:60 这个时刻"),
        ("每周八 02:00", "不是能认的日子"),
        ("有空的时候 02:00", "不是能认的日子"),
        ("every day 02:00", "不是能认的日子"),
        ("0 2 30 2 *", "这样的日子不存在"),
        ("0 2 1 *", "有 4 段"),
        ("60 2 1 * *", "不在 0–59 之内"),
        ("0 2 5-1 * *", "写法不对"),
        ("*/0 2 1 * *", "写法不对"),
        ("0 2 1 * foo", "不在 0–7 之内"),
        ("0 2 ² * *", "不在 0–31"),
        ("@monthly", "五段"),
        ("每" * 200, "超过 100 个字"),
    ],
)
def test_nonsense_is_told_with_examples(text, why):
    if text == "0 2 ² * *":
        assert runs(text) == runs("0 2 2 * *")  # a pasted digit is a digit
        return
    with pytest.raises(ScheduleError) as caught:
        parse(text)
    assert why in str(caught.value)
    assert EXAMPLES[0] in str(caught.value)


def test_every_example_can_be_understood():
    for text in EXAMPLES:
        assert runs(text.removesuffix("（cron）"))


def test_a_time_that_the_change_of_clocks_leaves_out_comes_when_clocks_have_changed():
    """In Berlin 02:30 did not exist on 29 March 2026; 03:00 does, and both come, in order, once."""
    moments = runs("30 2 * * *", 3, datetime(2026, 3, 28, 0, tzinfo=BERLIN), BERLIN)
    assert moments == ["2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30"]
    mixed = runs("0,30 2,3 29 3 *", 4, datetime(2026, 3, 29, 0, tzinfo=BERLIN), BERLIN)
    assert mixed[:2] == ["2026-03-29 03:00", "2026-03-29 03:30"]
    assert mixed[2].startswith("2027")


def test_a_time_that_comes_twice_counts_once():
    """02:30 came twice in Berlin on 25 October 2026."""
    moments = parse("30 2 * * *").runs(datetime(2026, 10, 24, 3, tzinfo=BERLIN), BERLIN, 2)
    assert [moment.astimezone(UTC) for moment in moments] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
    ]
    between = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    assert parse("30 2 * * *").next(between, BERLIN) == moments[1]


ZONES = st.sampled_from(
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
)
MOMENTS = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
TEXTS = st.one_of(
    st.sampled_from([text for text in EXAMPLES if "cron" not in text]),
    st.builds(
        "每月{}日 {:02}:{:02}".format, st.integers(1, 28), st.integers(0, 23), st.integers(0, 59)
    ),
    st.builds(
        "每周{} {:02}:{:02}".format,
        st.sampled_from("一二三四五六日"),
        st.integers(0, 3),
        st.integers(0, 59),
    ),
    st.builds(
        "{} {} {} * {}".format,
        st.integers(0, 59),
        st.integers(0, 4),
        st.just("*"),
        st.integers(0, 7),
    ),
)


@given(TEXTS, ZONES, MOMENTS)
@settings(max_examples=60)
@example("30 2 * * *", "Europe/Berlin", datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
def test_moments_are_in_order_and_next_and_latest_agree(text, zone_name, now):
    zone, schedule = ZoneInfo(zone_name), parse(text)
    moments = schedule.runs(now, zone, 4)
    assert now < moments[0] < moments[1] < moments[2] < moments[3]
    assert schedule.latest(moments[2], zone) == moments[2]
    assert schedule.latest(moments[2] - timedelta(seconds=1), zone) == moments[1]
    assert schedule.next(moments[1] - timedelta(seconds=1), zone) == moments[1]


@given(ZONES, st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 3), st.integers(0, 59))
@settings(max_examples=60)
@example("Europe/Berlin", date(2026, 3, 28), 2, 30)
@example("Europe/Berlin", date(2026, 10, 24), 2, 30)
def test_every_day_has_its_run_and_only_one(zone_name, day, hour, minute):
    zone = ZoneInfo(zone_name)
    start = datetime(day.year, day.month, day.day, tzinfo=zone) - timedelta(seconds=1)
    moments = parse(f"每天 {hour:02}:{minute:02}").runs(start, zone, 4)
    assert [moment.date() for moment in moments] == [day + timedelta(days=n) for n in range(4)]


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_whatever_is_written_is_understood_or_refused(text):
    try:
        schedule = parse(text)
    except ScheduleError:
        return
    assert schedule.next(NOW, SHANGHAI) is not None
