"""Paths from rows and files stay below the data directory."""

from __future__ import annotations

import pytest

from audits.store import StoreError
from audits.store.places import below


@pytest.mark.parametrize("name", ["audits/x/run-1", "mail/某县 1.eml", "a"])
def test_a_path_below_is_found(tmp_path, name):
    assert below(tmp_path, name) == tmp_path / name


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "/", "/etc", "a/..", "a/../b", "../a", "a//b", "a/", "./a", "a\\b", "a\0b"],
)
def test_one_that_leads_out_or_is_spelled_oddly_is_refused(tmp_path, name):
    with pytest.raises(StoreError, match="不在数据目录"):
        below(tmp_path, name)


def test_the_folder_of_audits_may_lie_on_another_disk_and_nothing_below_it(tmp_path):
    data, disk = tmp_path / "data", tmp_path / "disk"
    (disk / "x").mkdir(parents=True)
    data.mkdir()
    (data / "audits").symlink_to(disk)
    assert below(data, "audits/x").is_dir()
    (disk / "out").symlink_to(data)
    with pytest.raises(StoreError):
        below(data, "audits/out")
