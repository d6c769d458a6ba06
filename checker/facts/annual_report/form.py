"""The prescribed form of the annual report: its rows, columns and the words that tell them.

Two forms: 国办公开办函〔2019〕60号 (reports on 2019 and 2020) and 〔2021〕30号 (from 2021 on).  A row is
told by the words of its own label, so numbering, brackets and line breaks do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from checker.facts.radicals import fold_radicals

FIRST_YEAR_OF_2021 = 2021


class Form(StrEnum):
    """Which form a report follows."""

    Y2019 = "2019"
    Y2021 = "2021"


NAMES = {Form.Y2019: "国办公开办函〔2019〕60号", Form.Y2021: "国办公开办函〔2021〕30号"}


@dataclass(frozen=True, slots=True)
class Label:
    """A row or column of the form: its key, its printed name, and how its label is told.

    `holds` are words that only this label contains; `reads` are whole labels.
    """

    key: str
    name: str
    holds: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()

    def fits(self, label: str) -> bool:
        """The normalised label is this one."""
        return any(word in label for word in self.holds) or label in self.reads


_REFUSED = (
    ("属于国家秘密", ("国家秘密",)),
    ("其他法律行政法规禁止公开", ("法规禁止", "法律行政法规")),
    ("危及“三安全一稳定”", ("安全一稳定",)),
    ("保护第三方合法权益", ("第三方",)),
    ("属于三类内部事务信息", ("内部事务", "内部管理信息")),
    ("属于四类过程性信息", ("过程性",)),
    ("属于行政执法案卷", ("执法案卷",)),
    ("属于行政查询事项", ("行政查询", "查询事项")),
)
_UNAVAILABLE = (
    ("本机关不掌握相关政府信息", ("不掌握",)),
    ("没有现成信息需要另行制作", ("没有现成", "另行制作")),
    ("补正后申请内容仍不明确", ("补正后", "仍不明确")),
)
_IGNORED = (
    ("信访举报投诉类申请", ("信访举报", "举报投诉")),
    ("重复申请", ("重复申请",)),
    ("要求提供公开出版物", ("公开出版物",)),
    ("无正当理由大量反复申请", ("大量反复", "反复申请")),
    ("要求行政机关确认或重新出具已获取信息", ("重新出具", "已获取信息")),
)


def _leaves(
    group: str, name: str, rows: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[Label, ...]:
    return tuple(
        Label(f"{group}_{number}", f"{name}{number}.{label}", holds)
        for number, (label, holds) in enumerate(rows, 1)
    )


NEW = Label("new", "一、本年新收政府信息公开申请数量", ("本年新收",))
CARRIED_IN = Label("carried_in", "二、上年结转政府信息公开申请数量", ("上年结转", "上年度结转"))
GRANTED = Label("granted", "（一）予以公开", ("予以公开",))
PARTIAL = Label("partial", "（二）部分公开", ("部分公开",))
REFUSED = _leaves("refused", "（三）不予公开", _REFUSED)
UNAVAILABLE = _leaves("unavailable", "（四）无法提供", _UNAVAILABLE)
IGNORED = _leaves("ignored", "（五）不予处理", _IGNORED)
OTHER_2021 = (
    Label("other_1", "（六）其他处理1.申请人无正当理由逾期不补正", ("逾期不补正",)),
    Label(
        "other_2", "（六）其他处理2.申请人逾期未按收费通知要求缴纳费用", ("收费通知", "缴纳费用")
    ),
    Label("other_3", "（六）其他处理3.其他", reads=("其他", "其它")),
)
OTHER_2019 = Label("other", "（六）其他处理", reads=("其他处理", "其它处理"))
HANDLED = Label("handled", "（七）总计", reads=("总计", "合计"))
CARRIED_ON = Label("carried_on", "四、结转下年度继续办理", ("结转下年",))

_RESULTS = (GRANTED, PARTIAL, *REFUSED, *UNAVAILABLE, *IGNORED)
LEAVES = {Form.Y2021: (*_RESULTS, *OTHER_2021), Form.Y2019: (*_RESULTS, OTHER_2019)}
ROWS = {form: (NEW, CARRIED_IN, *LEAVES[form], HANDLED, CARRIED_ON) for form in Form}
ANY_ROW = (NEW, CARRIED_IN, *_RESULTS, *OTHER_2021, OTHER_2019, HANDLED, CARRIED_ON)

COLUMNS = (
    Label("person", "自然人", reads=("自然人", "公民")),
    Label("business", "商业企业", ("商业企业",)),
    Label("research", "科研机构", ("科研机构",)),
    Label("charity", "社会公益组织", ("公益组织",)),
    Label("legal", "法律服务机构", ("法律服务",)),
    Label("other_org", "其他", reads=("其他", "其它", "其他组织")),
    Label("total", "总计", reads=("总计", "合计")),
)
PARTS = tuple(column.key for column in COLUMNS[:-1])
TOTAL = COLUMNS[-1].key

COURSES = (
    Label("review", "行政复议", reads=("行政复议",)),
    Label("lawsuit", "未经复议直接起诉", ("未经复议", "直接起诉")),
    Label("lawsuit_after", "复议后起诉", ("复议后",)),
)
ENDS = (
    Label("upheld", "结果维持", ("结果维持",), ("维持",)),
    Label("corrected", "结果纠正", ("结果纠正",), ("纠正",)),
    Label("other", "其他结果", ("其他结果", "其它结果")),
    Label("open", "尚未审结", ("尚未审结", "未审结")),
    Label("sum", "总计", reads=("总计", "合计")),
)

_ITEMS = {
    "rules": ("规章", (), ("规章",)),
    "normative": ("行政规范性文件", ("规范性文件",), ()),
    "permits": ("行政许可", (), ("行政许可",)),
    "services": ("其他对外管理服务事项", ("对外管理服务",), ()),
    "penalties": ("行政处罚", (), ("行政处罚",)),
    "coercions": ("行政强制", (), ("行政强制", "行政强制措施")),
    "fees": ("行政事业性收费", ("事业性收费",), ()),
    "purchases": ("政府集中采购", ("集中采购",), ()),
}
ITEMS = tuple(Label(key, name, holds, reads) for key, (name, holds, reads) in _ITEMS.items())
MEASURES = (
    Label("issued", "本年制发件数", ("制发",)),
    Label("repealed", "本年废止件数", ("废止",)),
    Label("in_force", "现行有效件数", ("现行有效",)),
    Label("made", "本年新制作数量", ("新制作",)),
    Label("published", "本年新公开数量", ("新公开",)),
    Label("public_total", "对外公开总数量", ("公开总数",)),
    Label("last_year", "上一年项目数量", ("上一年",)),
    Label("change", "本年增/减", ("本年增",)),
    Label("decisions", "本年处理决定数量", ("处理决定",)),
    Label("charged", "本年收费金额", ("收费金额",)),
    Label("projects", "采购项目数量", ("采购项目",)),
    Label("spent", "采购总金额", ("采购总金额",)),
)
# What each form asks for in table 2.
DISCLOSED = {
    Form.Y2021: (
        *(
            (item, measure)
            for item in ("rules", "normative")
            for measure in ("issued", "repealed", "in_force")
        ),
        ("permits", "decisions"),
        ("penalties", "decisions"),
        ("coercions", "decisions"),
        ("fees", "charged"),
    ),
    Form.Y2019: (
        *(
            (item, measure)
            for item in ("rules", "normative")
            for measure in ("made", "published", "public_total")
        ),
        *(
            (item, measure)
            for item in ("permits", "services", "penalties", "coercions")
            for measure in ("last_year", "change", "decisions")
        ),
        ("fees", "last_year"),
        ("fees", "change"),
        ("purchases", "projects"),
        ("purchases", "spent"),
    ),
}
SECTIONS = (
    ("总体情况",),
    ("主动公开",),
    ("申请",),
    ("复议", "诉讼"),
    ("问题",),
    ("其他需要报告", "其他需报告", "其他报告"),
)

_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]+")
_NUMERAL = re.compile(r"^[一二三四五六七八九十](?=.)")


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """A label without numbering, brackets, blanks and signs, however a page or PDF spells it."""
    return _NUMERAL.sub(
        "", _NOT_CHINESE.sub("", fold_radicals(unicodedata.normalize("NFKC", label)))
    )


@lru_cache(maxsize=4096)
def only(labels: tuple[Label, ...], text: str) -> tuple[Label, ...]:
    """The labels that a text can be."""
    words = plain(text)
    return tuple(label for label in labels if label.fits(words)) if words else ()
