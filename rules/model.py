"""What a rule file and a pack file say, typed.

Parameters stay text here: the check they are for converts them.  The models judge nothing; they
keep where they were written, so that later stages can complain with file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PrivateAttr,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from rules.field_types import (
    CheckName,
    ClauseId,
    FetchState,
    IsoDate,
    JsonData,
    PackId,
    PageKey,
    RuleId,
    Seconds,
    Template,
    Text,
    Truth,
    Version,
    WebAddress,
    Year,
    refusal,
)
from rules.problems import shown
from rules.strict_yaml import Located

VerdictName: TypeAlias = Literal["pass", "fail", "pending", "review", "not_applicable"]
LevelName: TypeAlias = Literal["required", "advisory", "veto"]
HowName: TypeAlias = Literal["auto", "assisted"]
Modality: TypeAlias = Literal["duty", "explore", "encourage", "as_appropriate", "gradual"]
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


def _without_docstring(schema: dict[str, Any]) -> None:
    """Docstrings are for developers; an editor shows the Chinese descriptions of the keys."""
    schema.pop("description", None)


_NOWHERE = Located("（不是从文件读入）")


class Sourced(BaseModel):
    """A part of a file that knows where it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_without_docstring)
    # By a factory: pydantic copies a default, part by part, for each of thousands of parts.
    _source: Located = PrivateAttr(default_factory=lambda: _NOWHERE)

    @property
    def source(self) -> Located:
        """Where this part was written: its path, and the line of each of its keys."""
        return self._source

    def attach(self, source: Located) -> None:
        """Remember where this part and its parts were written."""
        self._source = source
        for name in type(self).model_fields:
            part = getattr(self, name)
            if isinstance(part, Sourced):
                part.attach(source.at(name))
            for index, item in enumerate(part if isinstance(part, list) else ()):
                if isinstance(item, Sourced):
                    item.attach(source.at(name, index))


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


class ClauseRule(Sourced):
    """A rule that judges a clause, with the parameters this document prints."""

    rule: RuleId = Field(description="规则编号")
    params: dict[str, Any] = Field(
        default_factory=dict, description="原文写明的参数，代替规则里的同名参数"
    )
    also: dict[str, list[Text]] = Field(
        default_factory=dict, description="原文另外写的名称、词语，加到规则的同名列表后面"
    )
    defaults: dict[str, Any] = Field(
        default_factory=dict, description="原文没有写、由本包取的默认值，可以改"
    )
    part: Text | None = Field(
        default=None,
        description="同一规则在本文件里要分开判几件事时，本条款判的是哪一件，如“中介服务清单”；同名的合为一项",
    )
    level: LevelName | None = Field(default=None, description="本文件自己的级别")
    how: Literal["assisted"] | None = Field(
        default=None,
        description="写 assisted：对本条款机器只作初判，由检查人员判定；不写则照规则自己的",
    )

    @property
    def judged_as(self) -> str:
        """The id of the judgement: the rule's, with the part where the rule judges several things."""
        return f"{self.rule}/{self.part}" if self.part else self.rule

    @model_validator(mode="before")
    @classmethod
    def _bare_id(cls, value: object) -> object:
        return {"rule": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _each_once(self) -> ClauseRule:
        named = [*self.params, *self.also, *self.defaults]
        for name in named:
            if named.count(name) > 1:
                raise refusal(
                    f"的参数“{shown(name)}”写了两处",
                    "只留在 params（原文写明）、also（原文另加）、defaults（默认值）之一",
                )
        return self

    @property
    def stated(self) -> frozenset[str]:
        """The parameters that this document says something of, printed or taken as default."""
        return frozenset([*self.params, *self.also, *self.defaults])

    def over(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The rule's own parameters as this document wants them; both are raw YAML."""
        lists: dict[str, Any] = {}
        for name, more in self.also.items():
            own = params.get(name, [])
            known = own if isinstance(own, list) else [own]
            lists[name] = [*known, *(word for word in more if word not in known)]
        return {**params, **self.defaults, **self.params, **lists}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """In YAML a rule is either its bare id or a mapping."""
        return {"anyOf": [{"type": "string"}, handler.resolve_ref_schema(handler(core_schema))]}


class Clause(Sourced):
    """One atomic demand of a document, with the rules that judge it or the question to ask."""

    id: ClauseId = Field(description="条款编号，如 base/1a")
    section: Text = Field(description="在原文件中的位置")
    title: Text = Field(description="要求的简短说法，用自己的话")
    responsible: list[Text] = Field(default_factory=list, description="责任单位，按原文")
    modality: Modality = Field(
        default="duty",
        description="duty 应做到；explore 探索；encourage 鼓励；as_appropriate 适当；gradual 逐步",
    )
    theme: RuleId | None = Field(
        default=None, description="主题，如 plans-column；同主题的条款问的是同一件事"
    )
    timing: Timing | None = Field(
        default=None, description="要求的时间特点；year_bound 的条款在本包年度之后不适用"
    )
    until: IsoDate | None = Field(default=None, description="此日之后不再适用，如疫情防控类要求")
    due: IsoDate | None = Field(
        default=None, description="原文写明的期限；到这一天为止，没有做到的判待到期"
    )
    printed: Text | None = Field(
        default=None, description="原文写明的数量或时限；没有写数字的照原词"
    )
    same_as: ClauseId | None = Field(
        default=None, description="与本包哪一条是同一要求（附件重复正文时写）"
    )
    rules: list[ClauseRule] = Field(default_factory=list, description="由哪些规则判定")
    question: Text | None = Field(default=None, description="机器判不了时请检查人员回答的问题")
    hints: list[Text] = Field(default_factory=list, description="回答问题时可查的公开线索")
    note: Text | None = Field(default=None, description="说明")

    def applies(self, as_of: date, year: int | None) -> bool:
        """The clause still demands something on the day `as_of`; `year` is its pack's."""
        if self.until is not None and as_of > self.until:
            return False
        return not (self.timing == "year_bound" and year is not None and as_of.year > year)


class Document(Sourced):
    """The identity of the document that a pack follows."""

    name: Text = Field(description="文件名称")
    number: Text | None = Field(default=None, description="文号")
    issuer: Text = Field(description="发文机关")
    issued: IsoDate | None = Field(default=None, description="成文日期")
    url: WebAddress | None = Field(default=None, description="原文网址")


class Pack(Sourced):
    """One document of work points, clause by clause."""

    id: PackId = Field(description="包的编号，与文件名相同，如 huantai-2021")
    title: Text = Field(description="包的名称")
    version: Version = Field(description="包的版本")
    year: Year | None = Field(default=None, description="工作要点的年度，如 2021；长期有效的不写")
    document: Document = Field(description="依据的文件")
    clauses: list[Clause] = Field(min_length=1, description="条款，按原文顺序")
