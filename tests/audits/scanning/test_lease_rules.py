"""The rules of a lease on an address, against any order of things: one asks at a time, and manners are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from audits.scanning.lease_rules import LeaseTimes, given_up, renewed, wanted
from audits.store.rows import AddressLease

START = datetime(2026, 3, 1, tzinfo=UTC)
TIMES = LeaseTimes()
DELAY = 2.0
STEPS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(("want", "keep", "give", "ask", "vanish")),
        st.sampled_from((0.0, 0.1, 0.5, 1.0, 3.0, 12.0, 40.0)),
    ),
    max_size=60,
)


def unasked() -> AddressLease:
    """An address that nobody has asked for long."""
    ago = START - timedelta(days=1)
    return AddressLease(
        address="1.1.1.1",
        holder="",
        until=ago,
        others_until=ago,
        rest_until=ago,
        wanted_by="",
        wanted_until=ago,
    )


@dataclass
class Process:
    """What a process knows: until when it may begin a question, and from when on."""

    until: float = -1.0
    begins: float = 0.0
    held: bool = False


@given(STEPS)
def test_one_at_a_time_and_the_delay_between_two(steps):
    """Who vanished keeps asking to the end of what it knows, as one that is cut off does."""
    row, now = unasked(), 0.0
    processes = {name: Process() for name in "abc"}
    asked: list[tuple[str, float]] = []
    for name, what, passed in steps:
        now += passed
        at, mine = START + timedelta(seconds=now), processes[name]
        if what == "want" and not mine.held:
            row, rest = wanted(row, name, at, DELAY, TIMES)
            if rest is not None:
                processes[name] = Process(now + TIMES.lease - TIMES.enough, now + rest, held=True)
        elif what == "keep" and mine.held:
            found = renewed(row, name, at, TIMES)
            if found is None:
                processes[name] = Process()
            else:
                row, mine.until = found[0], now + TIMES.lease - TIMES.enough
        elif what == "give" and mine.held:
            row = given_up(row, name, at, 0.0, TIMES)
            processes[name] = Process()
        elif what == "vanish":
            mine.held = False  # started anew, and no question of the old one is under way
            processes[name] = Process()
        elif what == "ask" and mine.begins <= now < mine.until:
            if asked and asked[-1][0] != name:
                assert now - asked[-1][1] >= DELAY, (asked[-1], name, now)
            asked.append((name, now))


def test_what_was_handed_over_is_for_who_waited_and_for_nobody_else():
    at = START
    row, rest = wanted(unasked(), "a", at, DELAY, TIMES)
    assert rest == 0.0, "nobody had asked it"
    row, rest = wanted(row, "b", at, DELAY, TIMES)
    assert (rest, row.wanted_by, row.holder) == (None, "b", "a")
    assert wanted(row, "c", at, DELAY, TIMES) == (row, None), "one waits first"
    found = renewed(row, "a", at, TIMES)
    assert found is not None
    assert found[1], "a hears that somebody waits"
    row = given_up(row, "a", at, 7.0, TIMES)
    assert row.holder == "b"
    assert wanted(row, "c", at, DELAY, TIMES)[1] is None
    row, rest = wanted(row, "b", at + timedelta(seconds=1), DELAY, TIMES)
    assert rest == 6.0, "a pause that the address was promised goes with it"
    assert renewed(row, "a", at, TIMES) is None


def test_who_vanished_keeps_nobody_waiting_for_longer_than_its_lease():
    row, _ = wanted(unasked(), "a", START, DELAY, TIMES)
    late = START + timedelta(seconds=TIMES.lease)
    row, rest = wanted(row, "b", late, DELAY, TIMES)
    assert (row.holder, rest) == ("b", DELAY)
