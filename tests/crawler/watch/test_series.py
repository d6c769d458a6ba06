"""A folder of journals as probes; other home pages of the same watch bear witness to our network."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.snapshot.model import Outcome
from crawler.watch.journal import Journal, JournalError, read
from crawler.watch.lines import Attempt, Canary, Missed, Tried
from crawler.watch.series import as_probes, probes_of
from tests.crawler.watch.clocks import BEGUN, HOME, plan

OPEN, DOWN = Attempt(Outcome.OK, 0.8, 0.2, 200), Attempt(Outcome.TIMEOUT, 15.0)


def kept(folder: Path, number: int, found: Attempt, minutes: int, canary: Canary) -> None:
    home = HOME if number == 0 else f"http://www.site{number}.gov.cn/"
    with Journal(folder / f"{number}.jsonl") as journal:
        journal.append(plan(home=home))
        at = BEGUN + timedelta(minutes=minutes)
        journal.append(Tried(at, at, found, None, canary))


def test_tries_and_missed_slots_come_in_the_order_of_their_time(tmp_path: Path) -> None:
    kept(tmp_path, 0, DOWN, 60, Canary.UP)
    with Journal(tmp_path / "0.jsonl") as journal:
        journal.append(Missed(BEGUN, BEGUN + timedelta(hours=2)))
    missed, tried = probes_of(tmp_path, "https://www.x.gov.cn/index.html")
    assert missed.data["missed"] is True
    assert (tried.kind, tried.subject) == ("availability", "www.x.gov.cn")
    assert tried.data["outcome"] == "timeout"
    assert (tried.data["ok"], tried.data["canary"]) == (False, "up")


@pytest.mark.parametrize(
    ("others", "canary", "ours"),
    [
        ([(DOWN, 10), (DOWN, -20), (DOWN, 50)], Canary.NONE, True),
        ([(DOWN, 10), (DOWN, -20), (OPEN, 50)], Canary.NONE, False),
        ([(DOWN, 10), (DOWN, -20)], Canary.NONE, False),  # two may well be down
        ([(DOWN, 10), (DOWN, -20), (DOWN, 90)], Canary.NONE, False),  # too long afterwards
        ([(DOWN, 10), (DOWN, -20), (DOWN, 50)], Canary.UP, False),  # who was asked knows better
    ],
)
def test_all_others_that_fail_too_point_to_our_own_network(
    tmp_path: Path, others: list[tuple[Attempt, int]], canary: Canary, *, ours: bool
) -> None:
    kept(tmp_path, 0, DOWN, 0, canary)
    for number, (found, minutes) in enumerate(others, 1):
        kept(tmp_path, number, found, minutes, Canary.NONE)
    (probe,) = probes_of(tmp_path, HOME)
    assert (probe.data.get("others") == "down") is ours


@pytest.mark.parametrize(
    ("others", "up"),
    [
        ([(OPEN, -10), (OPEN, 14)], True),
        ([(OPEN, 0)], True),
        ([(OPEN, -10), (OPEN, 20)], False),  # a short outage of ours lies between them
        ([(OPEN, 5), (OPEN, 9)], False),
        ([(DOWN, -10), (DOWN, 10)], False),
    ],
)
def test_others_that_opened_about_that_time_vouch_for_our_network(
    tmp_path: Path, others: list[tuple[Attempt, int]], *, up: bool
) -> None:
    kept(tmp_path, 0, DOWN, 0, Canary.NONE)
    for number, (found, minutes) in enumerate(others, 1):
        kept(tmp_path, number, found, minutes, Canary.NONE)
    (probe,) = probes_of(tmp_path, HOME)
    assert (probe.data.get("others") == "up") is up


def test_another_port_of_the_host_is_another_site(tmp_path: Path) -> None:
    kept(tmp_path, 0, OPEN, 0, Canary.NONE)
    with Journal(tmp_path / "8080.jsonl") as journal:
        journal.append(plan(home="http://www.x.gov.cn:8080/"))
        journal.append(Tried(BEGUN, BEGUN, DOWN))
    (probe,) = probes_of(tmp_path, "https://www.x.gov.cn/")
    assert probe.data["ok"] is True
    (probe,) = probes_of(tmp_path, "http://www.x.gov.cn:8080/index.html")
    assert probe.data["ok"] is False


def test_a_folder_without_the_site_names_those_that_it_has(tmp_path: Path) -> None:
    kept(tmp_path, 1, OPEN, 0, Canary.NONE)
    with pytest.raises(JournalError, match=r"只有：www\.site1\.gov\.cn"):
        probes_of(tmp_path, HOME)


def test_a_journal_that_tore_at_its_first_line_is_of_no_home_page(tmp_path: Path) -> None:
    (tmp_path / "torn.jsonl").write_bytes(b'{"kind":"pl')
    kept(tmp_path, 0, OPEN, 0, Canary.NONE)
    assert len(probes_of(tmp_path, HOME)) == 1
    assert as_probes(read(tmp_path / "torn.jsonl")) == []


@pytest.mark.parametrize("name", ["none", "长" * 200])
def test_a_folder_that_is_none_is_told_with_what_to_do(tmp_path: Path, name: str) -> None:
    with pytest.raises(JournalError, match="没有监测记录。请指向"):
        probes_of(tmp_path / name, HOME)
