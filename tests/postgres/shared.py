"""The one server of a test run, and databases on it: made in a moment, each from one that holds our tables.

    url = fresh()                 # a store that is made and empty
    url = fresh(made=False)       # a database without any table

GONGKAI_TEST_POSTGRES names another server, as the URL of a user that may make databases; without it, the
first who asks starts one, all workers of the run share it, and it ends with the last of them (`keeper`).
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from audits.store import open_store
from tests.postgres.server import OWNER, NoServerError, _fast

NAMED = "GONGKAI_TEST_POSTGRES"
_ROOT = Path(__file__).parents[2]
_numbers = itertools.count()
_made: list[str] = []


@cache
def server() -> str:
    """The URL of a server on which databases may be made, with its maintenance database.  Raises NoServerError."""
    named = os.environ.get(NAMED)
    if named:
        return named
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"{os.getpid()}"
    folder = Path(_fast() or tempfile.gettempdir(), f"gongkai-postgres-run-{run}")
    while True:
        folder.mkdir(exist_ok=True)
        with contextlib.suppress(FileNotFoundError):  # the last of the others has just cleared up
            users = os.open(folder / "users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(users, fcntl.LOCK_SH)  # held until this process ends
            if os.path.samestat(os.fstat(users), os.stat(folder / "users")):  # noqa: PTH116 - the pair
                break
            os.close(users)
    with _alone(folder):
        told = folder / "port"
        if not told.exists():
            told.write_text(_kept(folder))
        return f"postgresql://{OWNER}@127.0.0.1:{told.read_text()}/postgres"


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "starting").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _kept(folder: Path) -> str:
    """Start the keeper; return the port of its server."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres.keeper", str(folder)],
        cwd=_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert keeper.stdout is not None
    with keeper.stdout:
        told = keeper.stdout.readline().decode()
    keeper.returncode = 0  # it outlives us on purpose
    if not told.strip().isdigit():
        raise NoServerError(told.strip() or "the keeper ended without a word")
    return told.strip()


def fresh(*, made: bool = True, lasting: bool = False, **given: str) -> str:
    """The URL of a new database, with our tables (`made`) or without any.

    It is dropped at the end of the test (`drop_all`), or of the process (`lasting`); `given`: CREATE DATABASE's own.
    """
    name = f"{_prefix()}{next(_numbers)}"
    create(name, template=_template() if made else "template0", **given)
    if lasting:
        atexit.register(drop, name)
    else:
        _made.append(name)
    return _url(name)


def create(name: str, template: str = "template0", **given: str) -> None:
    """Make a database."""
    more = sql.SQL(" ").join(
        sql.SQL("{} {}").format(sql.SQL(key.upper()), sql.Literal(value))  # type: ignore[arg-type]
        for key, value in given.items()
    )
    _do(
        sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(
            sql.Identifier(name), sql.Identifier(template), more
        )
    )


def drop(name: str) -> None:
    """Drop a database, whoever is connected to it."""
    _do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_all() -> None:
    """Drop what `fresh` made."""
    while _made:
        drop(_made.pop())


@contextlib.contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    """A plain connection to a database, each statement by itself."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@cache
def _administration() -> psycopg.Connection:
    connection = psycopg.connect(server(), autocommit=True)
    atexit.register(connection.close)
    return connection


def _do(statement: sql.Composed) -> None:
    _administration().execute(statement)


@cache
def _template() -> str:
    """A database with our tables and nothing in them."""
    name = f"{_prefix()}template"
    create(name)
    open_store(_url(name)).close()
    atexit.register(drop, name)
    return name


def _prefix() -> str:
    return f"gongkai_test_{os.getpid()}_"


def _url(name: str) -> str:
    parts = conninfo_to_dict(server())
    host = parts.pop("host", "127.0.0.1")
    user, port = parts.pop("user", OWNER), parts.pop("port", "5432")
    password = parts.pop("password", None)
    assert make_conninfo(**{**parts, "dbname": name})
    secret = f":{password}" if password else ""
    return f"postgresql://{user}{secret}@{host}:{port}/{name}"
