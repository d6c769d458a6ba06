from __future__ import annotations

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.pairs.closing_dates import closing_date

PUBLISHED = date(2024, 3, 1)


def closes(text: str, published: date | None = PUBLISHED) -> date | None:
    found = closing_date(text, published)
    return found.day if found else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("征求意见时间：2024年3月1日至2024年3月31日。", (2024, 3, 31)),
        ("征求意见时间为2024年3月1日－3月31日", (2024, 3, 31)),
        ("征求意见时间：2024年3月1日—31日。", (2024, 3, 31)),
        ("公示期：2024年3月1日—3月7日（5个工作日），有意见请反馈", (2024, 3, 7)),
        ("征求意见期限：即日起至2024年4月1日。", (2024, 4, 1)),
        ("请于2024年4月1日下午5时前反馈意见", (2024, 4, 1)),
        ("请于4月1日17:00前将书面意见报送", (2024, 4, 1)),
        ("意见征集截止到2024年4月1日24时", (2024, 4, 1)),
        ("公示时间自2024年3月4日起30日内，有异议请书面提出", (2024, 4, 3)),
        ("公示期自3月4日起7天，有意见请反馈", (2024, 3, 11)),
        ("请于2024年3月20日前反馈意见，4月15日汇总。", (2024, 3, 20)),
        ("意见征集期：3月1日—4月2日。", (2024, 4, 2)),
        ("公开征求意见的时间为2024.03.01—2024.03.31", (2024, 3, 31)),
        ("征集时间：2024-03-01至2024-04-01", (2024, 4, 1)),
        ("征求意见时间2024年3月1日9:00至2024年3月31日17:00", (2024, 3, 31)),
        ("征集时间自即日起至4月15日止。", (2024, 4, 15)),
        ("征求意见截止时间为2024年4月1日。", (2024, 4, 1)),
        ("意见反馈截止日期：2024年4月1日", (2024, 4, 1)),
        ("请于2024年3月20日前将意见反馈至我局。", (2024, 3, 20)),
        ("请于3月20日之前提出修改意见", (2024, 3, 20)),
        ("意见反馈截止时间为二〇二四年四月十七日。", (2024, 4, 17)),
        ("意见反馈截止时间为二○二四年三月二十日", (2024, 3, 20)),
        ("征求意见期限为自发布之日起30日。", (2024, 3, 31)),
        ("现公开征求意见，自公告发布之日起三十日内提出。", (2024, 3, 31)),
        ("公示期限7天，如有意见请反馈。", (2024, 3, 8)),
        ("自本公告发布之日起一个月内反馈意见", (2024, 4, 1)),
        ("征求意见自公布之日起两周", (2024, 3, 15)),
        ("公众可在2024年4月1日前通过以下途径提出意见", (2024, 4, 1)),
        ("欢迎提出意见。本办法自2024年5月1日起施行。征求意见截止2024年4月1日。", (2024, 4, 1)),
    ],
)
def test_the_end_is_read_as_it_is_said(text, day):
    assert closes(text) == date(*day)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("征求意见时间：2023年12月20日至1月20日。", date(2023, 12, 20), (2024, 1, 20)),
        ("征求意见时间：12月20日至1月20日。", date(2023, 12, 20), (2024, 1, 20)),
        ("请于1月15日前反馈意见", date(2023, 12, 28), (2024, 1, 15)),
        ("自发布之日起一个月内反馈意见", date(2024, 1, 31), (2024, 2, 29)),
    ],
)
def test_a_year_left_out_is_inherited_over_new_year(text, published, day):
    assert closes(text, published) == date(*day)


@pytest.mark.parametrize(
    "text",
    [
        "欢迎社会各界提出宝贵意见。",
        "征求意见稿自2024年5月1日起施行，有效期至2029年4月30日。",
        "联系电话：0931-2836615，意见请寄人民路3号",
        "2024年2月1日，我局起草了征求意见稿。",
        "",
        "意见13月45日前",
    ],
)
def test_what_is_not_said_is_not_guessed(text):
    assert closing_date(text, PUBLISHED) is None


def test_working_days_are_counted_by_the_calendar_or_not_at_all():
    text = "征求意见期限为自公告发布之日起10个工作日。"
    known = closing_date(text, date(2024, 4, 1))
    assert known
    assert known.day == date(2024, 4, 16)  # two days of Qingming, one Sunday worked for them
    unknown = closing_date(text, date(2099, 4, 1))
    assert unknown
    assert unknown.day is None
    assert "2099" in unknown.how


def test_without_a_day_of_publication_a_length_has_no_end():
    found = closing_date("自发布之日起30日内反馈意见", None)
    assert found
    assert found.day is None


def test_two_ends_are_doubtful():
    found = closing_date("征集时间至2024年3月20日止。意见征集截止2024年3月25日。", PUBLISHED)
    assert found
    assert found.doubtful
    assert closing_date("征集至2024年3月20日止。截止2024年3月20日。", PUBLISHED) is not None


def test_the_sentence_is_kept():
    found = closing_date("一、背景。征求意见截止2024年4月1日。三、其他。", PUBLISHED)
    assert found
    assert found.text == "征求意见截止2024年4月1日"


@given(
    st.text(alphabet="征求意见至截止前日月年0123456789—.十二〇自发布之起工作个。 ", max_size=200)
)
def test_any_text_gives_a_day_near_publication_or_none(text):
    day = closes(text)
    assert day is None or -1 <= (day - PUBLISHED).days <= 400


@given(st.dates(date(2023, 1, 1), date(2025, 12, 1)), st.integers(1, 60))
def test_every_span_as_it_is_written(first, length):
    last = first + timedelta(days=length)
    text = f"征求意见时间：{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日。"
    assert closes(text, first) == last


@pytest.mark.parametrize("piece", ["意见自", "意见3月1日至", "征求2024年", "日起", "意见 1"])
def test_hostile_text_costs_no_more_than_its_length(piece):
    began = process_time()
    closing_date(piece * 20_000, PUBLISHED)
    assert process_time() - began < 20
