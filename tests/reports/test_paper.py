"""Texts that get into the style sheet stay strings, whatever they hold."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.language import language
from reports.paper import css_string, paper_style

ZH = language("zh")


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_a_css_string_holds_nothing_but_letters_and_code_points(text: str) -> None:
    spelt = css_string(text)
    assert re.fullmatch(r'"([0-9A-Za-z\u3400-\u9fff]|\\[0-9a-f]{1,6} )*"', spelt)
    back = re.sub(r"\\([0-9a-f]{1,6}) ", lambda found: chr(int(found[1], 16)), spelt[1:-1])
    assert back == text


def test_the_foot_of_a_page_names_site_day_and_page() -> None:
    style = paper_style('</style><script>"县', "2021年12月31日", ZH)
    assert "<" not in style
    assert "size: A4" in style
    assert "县" in style
    assert "2021年12月31日" in style
    assert "counter(page)" in style


def test_the_english_edition_has_english_feet() -> None:
    style = paper_style("x", "1 January 2022", language("en"))
    assert '"Page\\20 " counter(page) "\\20 of\\20 " counter(pages) ""' in style
