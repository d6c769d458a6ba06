"""Days, periods and numbers in Chinese: nothing raises; what is found is a day; taking dates out leaves none."""

from __future__ import annotations

from datetime import date

from checker.facts.chinese_numbers import chinese_number
from checker.facts.dates import date_in_url, first_date, full_dates, without_dates, yearless
from checker.facts.letters import read_lines
from checker.facts.periods import spans
from checker.facts.stamps import find_stamps, month_day, month_days, narrow, split_date
from tests.fuzzing.target import Target, text


def check(data: bytes) -> None:
    """Look for days in a text in every way."""
    said = text(data)
    found = full_dates(said)
    assert found == full_dates(said)
    assert all(isinstance(day, date) for day in found)
    assert (first_date(said) is None) == (not found)
    assert without_dates(said) == without_dates(said)
    yearless(said)
    date_in_url(f"http://x.gov.cn/{said}")
    for stamp in find_stamps(narrow(said)):
        assert 0 <= stamp.start < stamp.end <= len(narrow(said))
    split_date(said)
    month_day(said)
    list(month_days(said))
    for span in spans(said):
        span.quarters  # noqa: B018 - a property that counts
        span.ends  # noqa: B018
    number = chinese_number(said)
    assert number is None or number >= 0
    read_lines(said.splitlines())


def seeds() -> list[bytes]:
    """Ways to write a day."""
    said = ("2024年1月5日", "二〇二四年十二月三十一日", "2024-01-05 08:30:00", "[2024/1/5]", "０１－０５", "Jan 5, 2024", "2024年第一季度", "2021年1-11月", "“十四五”规划（2021—2025年）", "一千零二十三万", "/art/2024/1/5/art_1_2.html", "/202401/t20240105_1.html", "来信时间：2024-01-05\n答复时间：2024年2月30日\n来信标题：修路", "05\n2024-01", "20240105", "发布日期：2024年 1 月 5 日 来源：县政府", "二○二一年上半年", "2024年闰二月", "9999-99-99", "民国113年", "廿一")  # fmt: skip
    return [one.encode() for one in (*said, "，".join(said))]


TARGET = Target("dates", check, seeds, most=2000, words=("年".encode(), "月".encode(), "日".encode(), "〇".encode(), "○".encode(), "十".encode(), "廿".encode(), "元".encode(), "季度".encode(), "上半年".encode(), "“十四五”".encode(), b"-", b"/", b".", b"20240229", b"0000", b"13", "万亿".encode(), "零".encode(), "两".encode(), "２".encode(), "²".encode(), "٢".encode(), "Ⅻ".encode(), "㋀".encode(), "㏠".encode()), about="dates, periods, Chinese numbers, letters")  # fmt: skip
