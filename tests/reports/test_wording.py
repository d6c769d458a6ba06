"""Every code that can come has plain words; one that is not known is shown as it is."""

import pytest

from checker.results import Level, Reason
from crawler.snapshot.model import Outcome
from reports.reasons import REASONS
from reports.unseen import unseen
from reports.wording import LEVELS, expected, finish, observed

LINK_CODES = [
    "dns",
    "refused",
    "timeout",
    "tls",
    "soft_404",
    "redirect_home",
    "parked",
    "internal_address",
    "wrong_type",
    "empty",
]


def test_every_reason_and_level_has_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(LEVELS) == set(Level)
    assert len({words.label for words in REASONS.values()}) == len(Reason)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_fetch_outcome_has_words(outcome: Outcome) -> None:
    assert unseen(outcome.value).meaning


@pytest.mark.parametrize("code", [*LINK_CODES, "404", "418", "599", "301"])
def test_observed_codes_are_worded_and_kept(code: str) -> None:
    seen = observed(code)
    assert seen.code == code
    assert seen.words != code


@pytest.mark.parametrize(
    "text", ["没有 AAAA 记录", "", "999", "\uff14\uff10\uff14", "404 ", "brand_new"]
)
def test_any_other_observation_is_shown_as_it_is(text: str) -> None:
    assert (observed(text).words, observed(text).code) == (text, None)


def test_unknown_keys_stand_for_themselves() -> None:
    assert unseen("brand_new").label == "brand_new"
    assert finish("brand_new") == "brand_new"
    assert expected("至少三条") == "至少三条"


def test_a_killed_crawl_is_not_called_finished() -> None:
    assert "没有正常结束" in finish(None)
