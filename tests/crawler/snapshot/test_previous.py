"""Bodies of an earlier snapshot: taken over where they are what the index says, and else not there."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.snapshot.previous import PreviousSnapshot
from crawler.snapshot.warc import FILE
from tests.crawler.snapshot.sample import HOME, write

pytestmark = pytest.mark.harms_archives


@pytest.fixture
def previous(tmp_path: Path):
    (tmp_path / "before").mkdir()
    write(tmp_path / "before")
    (tmp_path / "now").mkdir()
    with contextlib.closing(
        PreviousSnapshot(tmp_path / "before", HOME, tmp_path / "now")
    ) as opened:
        yield opened


def test_a_body_is_taken_over_with_its_file(previous, tmp_path):
    earlier = previous.find(HOME)
    kept = previous.kept(earlier)
    assert kept is not None
    assert (tmp_path / "now" / previous.taken_over_as(earlier)).exists()


def test_a_body_that_is_another_one_is_none(previous):
    earlier = previous.find(HOME)
    assert previous.kept(replace(earlier, fetch=replace(earlier.fetch, sha256="0" * 64))) is None


def test_a_body_whose_file_has_gone_meanwhile_is_none_also_the_next_time(previous, tmp_path):
    earlier = previous.find(HOME)
    (tmp_path / "before" / FILE).unlink()
    assert previous.kept(earlier) is None
    assert previous.kept(earlier) is None
    assert previous.taken_over_as(earlier) is None
    assert previous.find(HOME) is None


def test_where_the_new_snapshot_has_no_folder_it_is_said(previous, tmp_path):
    """That is no fault of the earlier one."""
    earlier = previous.find(HOME)
    (tmp_path / "now").rmdir()
    with pytest.raises(OSError, match="now"):
        previous.kept(earlier)
