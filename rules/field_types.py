"""The kinds of text that rule and pack files are made of, each refusing what does not fit it.

Everything arrives as text from the strict YAML reader.  A refusal carries its remedy.
"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from rules.messages import TemplateError, slots
from rules.problems import shown
from rules.strict_yaml import PlainScalar

REFUSED: Final = "refused"  # the pydantic error type of every refusal made here


def refusal(message: str, remedy: str) -> PydanticCustomError:
    """Make an error that says what is wrong and what to do."""
    return PydanticCustomError(REFUSED, "{message}", {"message": message, "remedy": remedy})


# A folded scalar (`>`) puts a space at each line break; Chinese text has none after punctuation.
_FOLDED = re.compile(r"(?<=[，。；：、！？）])[ \t]+")


def _text(value: str) -> str:
    value = _FOLDED.sub("", value.strip())
    if not value:
        raise refusal("没有内容", "写上内容；可有可无的键请整行删去")
    if value in {"null", "~"}:
        raise refusal(f"写的是 {value}", "不需要的键请整行删去")
    return value


def _template(value: str) -> str:
    try:
        slots(value)
    except TemplateError as error:
        raise refusal(f"：{error}", "槽位写成 {名字}；要显示花括号本身时写两遍") from error
    return value


class _Shape:
    """Text of one shape, as a pydantic annotation."""

    def __init__(self, pattern: str, remedy: str) -> None:
        self._pattern = re.compile(pattern)
        self._remedy = remedy

    def __call__(self, value: str) -> str:
        if not self._pattern.fullmatch(value):
            raise refusal(f"的写法“{shown(value)}”不对", self._remedy)
        return value

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{self._pattern.pattern})$"}


def _date(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise refusal(f"的“{shown(value)}”不是日期", "写成 2026-06-30 这样的年-月-日")


def _truth(value: object) -> object:
    if isinstance(value, str):
        if value not in {"true", "false"}:
            raise refusal(f"的“{shown(value)}”不是 true 或 false", "只写 true 或 false")
        return value == "true"
    return value


# Short enough to be finite and exact; longer ones stay text.
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?")
_JSON_WORDS = {"true": True, "false": False, "null": None}


def _as_json(value: Any) -> Any:
    """Read unquoted scalars as JSON would: a probe may be pasted as it stands in a snapshot."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    if not isinstance(value, PlainScalar):
        return value
    if value in _JSON_WORDS:
        return _JSON_WORDS[value]
    if _JSON_NUMBER.fullmatch(value):
        return json.loads(value)
    return str(value)


_KEBAB = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
_rule_id = _Shape(_KEBAB, "用小写字母、数字和连字符，如 plans-column")
_check_name = _Shape(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "用小写字母、数字和下划线，如 column_exists")
_clause_id = _Shape(rf"{_KEBAB}/[0-9A-Za-z]+([.\-][0-9A-Za-z]+)*", "写成“包名/编号”，如 base/1a")
_web_address = _Shape(r"https?://[^\s/]+(/\S*)?", "写完整网址，如 http://www.example.gov.cn/")
_page_key = _Shape(r"/([^\s/]\S*)?|https?://[^\s/]+(/\S*)?", "写以 / 开头的路径，或完整网址")
# How fetching a page of a case may have failed: the snapshot's outcomes, without those that a case
# writes as a page or as a redirect.
FAILED_FETCHES = (
    "not_found",
    "client_error",
    "server_error",
    "login",
    "blocked",
    "rate_limited",
    "dns",
    "dns_unavailable",
    "refused",
    "timeout",
    "tls",
    "connection",
    "protocol",
    "too_large",
    "forbidden_address",
    "unsupported",
    "robots",
    "budget",
    "trap",
    "not_reached",
)
_fetch_state = _Shape(
    rf"{'|'.join(FAILED_FETCHES)}|[45][0-9][0-9]",
    f"写 4xx、5xx 状态码，或从这些里选：{'、'.join(FAILED_FETCHES)}"
    "；能打开的写在 pages，跳转写在 redirects",
)


def _year(value: object) -> object:
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"20\d\d", value, re.ASCII):
        return int(value)
    raise refusal(f"的“{shown(value)}”不是年份", "写四位年份，如 2021")


def _seconds(value: object) -> object:
    if isinstance(value, str):
        if re.fullmatch(r"\d{1,5}(\.\d{1,3})?", value, re.ASCII):
            return float(value)
        raise refusal(f"的“{shown(value)}”不是秒数", "写数字，如 8.5")
    return value


Text = Annotated[str, AfterValidator(_text), WithJsonSchema({"type": "string", "minLength": 1})]
Template = Annotated[Text, AfterValidator(_template)]
RuleId = Annotated[str, AfterValidator(_rule_id), WithJsonSchema(_rule_id.schema)]
CheckName = Annotated[str, AfterValidator(_check_name), WithJsonSchema(_check_name.schema)]
PackId = RuleId
ClauseId = Annotated[str, AfterValidator(_clause_id), WithJsonSchema(_clause_id.schema)]
WebAddress = Annotated[str, AfterValidator(_web_address), WithJsonSchema(_web_address.schema)]
PageKey = Annotated[str, AfterValidator(_page_key), WithJsonSchema(_page_key.schema)]
FetchState = Annotated[
    str,
    AfterValidator(_fetch_state),
    WithJsonSchema({"anyOf": [_fetch_state.schema, {"type": "integer"}]}),
]
Version = Annotated[
    str, AfterValidator(_text), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]})
]
IsoDate = Annotated[date, BeforeValidator(_date)]
Truth = Annotated[bool, BeforeValidator(_truth)]
JsonData = Annotated[dict[str, Any], BeforeValidator(_as_json)]
Year = Annotated[int, BeforeValidator(_year), WithJsonSchema({"type": "integer"})]
Seconds = Annotated[float, BeforeValidator(_seconds), WithJsonSchema({"type": "number"})]
