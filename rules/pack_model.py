"""What a pack file says, typed: a document of work points, clause by clause, with what judges each.

Parameters stay text here, as in rules.  The model judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from rules.field_types import (
    ClauseId,
    IsoDate,
    PackId,
    RuleId,
    Text,
    Version,
    WebAddress,
    Year,
    refusal,
)
from rules.problems import shown
from rules.rule_model import LevelName, Timing
from rules.sourced import Sourced

Modality: TypeAlias = Literal["duty", "explore", "encourage", "as_appropriate", "gradual"]


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
