"""Which errors of PostgreSQL say that it is away for now: who can wait asks again, and closes nothing."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors

from audits.store import StoreError, UnreachableError
from audits.store.postgres_errors import explained


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError("connection failed: Connection refused"),
        psycopg.OperationalError("FATAL:  the database system is shutting down"),
        psycopg.OperationalError("server closed the connection unexpectedly"),
        psycopg.OperationalError("in words that nobody knows"),
        psycopg.InterfaceError("the connection is closed"),
        errors.AdminShutdown("terminating connection due to administrator command"),
        errors.CannotConnectNow("the database system is starting up"),
        errors.TooManyConnections("sorry, too many clients already"),
        errors.LockNotAvailable("canceling statement due to lock timeout"),
    ],
)
def test_it_is_away_for_now(error: psycopg.Error) -> None:
    assert type(explained("postgresql://a/b", error)) is UnreachableError


@pytest.mark.parametrize(
    "error",
    [
        psycopg.OperationalError('FATAL:  password authentication failed for user "a"'),
        psycopg.OperationalError('FATAL:  database "b" does not exist'),
        errors.InsufficientPrivilege("permission denied for table audits"),
        errors.QueryCanceled("canceling statement due to statement timeout"),
        errors.UndefinedTable("relation does not exist"),
    ],
)
def test_it_says_no(error: psycopg.Error) -> None:
    assert type(explained("postgresql://a/b", error)) is StoreError
