"""Every placeholder of the templates is explained to clerks, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

from reports.papers.placeholders import CIRCULAR, NOTICE, listed

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "documents.md").read_text(encoding="utf-8")


def told(heading: str) -> list[str]:
    (section,) = re.findall(
        rf"^## 占位符：{heading}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL
    )
    return re.findall(r"^\| `([^`]+)` \| \S", section, re.MULTILINE)


def test_each_placeholder_is_told_once_where_it_belongs():
    circular, notice = ({name for name, _ in listed(names)} for names in (CIRCULAR, NOTICE))
    both, only_circular, only_notice = map(
        told, ("两种文书都有", "只有检查通报有", "只有整改通知书有")
    )
    assert set(both) == circular & notice
    assert set(only_circular) == circular - notice
    assert set(only_notice) == notice - circular
    assert len(both + only_circular + only_notice) == len(circular | notice)
