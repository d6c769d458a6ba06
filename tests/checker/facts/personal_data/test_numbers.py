"""The arithmetic of numbers: what is an ID, a credit code, a card, a mobile."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.facts.personal_data import numbers
from tests.checker.facts.personal_data.people import Dice, resident_id


def test_the_standard_s_own_example():
    assert numbers.resident_birth("11010519491231002X") == date(1949, 12, 31)
    assert numbers.resident_birth("11010519491231002x") == date(1949, 12, 31)


@pytest.mark.parametrize(
    "value",
    [
        "110105194912310021",  # check character
        "11010519491331002X",  # no such month
        "99010519491231002X",  # no such province
        "11010518491231002X",
        "1101051949123100",
        "１１０１０５１９４９１２３１００２X",
        "",
    ],
)
def test_what_is_no_id(value):
    assert numbers.resident_birth(value) is None


@given(st.integers(0, 10**9), st.dates(date(1930, 1, 1), date(2024, 1, 1)))
def test_ids_are_known_and_one_changed_digit_is_not(seed, born):
    dice = Dice(seed)
    value = resident_id(dice, born)
    assert numbers.resident_birth(value) == born
    place = dice.randrange(17)
    other = (
        value[:place] + str((int(value[place]) + dice.randrange(1, 10)) % 10) + value[place + 1 :]
    )
    assert numbers.resident_birth(other) is None


@given(st.integers(0, 10**9), st.booleans())
def test_credit_codes_are_known_and_are_no_ids(seed, digits_only):
    code = Dice(seed).credit_code(digits_only=digits_only)
    assert numbers.is_credit_code(code)
    assert numbers.resident_birth(code) is None


@given(st.integers(0, 10**9))
def test_ids_are_no_credit_codes(seed):
    assert not numbers.is_credit_code(Dice(seed).person().id)


@given(st.integers(0, 10**9))
def test_cards(seed):
    card = Dice(seed).card()
    assert numbers.is_card(card)
    assert not numbers.is_card(card[:-1] + str((int(card[-1]) + 1) % 10))


@pytest.mark.parametrize("value", ["6222222222222222", "1234567890123452", "62", "622202abc"])
def test_what_is_no_card(value):
    assert not numbers.is_card(value)


def test_mobiles():
    assert numbers.is_mobile("13800138000")
    assert not any(
        map(numbers.is_mobile, ["12345678901", "1380013800", "138001380001", "14300138000"])
    )


def test_old_ids():
    assert numbers.old_birth("110105491231002") == date(1949, 12, 31)
    assert numbers.old_birth("110105491331002") is None


def test_a_letter_that_no_credit_code_has():
    code = Dice(3).credit_code()
    assert numbers.is_credit_code(code)
    assert not numbers.is_credit_code(f"{code[:10]}I{code[11:]}")
    assert not numbers.is_credit_code(f"{code[:5]}A{code[6:]}")
