"""Whether a host that says "not modified" is believed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.fetching.answer import Answer
from crawler.snapshot import Role
from crawler.snapshot.writer import SnapshotWriter
from crawler.spiders.host_trust import ALWAYS_304, HostTrust
from crawler.spiders.question import Manner, Question

URL = "http://www.x.gov.cn/a"
ASKED = Question(URL, Role.PAGE, 1)
NOT_MODIFIED, WHOLE = Answer(304, "Not Modified"), Answer(200, "OK", (), b"new")


@pytest.fixture
def anew():
    return []


@pytest.fixture
def trust(tmp_path, anew):
    with SnapshotWriter.create(tmp_path, "gongkai/1", datetime(2021, 12, 31, tzinfo=UTC)) as writer:
        yield HostTrust(writer, anew.append)


def test_the_first_word_is_checked_and_then_one_of_many(trust):
    checks = [trust.heard(ASKED, 1000) for _ in range(101)]
    assert [number for number, due in enumerate(checks) if due] == [0, 50, 100]
    assert checks[0] == [ASKED._replace(manner=Manner.CHECK)]


def test_what_is_large_is_not_asked_for_again_only_to_check(trust):
    assert trust.heard(ASKED, 50 << 20) == []
    assert trust.heard(ASKED, 1000) != [], "the first of those that can be checked"


def test_a_host_that_fails_a_check_is_believed_no_longer_and_told_once(trust):
    trust.checked(ASKED, NOT_MODIFIED, is_as_kept=False)
    trust.checked(ASKED, WHOLE, is_as_kept=False)
    assert trust.distrusted == {"www.x.gov.cn": ALWAYS_304}
    assert trust.doubts(URL)
    assert not trust.doubts("http://other.gov.cn/a")


@pytest.mark.parametrize(
    ("answer", "same"),
    [
        (WHOLE, True),
        (Answer(200, "OK", (), b"ne", truncated=True), False),
        (Answer(503, "x"), False),
    ],
    ids=["unchanged", "cut", "no answer"],
)
def test_what_proves_nothing_changes_nothing(trust, answer, same):
    trust.checked(ASKED, answer, is_as_kept=same)
    assert not trust.doubts(URL)
