"""Sentences are filled the same way in both languages; numbers and dates stand as each writes them."""

import time
from datetime import UTC, date, datetime

import pytest

from reports.language import LANGUAGES, Language, LanguageError, language, marked

ENGLISH = Language(
    "en",
    "en",
    "en_GB",
    ", ",
    "; ",
    " ",
    {"已读 {n} 个网页": ("one page read", "{n} pages read"), "合格": "meets the requirement"},
)


def test_the_chinese_sentence_is_its_own_wording() -> None:
    t = language("zh")
    assert t("已读 {n} 个网页", n=3) == "已读 3 个网页"
    assert t("占 {share}（{n:,} 个）", share="3%", n=1234) == "占 3%（1,234 个）"
    assert (t.name, t.code) == ("zh", "zh-CN")


def test_a_translation_is_filled_and_chooses_its_plural_by_n() -> None:
    said = [ENGLISH("已读 {n} 个网页", n=n) for n in (0, 1, 2)]
    assert said == ["0 pages read", "one page read", "2 pages read"]
    assert ENGLISH.sentence("已读 {n} 个网页", n=2) == "{n} pages read"
    assert ENGLISH("合格") == "meets the requirement"


def test_what_has_no_translation_stays_chinese() -> None:
    assert ENGLISH("没有译文：{n}", n=1) == "没有译文：1"


def test_text_without_slots_is_not_formatted_and_values_never() -> None:
    t = language("zh")
    assert t("{0.__class__} {") == "{0.__class__} {"
    assert t("甲{x}", x="{n} {") == "甲{n} {"
    assert marked("{n}") == "{n}"


@pytest.mark.parametrize("name", ["fr", "", "zh-CN", "../en", "x" * 1000])
def test_an_unknown_language_is_refused_with_those_that_there_are(name: str) -> None:
    with pytest.raises(LanguageError, match="可用：zh、en") as refused:
        language(name)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(
    ("name", "day", "listed", "series", "sentences"),
    [
        ("zh", "2021年7月5日", "甲、乙", "甲；乙", "一句。两句。"),
        ("en", "5 July 2021", "甲, 乙", "甲; 乙", "一句。 两句。"),
    ],
)
def test_dates_and_lists(name: str, day: str, listed: str, series: str, sentences: str) -> None:
    t = language(name)
    assert t.date(date(2021, 7, 5)) == day
    assert t.listed(["甲", "乙"]) == listed
    assert t.series(iter(["甲", "乙"])) == series
    assert t.sentences("一句。", "", "两句。") == sentences


@pytest.mark.parametrize("name", LANGUAGES)
def test_numbers_shares_and_moments_are_the_same_in_both(name: str) -> None:
    t = language(name)
    assert (t.number(0), t.number(1234567), t.number(-1234)) == ("0", "1,234,567", "-1,234")
    assert t.number(1333.26, 1) == "1,333.3"
    shares = [t.percentage(share) for share in (0.0, 0.3, 0.9999, 1.0, 1 / 3)]
    assert shares == ["0.0%", "30.0%", "99.9%", "100.0%", "33.3%"]
    assert t.percentage(0.625, 0) == "62%"
    assert t.moment(datetime(2021, 12, 31, 16, 30, tzinfo=UTC)) == "2022-01-01 00:30:00"
    assert t.moment(datetime(2021, 12, 31, 16, 30)) == "2021-12-31 16:30:00"  # noqa: DTZ001 -- no zone


def test_a_hundred_thousand_sentences_are_quick() -> None:
    t = language("en")
    begun = time.process_time()
    for n in range(100_000):
        t("已读 {n} 个网页", n=n)
    assert time.process_time() - begun < 5, "ten times what it takes"
