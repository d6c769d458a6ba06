"""Fixtures of PostgreSQL for all tests.  Nothing is started where nobody asks for it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.postgres.server import Server


@pytest.fixture(autouse=True)
def _databases_dropped() -> Iterator[None]:
    """What a test made on the shared server is gone after it."""
    yield
    shared = sys.modules.get("tests.postgres.shared")
    if shared is not None:
        shared.drop_all()


@pytest.fixture
def postgres_store() -> str:
    """The URL of a store on PostgreSQL that is made and empty."""
    from tests.postgres.shared import fresh  # noqa: PLC0415 - only who asks pays

    return fresh()


@pytest.fixture
def postgres_database() -> str:
    """The URL of a PostgreSQL database without any table."""
    from tests.postgres.shared import fresh  # noqa: PLC0415 - only who asks pays

    return fresh(made=False)


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Server]:
    """A server that no other module uses: to be stopped, killed and started again.  About a second to make."""
    with Server() as server:
        yield server
