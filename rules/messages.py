"""Message templates: text with `{slot}` places; `{{` and `}}` stand for braces.

A template cannot reach into the values it shows (no attributes, no indexes, no formats).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rules.problems import shown

_PART = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}|[{}]")


class TemplateError(ValueError):
    """A template that cannot be filled; the message (Chinese) says why."""


def slots(template: str) -> tuple[str, ...]:
    """The slots of a template, each once, in order.  Raises TemplateError where a brace is odd."""
    found: dict[str, None] = {}
    for part in _PART.finditer(template):
        if part[1]:
            found[part[1]] = None
        elif len(part[0]) == 1:
            raise TemplateError(f"花括号不成对或槽位名无效：{shown(template[part.start() :], 20)}")
    return tuple(found)


def fill(template: str, values: Mapping[str, object]) -> str:
    """Put values into a template.  Raises TemplateError where one is missing or a brace is odd."""
    missing = [name for name in slots(template) if name not in values]
    if missing:
        raise TemplateError(f"缺少槽位的值：{'、'.join(missing)}")
    return _PART.sub(lambda part: str(values[part[1]]) if part[1] else part[0][0], template)
