import datetime as dt

import pytest
from pydantic import TypeAdapter, ValidationError

from crawler.snapshot.model import Outcome
from rules import field_types
from rules.strict_yaml import load_strict


def read(kind, value):
    return TypeAdapter(kind).validate_python(value)


def refused(kind, value):
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    (error,) = caught.value.errors()
    assert error["type"] == field_types.REFUSED
    assert error["ctx"]["remedy"]
    return error["ctx"]["message"]


def test_text_is_stripped_and_must_not_be_empty():
    assert read(field_types.Text, "  规划\n") == "规划"
    assert refused(field_types.Text, " \n ") == "没有内容"


@pytest.mark.parametrize("nothing", ["null", "~"])
def test_a_null_is_not_taken_for_text(nothing):
    assert nothing in refused(field_types.Text, nothing)


def test_folded_chinese_has_no_blanks_after_punctuation():
    assert (
        read(field_types.Text, "改为新网址； 删去链接， 或 IPv6 地址")
        == "改为新网址；删去链接，或 IPv6 地址"
    )


@pytest.mark.parametrize("good", ["links", "plans-column", "ipv6", "a1-b2-c3"])
def test_rule_ids_are_kebab_case(good):
    assert read(field_types.RuleId, good) == good


@pytest.mark.parametrize(
    "bad", ["", "Links", "plans_column", "-a", "a-", "a--b", "6ipv", "规划", "a/b", "../a", "a\n"]
)
def test_other_rule_ids_are_refused(bad):
    assert "的写法“" in refused(field_types.RuleId, bad)


@pytest.mark.parametrize("bad", ["column-exists", "Column", "_a", "a__b", "os.system"])
def test_check_names_are_snake_case(bad):
    assert read(field_types.CheckName, "column_exists") == "column_exists"
    assert "的写法“" in refused(field_types.CheckName, bad)


@pytest.mark.parametrize(
    "good", ["base/1a", "wencheng-2021/1.2c", "wencheng-2021/att.2f", "yaodu-2021/5.2.4b"]
)
def test_clause_ids_have_their_pack_in_front(good):
    assert read(field_types.ClauseId, good) == good


@pytest.mark.parametrize("bad", ["1a", "base/", "base/1a/2", "Base/1a", "base/.1", "base/一"])
def test_other_clause_ids_are_refused(bad):
    assert "的写法“" in refused(field_types.ClauseId, bad)


@pytest.mark.parametrize("good", ["/", "/ghjh/", "http://a.gov.cn", "https://a.gov.cn/x?y=1"])
def test_pages_are_named_by_path_or_address(good):
    assert read(field_types.PageKey, good) == good


@pytest.mark.parametrize(
    "bad", ["ghjh/", "ftp://a/", "javascript:alert(1)", "http://", "/a b", "//", "//a/"]
)
def test_other_page_names_are_refused(bad):
    assert "的写法“" in refused(field_types.PageKey, bad)


@pytest.mark.parametrize("good", [*field_types.FAILED_FETCHES, "404", "521"])
def test_fetch_states_are_outcomes_or_statuses(good):
    assert read(field_types.FetchState, good) == good


@pytest.mark.parametrize(
    "bad", ["Timeout", "timed_out", "200", "302", "999", "40", "4040", "ok", "redirect", ""]
)
def test_other_fetch_states_are_refused(bad):
    assert "的写法“" in refused(field_types.FetchState, bad)


def test_failed_fetches_are_the_outcomes_of_a_snapshot():
    assert {*field_types.FAILED_FETCHES, "ok", "redirect"} == {str(outcome) for outcome in Outcome}


def test_dates_are_year_month_day():
    assert read(field_types.IsoDate, "2026-02-28") == dt.date(2026, 2, 28)
    assert read(field_types.IsoDate, dt.date(2026, 2, 28)) == dt.date(2026, 2, 28)


@pytest.mark.parametrize(
    "bad",
    [
        "2026-02-30",
        "2026-6-1",
        "20260601",
        "0",
        "1700000000",
        "2026-06-30T09:00",
        "\uff12\uff10\uff12\uff16-06-30",
    ],
)
def test_other_dates_are_refused(bad):
    assert "不是日期" in refused(field_types.IsoDate, bad)


def test_truth_is_true_or_false_and_nothing_else():
    assert read(field_types.Truth, "true") is True
    assert read(field_types.Truth, "false") is False
    for bad in ["yes", "on", "1", "True", ""]:
        assert "不是 true 或 false" in refused(field_types.Truth, bad)


def test_unquoted_probe_data_is_read_as_json_and_quoted_data_stays_text():
    text = 'd: {a: 80, b: "80", c: null, d: true, e: 0.99, f: yes, g: 2400::1, h: 007, i: [1, x], j: {k: -2}, l: ""}'
    assert read(field_types.JsonData, load_strict(text, "f").value["d"]) == {
        "a": 80,
        "b": "80",
        "c": None,
        "d": True,
        "e": 0.99,
        "f": "yes",
        "g": "2400::1",
        "h": "007",
        "i": [1, "x"],
        "j": {"k": -2},
        "l": "",
    }


@pytest.mark.parametrize("written", ["9" * 5000, "1e999", "NaN", "Infinity", "\uff11", "1e400"])
def test_numbers_that_json_cannot_hold_stay_text(written):
    assert read(field_types.JsonData, load_strict(f"d: {{a: {written}}}", "f").value["d"]) == {
        "a": written
    }


@pytest.mark.parametrize("bad", ["21", "1999", "２０２１", "明年", "2021年"])
def test_a_year_has_four_figures(bad):
    assert read(field_types.Year, "2021") == 2021
    assert read(field_types.Year, 2021) == 2021
    assert f"“{bad}”不是年份" in refused(field_types.Year, bad)


@pytest.mark.parametrize("bad", ["八秒", "-1", "1.2345", "1e9", ""])
def test_seconds_are_a_plain_number(bad):
    assert read(field_types.Seconds, "8.5") == 8.5
    assert read(field_types.Seconds, 8) == 8
    assert "不是秒数" in refused(field_types.Seconds, bad)
