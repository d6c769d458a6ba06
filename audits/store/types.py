"""Column types: moments, plain text, tuples of names.  What they take and give is the same on every engine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from audits.store.errors import StoreError

_UNSTORABLE = {0: "\ufffd"} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")

_LARGEST = (1 << 63) - 1
# As they stand in tables and migrations: text is sorted by its characters' numbers, whatever the language of
# a PostgreSQL database, and numbers have 64 bits on both engines.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = Integer().with_variant(BigInteger(), "postgresql")


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept and given back as UTC.  A naive one is refused: it could mean any hour."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - asked for by SQLAlchemy
    ) -> datetime | None:
        """What is stored."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a moment without time zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - asked for by SQLAlchemy
    ) -> datetime | None:
        """What is given back."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Plain(TypeDecorator[str]):
    """Text of any origin.  NUL and half surrogates, which databases refuse, become U+FFFD."""

    impl = TEXT
    cache_ok = True

    def process_bind_param(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - asked for by SQLAlchemy
    ) -> str | None:
        """What is stored."""
        return None if value is None else value.translate(_UNSTORABLE)


class Whole(TypeDecorator[int]):
    """A whole number of 64 bits.  Larger ones are refused, on every engine in the same words."""

    impl = WHOLE
    cache_ok = True

    def process_bind_param(
        self,
        value: int | None,
        dialect: Dialect,  # noqa: ARG002 - asked for by SQLAlchemy
    ) -> int | None:
        """What is stored."""
        if value is not None and not -_LARGEST <= value <= _LARGEST:
            raise StoreError("有一个数太大，数据库存放不了，也不会有这个编号。")
        return value


class Names(TypeDecorator[tuple[str, ...]]):
    """Some names in order, kept as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self,
        value: tuple[str, ...] | None,
        dialect: Dialect,  # noqa: ARG002 - asked for by SQLAlchemy
    ) -> Any:
        """What is stored."""
        return None if value is None else list(value)

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002 - asked for by SQLAlchemy
    ) -> tuple[str, ...] | None:
        """What is given back."""
        return None if value is None else tuple(value)


def as_json(value: Any) -> str:
    """JSON as it is stored: keys sorted, Chinese readable, nothing that a database refuses.

    Raises ValueError for numbers that JSON does not have.
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False).translate(
        _UNSTORABLE
    )
