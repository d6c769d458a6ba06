"""Rows in and out of tables: the few statements that all repositories are made of.  Knows no table by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import Column, Connection, Select, Table, and_, insert, select, update
from sqlalchemy.exc import IntegrityError

from audits.store.errors import ConflictError


class Row(Protocol):
    """A dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


R = TypeVar("R", bound=Row)


def values(row: Row) -> dict[str, Any]:
    """The columns of a row.  What is not numbered yet gets its number from the database."""
    given = asdict(row)
    if given.get("id") == 0:
        del given["id"]
    return given


def add(connection: Connection, table: Table, row: R, what: str) -> R:
    """Store a new row and return it, numbered.

    Raises ConflictError where it is there already or refers to nothing; the transaction goes on without it.
    """
    try:
        with connection.begin_nested():
            made = connection.execute(insert(table).values(values(row))).inserted_primary_key
    except IntegrityError as error:
        raise ConflictError(
            f"{what}不能写入：已经有同样的一条，或它所指的网站、检查不存在。"
        ) from error
    if made is not None and getattr(row, "id", None) == 0:
        return replace(row, id=made[0])
    return row


def add_all(connection: Connection, table: Table, rows: Iterable[R], what: str) -> None:
    """Store new rows, all or none.  Raises ConflictError as `add` does."""
    given = [values(row) for row in rows]
    if not given:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(table), given)
    except IntegrityError as error:
        raise ConflictError(
            f"{what}不能写入：已经有同样的一条，或它所指的网站、检查不存在。"
        ) from error


def every(connection: Connection, kind: type[R], statement: Select[Any]) -> tuple[R, ...]:
    """All rows that a statement over the whole table finds."""
    return tuple(kind(**row) for row in connection.execute(statement).mappings())


def one(connection: Connection, kind: type[R], statement: Select[Any]) -> R | None:
    """The first row that a statement finds."""
    found = connection.execute(statement.limit(1)).mappings().first()
    return None if found is None else kind(**found)


def where(table: Table, **wanted: Any) -> Select[Any]:
    """Select the rows whose columns are as wanted; None in `wanted` means: whatever it is."""
    statement = select(table)
    for name, value in wanted.items():
        if value is not None:
            statement = statement.where(table.c[name] == value)
    return statement


def change(
    connection: Connection, table: Table, keys: Mapping[Column[Any], Any], new: Mapping[str, Any]
) -> int:
    """Change the row that has these keys; say how many rows there were."""
    matching = and_(*(column == value for column, value in keys.items()))
    return connection.execute(update(table).where(matching).values(new)).rowcount
