"""Title patterns are refused where they could never match what was meant."""

import pytest
from pydantic import TypeAdapter, ValidationError

from checker.title_params import Patterns

PATTERNS = TypeAdapter(Patterns)


@pytest.mark.parametrize("pattern", ["{yeer}年", "第{plan}个"])
def test_an_unknown_slot_is_refused(pattern):
    with pytest.raises(ValidationError, match="不认识"):
        PATTERNS.validate_python([pattern])


@pytest.mark.parametrize(
    "pattern", ["{year}年.{2,4}报告", "{previous_period}五|{edition}", r"\{a\}"]
)
def test_known_slots_and_counts_are_patterns(pattern):
    assert PATTERNS.validate_python([pattern]) == [pattern]
