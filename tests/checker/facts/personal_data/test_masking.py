"""Values are masked wherever they could be shown, and the digest gives nobody away."""

import re

from hypothesis import given
from hypothesis import strategies as st

from checker.facts.personal_data import Kind
from checker.facts.personal_data.masking import digest, excerpt, mask_numbers, masked

ID = "11010519491231002X"
NUMBER = re.compile(r"\d{6}")


def test_masked_forms():
    assert masked("11010519491231002X") == "110*************2X"
    assert masked("13800138000") == "138******00"
    assert masked("12345") == "1****"


def test_a_digest_fits_many_values_and_is_the_same_in_every_run():
    mine = digest(Kind.MOBILE, "13800138000")
    assert mine == digest(Kind.MOBILE, "13800138000") != digest(Kind.MOBILE, "13800238000")
    # Of all numbers with the same masked form, about one in 4096 has it.
    sample = [f"138{n:06d}00" for n in range(0, 10**6, 10)]
    assert sum(digest(Kind.MOBILE, value) == mine for value in sample) > 10


@given(st.text(alphabet="0123456789 -Xx张三，身份证号：", max_size=80))
def test_no_long_number_is_left_in_a_masked_text(text):
    assert not NUMBER.search(mask_numbers(text))


@given(st.text(alphabet="0123456789 张三，号：", max_size=60), st.data())
def test_an_excerpt_never_shows_a_value(text, data):
    start = data.draw(st.integers(0, len(text)))
    value = "11010519491231002X"
    whole = text[:start] + "：" + value + "；" + text[start:]
    shown = excerpt(whole, start + 1, start + 1 + len(value), [])
    assert value not in shown
    assert "19491231" not in shown


def test_a_name_beside_it_keeps_its_first_character():
    text = "村民张三丰13800138000反映"
    assert excerpt(text, 5, 16, [(2, 5)]) == "村民张**138******00反映"


def test_an_excerpt_of_what_has_no_end_is_short():
    text = f"{'12 ' * 200_000}{ID}{' 12' * 200_000}"
    start = text.index(ID)
    shown = excerpt(text, start, start + len(ID), [])
    assert len(shown) < 600
    assert not NUMBER.search(shown.replace(" ", ""))
