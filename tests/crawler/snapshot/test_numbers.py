from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from crawler.reading.link import Link
from crawler.snapshot.numbers import Numbers

# Whole numbers are their own hashes: these reach the ends of what a hash can be.
ENDS = [0, 1, -2, 2**61 - 2, -(2**61) + 2]
keys = st.one_of(st.text(max_size=8), st.integers(-(2**60), 2**60), st.sampled_from(ENDS))


@example(ENDS)
@given(st.lists(keys))
def test_numbers_are_a_dictionary_that_counts(given_keys):
    numbers, model = Numbers(), {}
    for key in given_keys:
        assert numbers.of(key) == model.get(hash(key))
        assert (key in numbers) == (hash(key) in model)
        if key in numbers:
            assert numbers.take_all([key]) == [(model[hash(key)], False)]
        elif len(model) % 2:
            model[hash(key)] = len(model) + 1
            assert numbers.take_all([key]) == [(model[hash(key)], True)]
        else:
            model[hash(key)] = len(model) + 1
            assert numbers.give(key) == model[hash(key)]
        assert len(numbers) == len(model)
    assert numbers.of_all(given_keys) == [model[hash(key)] for key in given_keys]
    assert numbers.take_all(given_keys) == [(model[hash(key)], False) for key in given_keys]


@example(ENDS * 2)
@given(st.lists(keys))
def test_many_at_once_are_one_after_the_other(given_keys):
    together, apart = Numbers(), Numbers()
    taken = together.take_all(given_keys)
    assert taken == [apart.take_all([key])[0] for key in given_keys]
    assert len(together) == len(apart) == len({hash(key) for key in given_keys})


def test_many_keys():
    numbers = Numbers()
    links = [Link(f"http://x.cn/{n}", "通知") for n in range(50_000)]
    for link in links:
        numbers.give(link)
    assert [numbers.of(link) for link in links] == list(range(1, 50_001))
    assert Link("http://x.cn/0", "通报") not in numbers
