"""What all parts of a rule or pack file have in common: they know where they were written.

So later stages can complain with file and line.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, PrivateAttr

from rules.strict_yaml import Located


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
