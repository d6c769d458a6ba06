"""The parameters with which a rule says which documents it is about; shared by several checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from checker.facts.documents_seen import Chosen, chosen_of
from checker.params import Params, Stricter
from checker.title_params import Patterns


class IfNone(StrEnum):
    """What it means that there is no such document at all, though everything was seen."""

    FAIL = "fail"
    REVIEW = "review"
    NOT_APPLICABLE = "not_applicable"


class DocumentParams(Params):
    """Documents by title (`title_any`), by column (`names`), or both; `days` back, or from a day on (`since`).

    `{year}` in the titles is `years_back` years before it: a yearly report tells of the year before.
    """

    names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    exclude_names: Annotated[list[str], Stricter.UNION] = Field(default=[])
    title_any: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    title_none: Annotated[Patterns, Stricter.UNION] = Field(default=[])
    days: Annotated[int | None, Stricter.HIGHER] = Field(default=None, ge=1)
    since: Annotated[date | None, Stricter.LOWER] = None
    years_back: int = Field(default=0, ge=0, le=5)

    @model_validator(mode="after")
    def _asks_something(self) -> DocumentParams:
        if not (self.names or self.title_any):
            raise ValueError("names 和 title_any 至少写一个")
        return self

    @property
    def chosen(self) -> Chosen:
        """The documents that are meant."""
        chosen = chosen_of(
            self.title_any, self.title_none, self.names, self.exclude_names, self.days
        )
        return replace(chosen, years_back=self.years_back, since=self.since)
