"""What a rule file says, typed: the demand, its texts, and the cases that prove it.

Parameters stay text here: the check they are for converts them.  The model judges nothing.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from pydantic import Field, model_validator

from rules.field_types import (
    CheckName,
    FetchState,
    IsoDate,
    JsonData,
    PageKey,
    RuleId,
    Seconds,
    Template,
    Text,
    Truth,
    WebAddress,
    refusal,
)
from rules.problems import shown
from rules.sourced import Sourced

VerdictName: TypeAlias = Literal["pass", "fail", "pending", "review", "not_applicable"]
LevelName: TypeAlias = Literal["required", "advisory", "veto"]
HowName: TypeAlias = Literal["auto", "assisted"]
ReasonName: TypeAlias = Literal[
    "blocked",
    "unreachable",
    "script_only",
    "image_only",
    "login",
    "no_ipv6_here",
    "too_few",
    "date_conflict",
    "calendar_missing",
    "assisted",
    "manual",
    "check_error",
    "budget",
]
Timing: TypeAlias = Literal[
    "continuing",
    "event",
    "periodic",
    "yearly",
    "plan_period",
    "edition",
    "once",
    "year_bound",
    "expired",
]


class CaseProbe(Sourced):
    """A network measurement of a case; unquoted values in `data` are read as JSON."""

    kind: Text = Field(description="测量的种类，如 ipv6")
    subject: Text = Field(description="测量的对象，如主机名")
    data: JsonData = Field(description="测量结果，按 JSON 写")


class Case(Sourced):
    """A small portal and the verdict that the rule must come to on it."""

    name: Text = Field(description="案例名，同一规则内不重复")
    expect: VerdictName = Field(description="应得的结论")
    reason: ReasonName | None = Field(
        default=None, description="结论为待人工核查时的原因，如 unreachable"
    )
    decoy: Truth = Field(default=False, description="true：看起来像、其实不是（易混案例）")
    params: dict[str, Any] = Field(default_factory=dict, description="只在本案例里改动的参数")
    as_of: IsoDate | None = Field(default=None, description="检查日期，默认 2026-06-30")
    home: WebAddress = Field(default="http://www.example.gov.cn/", description="首页网址")
    pages: dict[PageKey, str] = Field(default_factory=dict, description="路径或网址 → 网页源码")
    fetched: dict[PageKey, FetchState] = Field(
        default_factory=dict, description="没有抓到的路径或网址 → 抓取结果或状态码"
    )
    rendered: dict[PageKey, str] = Field(
        default_factory=dict,
        description="pages 里的路径或网址 → 浏览器渲染后的网页",
    )
    redirects: dict[PageKey, PageKey] = Field(default_factory=dict, description="跳转：从 → 到")
    seconds: dict[PageKey, Seconds] = Field(
        default_factory=dict, description="路径或网址 → 打开用了多少秒"
    )
    probes: list[CaseProbe] = Field(default_factory=list, description="网络测量")
    messages: list[Text] = Field(default_factory=list, description="提示语里应出现的文字")
    findings: list[Text] | None = Field(default=None, description="应查出的网址或对象，缺省不比对")

    @model_validator(mode="after")
    def _one_answer_each(self) -> Case:
        for url in [*self.fetched, *self.redirects]:
            if (url in self.pages) + (url in self.fetched) + (url in self.redirects) > 1:
                raise refusal(
                    f"案例里“{shown(url)}”写了两种结果",
                    "只留在 pages、fetched、redirects 之一",
                )
        for url in self.rendered:
            if url not in self.pages:
                raise refusal(
                    f"案例里“{shown(url)}”有渲染后的网页，没有源码",
                    "在 pages 里写出它的源码",
                )
        return self


class Messages(Sourced):
    """What the reader is told, by verdict; `{slot}` is filled in by the check."""

    pass_: Template = Field(alias="pass", description="合格时的提示语")
    fail: Template = Field(description="不合格时的提示语")
    review: Template = Field(description="待人工核查时的提示语")
    pending: Template | None = Field(default=None, description="期限未到时的提示语")
    not_applicable: Template | None = Field(default=None, description="不适用时的提示语")

    def by_verdict(self) -> dict[VerdictName, str]:
        """The messages that are written, by verdict."""
        written: dict[VerdictName, str | None] = {
            "pass": self.pass_,
            "fail": self.fail,
            "review": self.review,
            "pending": self.pending,
            "not_applicable": self.not_applicable,
        }
        return {verdict: text for verdict, text in written.items() if text is not None}


class Basis(Sourced):
    """What a demand rests on, and how sure we are of its wording and numbers."""

    doc: Text = Field(description="文件名称和文号")
    item: Text = Field(description="条、款、项或指标名")
    confidence: Literal["A", "B", "C", "D"] = Field(
        description="A 原文或多份来源一致；B 仅见于一份；C 未见原文；D 没有把握"
    )

    def __str__(self) -> str:
        """The basis on one line, as reports show it."""
        return f"{self.doc}　{self.item}"


class Rule(Sourced):
    """One rule: what is demanded, how it is decided, what the reader is told, what proves it."""

    id: RuleId = Field(description="规则编号，与文件名相同")
    title: Text = Field(description="合格时成立的一句话，如“规划信息专栏已设立”")
    check: CheckName = Field(description="用哪种检查，如 column_exists")
    params: dict[str, Any] = Field(default_factory=dict, description="检查的参数")
    level: LevelName = Field(
        default="required", description="required 应达到；advisory 建议；veto 单项否决"
    )
    how: HowName = Field(
        default="auto",
        description="auto 机器判定；assisted 机器只作初判、汇集线索，由检查人员判定",
    )
    pass_when: Text = Field(description="什么情形合格")
    how_checked: Text = Field(description="怎样检查")
    fix: Text = Field(description="不合格时怎么改")
    messages: Messages = Field(description="各结论的提示语")
    timing: Timing = Field(description="要求的时间特点")
    known_limits: Text = Field(description="已知局限：什么情况下看不到或会看错")
    basis: list[Basis] = Field(default_factory=list, description="依据")
    cases: list[Case] = Field(default_factory=list, description="证明本规则的案例")
