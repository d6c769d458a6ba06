"""What a rule's theme is called: the folder of the library that it stands in, by its Chinese title.

A theme orders reports; it decides nothing, and a rule never names its own.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import PurePath

from pydantic import TypeAdapter

from rules.rule_model import Rule
from rules.strict_yaml import load_strict
from rules.text_files import read_text

_LIBRARY = "library"


def theme(rule: Rule) -> str:
    """The title of the folder below `library/` that the rule stands in; "" where it stands in none.

    A folder without a title is called what it is called: a county may name its folders in Chinese.
    """
    parts = PurePath(rule.source.path).parts[-3:]
    if len(parts) < 3 or parts[0] != _LIBRARY:  # noqa: PLR2004 -- library, folder, file
        return ""
    return titles().get(parts[1], parts[1])


@cache
def titles() -> dict[str, str]:
    """The titles of the bundled folders."""
    path = files("rules").joinpath("themes.yaml")
    tree = load_strict(read_text(path), str(path)).value
    return TypeAdapter(dict[str, str]).validate_python(tree)
