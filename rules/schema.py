"""JSON Schemas of rule and pack files, for editors that complete and check while one types.

The strict loader decides; a schema cannot say everything that the models do.
"""

from __future__ import annotations

import json
from typing import Any, Literal, TypeAlias

from rules.model import Pack, Rule, Sourced

Kind: TypeAlias = Literal["rule", "pack"]

_MODELS: dict[Kind, tuple[type[Sourced], str]] = {
    "rule": (Rule, "gongkai 规则文件"),
    "pack": (Pack, "gongkai 工作要点包"),
}


def json_schema(kind: Kind) -> dict[str, Any]:
    """Give the JSON Schema of one kind of file."""
    model, title = _MODELS[kind]
    schema = model.model_json_schema()
    for part in [schema, *schema.get("$defs", {}).values()]:
        part.pop("description", None)  # docstrings are for developers; the fields have Chinese ones
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": title,
    }


def schema_text(kind: Kind) -> str:
    """Give the JSON Schema as the text of a file."""
    return json.dumps(json_schema(kind), ensure_ascii=False, indent=2) + "\n"
