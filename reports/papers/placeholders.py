"""Which placeholders a template may use: the names of all values, and what each entry of a list holds.

What each one means is told to clerks in docs/documents.md; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias


class Kind(Enum):
    """What stands in a placeholder's place."""

    TEXT = "text"
    NUMBER = "number"
    LINK = "link"  # written {{r …}}: it brings its own markup


@dataclass(frozen=True, slots=True)
class Rows:
    """A list: to be used in a loop; `entry` is what each turn of it has."""

    entry: Names


Names: TypeAlias = Mapping[str, "Kind | Rows"]


def _texts(*names: str) -> Names:
    return dict.fromkeys(names, Kind.TEXT)


def _numbers(*names: str) -> Names:
    return dict.fromkeys(names, Kind.NUMBER)


_PAPER: Final[Names] = {
    **_texts("网站名称", "网站地址", "检查基准日", "抓取时间"),
    **_texts("文号", "签发机关", "印发日期", "整改期限", "依据名称"),
    **_texts("检查不完整", "工具版本", "结果摘要"),
    **_numbers("已知网页", "已读网页", "未读网页", "已知链接", "已检链接", "已知附件", "已开附件"),
    **_texts("网页占比", "链接占比", "附件占比", "未读原因"),
    "依据文件": Rows({**_numbers("序号"), **_texts("名称", "编号", "版本", "摘要")}),
}
_FINDING: Final[Names] = {
    **_numbers("序号", "涉及网页数"),
    **_texts("说明", "网址", "对象", "实测", "建议"),
    "网址链接": Kind.LINK,
    "对象链接": Kind.LINK,
}
_PROBLEM: Final[Names] = {
    **_numbers("序号", "问题处数", "列出处数", "未列出处数"),
    **_texts("标题", "结论", "责任单位", "条款", "合格条件", "整改建议", "不列原因"),
    "清单": Rows(_FINDING),
}
_MATTERS: Final[Names] = {
    "问题分类": Rows({**_texts("序号", "名称"), **_numbers("项数"), "问题": Rows(_PROBLEM)}),
    **_numbers("要求总数", "不合格项数", "单项否决项数", "问题处数", "未列出处数"),
    "待核查事项": Rows({**_numbers("序号"), **_texts("标题", "原因", "结论", "做法", "责任单位")}),
    **_numbers("待核查项数", "待核查未列出数"),
    "改进建议": Rows({**_numbers("序号"), **_texts("标题", "结论", "建议", "责任单位")}),
    **_numbers("建议项数", "建议未列出数"),
    **_numbers("条款总数", "人工回答条数", "人工回答列出数"),
    "人工回答": Rows({**_numbers("序号"), **_texts("条款", "问题", "责任单位")}),
}

CIRCULAR: Final[Names] = {
    **_PAPER,
    **_MATTERS,
    **_numbers("合格项数", "待到期项数", "不适用项数"),
    "达标情况": Rows(
        {
            **_texts("名称", "已判定占比", "达标率"),
            **_numbers("条款数", "应判定", "已判定", "达标", "不达标", "待核查", "只能由人回答"),
            **_numbers("待到期", "不适用", "建议性", "重复"),
        }
    ),
    "责任单位名单": Rows({**_texts("单位"), **_numbers("条款数", "不合格条款", "待核查条款")}),
    "上次基准日": Kind.TEXT,
    "环比": Rows(_texts("事项", "情况")),
    "环比说明": Kind.TEXT,
    "排名说明": Kind.TEXT,
    "网站排名": Rows(
        {
            **_texts("网站", "不合格占比"),
            **_numbers("名次", "单项否决项数", "不合格项数", "已判定项数"),
        }
    ),
}
NOTICE: Final[Names] = {
    **_PAPER,
    **_MATTERS,
    **_texts("单位"),
    **_numbers("不合格条款"),
}


def listed(names: Names, above: str = "") -> list[tuple[str, Kind | Rows]]:
    """Every placeholder with its full name, those of a list as `列表.名称`."""
    found: list[tuple[str, Kind | Rows]] = []
    for name, kind in names.items():
        found.append((f"{above}{name}", kind))
        if isinstance(kind, Rows):
            found += listed(kind.entry, f"{above}{name}.")
    return found
