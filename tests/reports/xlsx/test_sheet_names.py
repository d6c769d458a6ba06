"""Sheet names are what Excel takes, and each is given once."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reports.xlsx.sheet_names import SheetNames

FORBIDDEN = set("[]:*?/\\")


def test_readable_names_stay() -> None:
    assert SheetNames().take("县政府办公室", "单位") == "县政府办公室"


def test_forbidden_characters_and_quotes_at_the_ends_go() -> None:
    assert SheetNames().take("'县[教]育/体育:局*?'", "单位") == "县 教 育 体育 局"


def test_names_that_differ_in_case_only_or_in_their_tail_get_numbers() -> None:
    names = SheetNames()
    long = "县" * 40
    assert [names.take(each, "单位") for each in ("Aa", "aA", long, long)] == [
        "Aa",
        "aA (2)",
        "县" * 31,
        "县" * 27 + " (2)",
    ]


def test_nothing_left_and_a_reserved_name() -> None:
    names = SheetNames()
    assert names.take("///", "单位") == "单位"
    assert names.take("History", "单位") == "History (2)"


@given(st.lists(st.text(max_size=50), max_size=8))
def test_any_names(wanted: list[str]) -> None:
    names = SheetNames()
    given_ = [names.take(each, "单位") for each in wanted]
    assert len({name.casefold() for name in given_}) == len(given_)
    for name in given_:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & FORBIDDEN
        assert name[0] != "'" != name[-1]
        assert not {unicodedata.category(char) for char in name} & {"Cc", "Cf", "Cs", "Co"}
