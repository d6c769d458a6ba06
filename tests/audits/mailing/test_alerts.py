"""Alerts: told once two looks have found it, once for what comes and goes, again after it stayed away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from audits.mailing.alerts import looked
from audits.store.rows import Alert

NOW = datetime.fromisoformat("2026-03-01T02:00:00+08:00")
KEY = ("personal-data", "f1")


def told(looks: str) -> list[int]:
    """In which looks it is told: `+` it was found, `-` it was looked for and gone, `?` nobody looked."""
    known: Sequence[Alert] = ()
    times = []
    for number, look in enumerate(looks):
        at = NOW + timedelta(days=number)
        done = looked(
            "a", known, {KEY} if look == "+" else set(), lambda _, look=look: look == "-", at
        )
        kept = {alert.fingerprint: alert for alert in known}
        kept |= {alert.fingerprint: alert for alert in done.changed}
        for alert in done.forgotten:
            del kept[alert.fingerprint]
        known = tuple(kept.values())
        if done.told:
            assert done.told == (KEY,)
            times.append(number)
    return times


def test_one_look_tells_nothing_and_two_tell_once() -> None:
    assert told("+") == []
    assert told("+-+-+-") == []
    assert told("++") == [1]
    assert told("+++++") == [1]


def test_what_nobody_looked_for_is_neither_confirmed_nor_gone() -> None:
    assert told("+?+") == [2]
    assert told("++????++") == [1]


def test_flapping_is_told_once() -> None:
    assert told("++-++--++-+++") == [1]


def test_what_stayed_away_is_told_again() -> None:
    assert told("++---++") == [1, 6]
