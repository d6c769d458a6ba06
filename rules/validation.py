"""Turn a located tree into a typed model, and a model's refusals into problems with lines."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from rules.field_types import REFUSED
from rules.problems import Problem, RuleErrors, closest, shown
from rules.sourced import Sourced
from rules.strict_yaml import KeyPath, Located

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=Sourced)

_NOT_A = {
    "string_type": ("应当是一段文字", "不要写成列表或对照"),
    "list_type": ("应当是列表", "每项一行、以“- ”开头，或写成 [甲, 乙]"),
    "dict_type": ("应当是“键: 值”的对照", "缩进写各个键，或写成 {键: 值}"),
    "model_type": ("应当是“键: 值”的对照", "缩进写各个键，或写成 {键: 值}"),
    "model_attributes_type": ("应当是“键: 值”的对照", "缩进写各个键，或写成 {键: 值}"),
    "too_short": ("是空的", "至少写一项"),
}


def validated(model: type[M], source: Located) -> M:
    """Check a tree against its model.  Raises RuleErrors with every problem of the tree."""
    try:
        made = model.model_validate(source.value)
    except ValidationError as error:
        raise RuleErrors(_problem(model, source, each) for each in error.errors()) from None
    made.attach(source)
    return made


def _problem(model: type[BaseModel], source: Located, error: ErrorDetails) -> Problem:
    keys: KeyPath = tuple(key for key in error["loc"] if key != "[key]")
    kind = error["type"]
    if kind == "missing":
        *around, key = keys
        text = _fields(_model_at(model, tuple(around))).get(str(key))
        return source.problem(
            tuple(around), f"{_place(around)}缺少“{key}”", f"补上 {key}:（{text or '必填'}）"
        )
    if kind == "extra_forbidden":
        return source.problem(keys, *_unknown_key(model, keys))
    label = f"{_place(keys[:-1])}“{keys[-1]}”" if keys else "文件"
    if isinstance(keys[-1] if keys else "", int):
        label = _place(keys)
    if kind == REFUSED:
        context = error["ctx"]
        return source.problem(keys, f"{label}{context['message']}", context["remedy"])
    if kind == "literal_error":
        allowed = [part.strip("'") for part in _allowed(error)]
        best = closest(str(error["input"]), allowed)
        return source.problem(
            keys, f"{label}不能写“{shown(error['input'])}”", f"从这些里选：{'、'.join(best)}"
        )
    what, remedy = _NOT_A.get(
        kind, (f"的内容不对（{shown(error['msg'])}）", "对照 JSON Schema 修改")
    )
    return source.problem(keys, f"{label}{what}", remedy)


def _unknown_key(model: type[BaseModel], keys: KeyPath) -> tuple[str, str]:
    key = str(keys[-1])
    known = closest(key, _fields(_model_at(model, keys[:-1])))
    return (
        f"{_place(keys[:-1])}不认识的键“{shown(key)}”",
        f"改为“{known[0]}”或删去；可用的键：{'、'.join(known)}",
    )


def _allowed(error: ErrorDetails) -> list[str]:
    expected: str = error["ctx"]["expected"]
    return expected.replace(" or ", ", ").split(", ")


def _place(keys: KeyPath | list[Any]) -> str:
    """Where in the file, in words: `cases 第 2 项 `."""
    return "".join(
        f"第 {key + 1} 项 " if isinstance(key, int) else f"{shown(key)} " for key in keys
    )


def _fields(model: type[BaseModel] | None) -> dict[str, str]:
    """The keys a model knows, as written in YAML, with what they are for."""
    fields = model.model_fields if model else {}
    return {field.alias or name: field.description or "" for name, field in fields.items()}


def _model_at(model: type[BaseModel], keys: KeyPath) -> type[BaseModel] | None:
    """The model that stands at some keys below another."""
    found: type[BaseModel] | None = model
    any_key = False
    for key in keys:
        if any_key:
            any_key = False  # a mapping's key is anybody's word, and its value the model's
        elif isinstance(key, str) and found:
            by_key = {field.alias or name: field for name, field in found.model_fields.items()}
            annotation = by_key[key].annotation if key in by_key else None
            found, any_key = _model_in(annotation), get_origin(annotation) is dict
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:  # typing has no type for annotations
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {list, dict, Annotated, Union, types.UnionType}:
        return next(filter(None, map(_model_in, get_args(annotation))), None)
    return None
