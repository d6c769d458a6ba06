"""Alerts: told once two looks have found it, once for what comes and goes, again after it stayed away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from audits.archive.holdings import Holdings
from audits.desk.setup import ArchiveSetup
from audits.mailing.alerts import looked, take_in
from audits.mailing.second_looks import Look, archive_letter, take_look
from audits.store import audit_runs, open_store, outbox, sites
from audits.store.rows import Alert, Audit, Site
from tests.postgres.switch import place
from tests.reports.audits_in_time import HOME, audit, finding, rule

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


def test_a_look_at_one_thing_may_be_the_second(tmp_path: Path) -> None:
    """It is queued for the recipients, once, and says no place of personal data.

    Its letter is in the archive, where there is one, before the transaction that queues it.
    """
    holdings = Holdings(tmp_path, ArchiveSetup(folder=tmp_path / "archive"))
    (tmp_path / "archive").mkdir()
    leak = finding("f1", f"{HOME}leak.html")
    result = audit(3, rule("personal-data", leak, check="personal_data_leak"))
    look = Look("a", result, "personal-data", "f1", found=True)
    row = Audit(
        id=result.run.id,
        site="a",
        as_of=NOW.date(),
        started_at=NOW,
        finished_at=NOW,
        complete=True,
        exit_code=1,
        tool_version="1",
        packs=(),
        verdicts={},
        folder="audits/a/1",
    )
    with open_store(place(tmp_path)) as store:
        with store.begin() as connection:
            sites.add(connection, site=Site(id="a", name="a", home=HOME, added_at=NOW))
            audit_runs.add(connection, audit=row)
            assert take_in(connection, "a", result, (), NOW) == ()
        archive_letter(store, holdings, look, ["x@a.gov.cn"], NOW)
        (kept,) = holdings.archive().listed("mail")
        with store.begin() as connection:
            assert take_look(connection, tmp_path, look, ["x@a.gov.cn"], NOW) == 1
            assert take_look(connection, tmp_path, look, ["x@a.gov.cn"], NOW) == 0
            (mail,) = outbox.listed(connection)
    assert kept == mail.file
    assert "请立即处理" in mail.subject
    letter = message_from_bytes((tmp_path / mail.file).read_bytes(), policy=default)
    body = letter.get_body(("plain",))
    assert body is not None
    assert "leak.html" not in body.get_content()
    assert "网址不随邮件发送" in body.get_content()
