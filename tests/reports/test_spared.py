from __future__ import annotations

import pytest

from checker.results import Spared
from reports.spared import spared_told

SINCE = "2026-05-31T00:30:00+00:00"


def told(said: int, said_bytes: int, same: int) -> str:
    return spared_told(
        Spared(
            since=SINCE,
            not_modified=said,
            not_modified_bytes=said_bytes,
            same_body=same,
            same_body_bytes=0,
        )
    )


def test_without_an_earlier_snapshot_nothing_is_said() -> None:
    assert spared_told(None) == ""


def test_both_kinds_are_counted_apart() -> None:
    assert told(5, 3 * 1024 * 1024, 2) == (
        "与 2026-05-31 08:30:00 的快照比对：7 个网页或附件没有变化，"
        "其中5 个由网站答复“未修改”，没有重新下载，省下 3.0 MB（解压后）；"
        "2 个下载后与上次完全相同，没有重复保存。"
    )


@pytest.mark.parametrize(
    ("said", "same", "says", "not_says"),
    [
        (1, 0, "未修改", "完全相同"),
        (0, 1, "完全相同", "未修改"),
        (0, 0, "全部重新下载", "未修改"),
    ],
)
def test_what_did_not_happen_is_not_said(said: int, same: int, says: str, not_says: str) -> None:
    assert says in told(said, 100, same)
    assert not_says not in told(said, 100, same)


@pytest.mark.parametrize(("count", "shown"), [(900, "900 字节"), (20_480, "20 KB")])
def test_small_sizes(count: int, shown: str) -> None:
    assert f"省下 {shown}" in told(1, count, 0)
