import json

import pytest

from rules.loader import load_library
from rules.schema import json_schema, schema_text


def objects(part):
    """Every object schema inside a schema."""
    if isinstance(part, dict):
        if "properties" in part:
            yield part
        for value in part.values():
            yield from objects(value)
    elif isinstance(part, list):
        for value in part:
            yield from objects(value)


@pytest.mark.parametrize("kind", ["rule", "pack"])
def test_unknown_keys_are_refused_everywhere(kind):
    assert all(part["additionalProperties"] is False for part in objects(json_schema(kind)))


@pytest.mark.parametrize("kind", ["rule", "pack"])
def test_every_key_is_explained_in_chinese_and_nothing_in_english(kind):
    for part in objects(json_schema(kind)):
        assert "description" not in part
        for name, field in part["properties"].items():
            assert any("\u4e00" <= letter <= "\u9fff" for letter in field["description"]), name


@pytest.mark.parametrize("kind", ["rule", "pack"])
def test_no_key_may_be_null(kind):
    assert '"null"' not in schema_text(kind)


def test_required_keys_and_choices_are_those_of_the_model():
    schema = json_schema("rule")
    assert {"id", "title", "check", "pass_when", "fix", "messages", "timing"} <= set(
        schema["required"]
    )
    assert schema["properties"]["level"]["enum"] == ["required", "advisory", "veto"]
    assert set(schema["$defs"]["Messages"]["properties"]) == {
        "pass",
        "fail",
        "review",
        "pending",
        "not_applicable",
    }


def test_a_bare_rule_id_is_allowed_in_a_clause():
    kinds = [choice["type"] for choice in json_schema("pack")["$defs"]["ClauseRule"]["anyOf"]]
    assert kinds == ["string", "object"]


def test_all_keys_of_the_bundled_files_are_known():
    library = load_library()
    for kind, parts in [("rule", library.rules), ("pack", library.packs)]:
        known = set(json_schema(kind)["properties"])
        for part in parts.values():
            assert set(part.source.value) <= known


@pytest.mark.parametrize("kind", ["rule", "pack"])
def test_the_text_is_stable_json_in_plain_chinese(kind):
    text = schema_text(kind)
    assert text == schema_text(kind)
    assert json.loads(text) == json_schema(kind)
    assert "\\u" not in text
    assert text.endswith("}\n")
