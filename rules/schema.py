"""JSON Schemas of rule and pack files, for editors that complete and check while one types.

The strict loader decides; a schema cannot say everything that the models do.
"""

from __future__ import annotations

import json
from typing import Any, Literal, TypeAlias

from rules.pack_model import Pack
from rules.rule_model import Rule
from rules.sourced import Sourced

Kind: TypeAlias = Literal["rule", "pack"]

_MODELS: dict[Kind, tuple[type[Sourced], str]] = {
    "rule": (Rule, "gongkai 规则文件"),
    "pack": (Pack, "gongkai 工作要点包"),
}


def json_schema(kind: Kind) -> dict[str, Any]:
    """The JSON Schema of one kind of file."""
    model, title = _MODELS[kind]
    schema: dict[str, Any] = _tidy(model.model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}


def schema_text(kind: Kind) -> str:
    """The JSON Schema as the text of a file."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"


def _tidy(part: Any) -> Any:  # JSON
    """Drop the generated titles, and `null`: an optional key is left out, never written empty."""
    if isinstance(part, list):
        return [_tidy(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {
        key: _tidy(value)
        for key, value in part.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and not value)
    }
    choices = [choice for choice in kept.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        return {**choices[0], **kept}
    return {**kept, "anyOf": choices} if choices else kept
