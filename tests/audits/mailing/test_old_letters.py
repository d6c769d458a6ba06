"""Letters go when their time is up, and no other: not what may still be sent, nor what is just being filed."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from audits.archive.holdings import Holdings
from audits.desk.setup import ArchiveSetup
from audits.mailing.drafts import Draft
from audits.mailing.old_letters import throw_away_letters
from audits.mailing.outbox import About, filed, queue
from audits.mailing.states import FAILED, QUEUED, REFUSED, SENDING, SENT
from audits.store import open_store, outbox, sites
from audits.store.keeping import LETTER_EXAMPLES, KeepError, letters_rule
from tests.audits.store.engines import a_site

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LONG_AGO, LATELY = NOW - timedelta(days=400), NOW - timedelta(days=360)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "gongkai.sqlite") as store:
        with store.begin() as c:
            sites.add(c, site=a_site())
        yield store


def aged(path, moment=LONG_AGO):
    os.utime(path, (moment.timestamp(),) * 2)


def letter(store, data, text, *fates, archive=None):
    """A letter to as many recipients as there are fates, filed long ago."""
    to = tuple(f"{number}@a.gov.cn" for number in range(len(fates)))
    (one,) = filed(data, [Draft("report", text, text.encode(), to)], archive)
    with store.begin() as c:
        for mail, (state, sent) in zip(
            queue(c, [one], About("x", attempt=text), LONG_AGO), fates, strict=True
        ):
            outbox.update(c, mail=replace(mail, state=state, sent_at=sent), was=QUEUED)
    aged(data / one.file)
    return data / one.file


def test_what_was_sent_long_ago_goes_and_its_row_stays(store, tmp_path):
    old = letter(store, tmp_path, "old", (SENT, LONG_AGO), (SENT, LONG_AGO))
    new = letter(store, tmp_path, "new", (SENT, LONG_AGO), (SENT, LATELY))
    assert throw_away_letters(store, tmp_path, None, NOW) == 0
    assert throw_away_letters(store, tmp_path, 12, NOW, dry=True) == 1
    assert old.exists()
    assert throw_away_letters(store, tmp_path, 12, NOW) == 1
    assert (old.exists(), new.exists()) == (False, True)
    assert throw_away_letters(store, tmp_path, 12, NOW) == 0
    with store.reading() as c:
        assert len(outbox.listed(c)) == 4


@pytest.mark.parametrize("state", [QUEUED, SENDING, REFUSED, FAILED])
def test_what_somebody_may_still_be_sent_stays(store, tmp_path, state):
    path = letter(store, tmp_path, "both", (SENT, LONG_AGO), (state, None))
    assert throw_away_letters(store, tmp_path, 1, NOW) == 0
    assert path.exists()


def test_a_letter_that_nobody_queued_goes_but_not_one_that_is_just_being_filed(store, tmp_path):
    draft = [Draft("report", "s", b"text", ("x@a.gov.cn",))]
    (one,) = filed(tmp_path, draft)
    path = tmp_path / one.file
    aged(path)
    filed(tmp_path, draft)  # by who is going to queue it
    assert throw_away_letters(store, tmp_path, 12, NOW) == 0
    aged(path)
    stranger = path.with_name("mine.eml")
    stranger.write_bytes(b"")
    aged(stranger)
    assert throw_away_letters(store, tmp_path, 12, NOW) == 1
    assert (path.exists(), stranger.exists()) == (False, True)


def test_in_the_archive_too_where_it_is_given(store, tmp_path):
    (tmp_path / "archive").mkdir()
    setup = ArchiveSetup(folder=tmp_path / "archive")
    path = letter(store, tmp_path, "old", (SENT, LONG_AGO), archive=setup)
    assert throw_away_letters(store, tmp_path, 12, NOW) == 1
    archive = Holdings(tmp_path, setup).archive()
    assert archive.listed("mail") == (f"mail/{path.name}",)
    assert throw_away_letters(store, tmp_path, 12, NOW, archive=setup) == 1
    assert archive.listed("mail") == ()


def test_the_rule_in_words():
    assert [letters_rule(text) for text in LETTER_EXAMPLES] == [12, 24, None]
    assert letters_rule(" １２ 个月") == 12
    for text in ("", "0个月", "12", "-1个月", "一年", "1000个月"):
        with pytest.raises(KeepError, match="12个月"):
            letters_rule(text)
