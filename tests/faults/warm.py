"""A process that has loaded the program and forks for each command: what a command does is the same, it starts at once.

    python -m tests.faults.warm

Reads requests from stdin, one a line in JSON (words, folder, environment, out, fault, reader_goes), and answers
each with how the command ended, as subprocess says it.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

from audits.cli import main
from tests.faults.inside.sitecustomize import trace

_NEEDED = {
    "check": ("audits.pipeline", "reports.html"),
    "report": ("reports.html", "reports.xlsx.workbook"),
}
_FOR_STORES = ("alembic.command", "sqlalchemy.dialects.sqlite")
ROLE = "audits.cli"


def serve() -> None:
    """Fork for each request until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        given = json.loads(line)
        verb = given["words"][0]
        for module in (f"audits.commands.{verb}", *_NEEDED.get(verb, _FOR_STORES)):
            import_module(module)
        child = os.fork()
        if not child:
            answers.close()
            _be(given)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answers.write(f"{code}\n")
        answers.flush()


def _be(given: dict[str, Any]) -> NoReturn:
    os.setsid()
    os.chdir(given["folder"])
    os.environ.update(given["environment"])
    out = os.open(given["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    if given["reader_goes"]:
        reading, writing = os.pipe()
        os.dup2(writing, 1)
        os.close(reading)
        os.close(writing)
    os.close(out)
    if given["fault"]:
        trace(given["fault"], ROLE)
    main(given["words"])


if __name__ == "__main__":
    serve()
