"""The columns of the table of sites: what each is called, what it holds, and the way there and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from audits.desk.file_fields import BY_HAND
from audits.desk.setup import ConfiguredSite

_MARKS = "，,、；;"


@dataclass(frozen=True, slots=True)
class SiteColumn:
    """A column: its heading, the key in sites.yaml, how to fill it in, and both ways."""

    heading: str
    key: str
    help: str
    width: int
    text: Callable[[ConfiguredSite], str]
    value: Callable[[str], Any]
    needed: bool = False


class CellError(ValueError):
    """What (Chinese) is wrong with a cell."""


def _same(text: str) -> str:
    return " ".join(text.split())


def _several(text: str) -> list[str]:
    return [part for part in re.split(rf"[{_MARKS}\s]+", text) if part]


def _units(text: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for part in re.split(r"[；;\n]", text):
        if not part.strip():
            continue
        name, colon, mails = part.replace("：", ":", 1).partition(":")
        if not colon or not name.strip():
            raise CellError(f"“{part.strip()[:40]}”没有写成“单位：邮件地址”")
        found[name.strip()] = {"contacts": _several(mails)}
    return found


def _schedule(site: ConfiguredSite) -> str:
    if "schedule" not in site.lines:
        return ""
    return site.schedule.text if site.schedule else BY_HAND


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


COLUMNS = (
    SiteColumn(
        "编号",
        "id",
        "简短的英文编号，如 huantai；定了不要改",
        14,
        lambda s: s.id,
        _same,
        needed=True,
    ),
    SiteColumn(
        "名称", "name", "网站名称，如 某县人民政府", 24, lambda s: s.name, _same, needed=True
    ),
    SiteColumn(
        "网址", "url", "首页网址，如 http://www.x.gov.cn/", 34, lambda s: s.home, _same, needed=True
    ),
    SiteColumn(
        "工作要点",
        "packs",
        "按哪些工作要点检查，用顿号分开；base 总是在内",
        24,
        lambda s: "、".join(s.own_choices.pack or ()),
        _several,
    ),
    SiteColumn(
        "其他主机",
        "hosts",
        "也算作本站的主机，用顿号分开",
        28,
        lambda s: "、".join(s.own_choices.host or ()),
        _several,
    ),
    SiteColumn(
        "请求间隔（秒）",
        "delay",
        "同一主机两次请求至少间隔几秒；不填用共同的设置",
        16,
        lambda s: _number(s.own_choices.delay),
        _same,
    ),
    SiteColumn(
        "最多网页",
        "max_pages",
        "最多读取多少个网页；不填用共同的设置",
        12,
        lambda s: _number(s.own_choices.max_pages),
        _same,
    ),
    SiteColumn(
        "自动检查",
        "schedule",
        "如 每月1日 02:00；不自动检查写 手动；不填用共同的设置",
        22,
        _schedule,
        _same,
    ),
    SiteColumn(
        "报告收件人",
        "recipients",
        "整份报告发给谁，用顿号分开",
        30,
        lambda s: "、".join(s.recipients),
        _several,
    ),
    SiteColumn(
        "责任单位",
        "units",
        "每个单位一行：县教育局：jiaoyu@x.gov.cn",
        40,
        lambda s: "\n".join(f"{unit.name}：{'、'.join(unit.contacts)}" for unit in s.units),
        _units,
    ),
)
HEADINGS = tuple(column.heading for column in COLUMNS)
NEEDED = tuple(column.heading for column in COLUMNS if column.needed)
BY_KEY: Mapping[str, SiteColumn] = {column.key: column for column in COLUMNS}
