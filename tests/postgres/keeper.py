"""The process that keeps the server of a test run, for as long as one of its workers lives.

    python -m tests.postgres.keeper FOLDER

Each worker holds a shared lock on FOLDER/users, which the kernel takes back however the worker ends.  Who
gets that lock alone is the last: the server is ended and the folder removed.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from pathlib import Path

from tests.postgres.server import NoServerError, Server


def main() -> None:
    """Start the server, say where it is, wait for the end of all, and clear up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for pytest; it ends first
    folder = Path(sys.argv[1])
    users = (folder / "users").open("a")
    try:
        server = Server(folder / "cluster", synchronous_commit="off").start()
    except NoServerError as error:
        print(f"! {error}", flush=True)  # noqa: T201 - our parent reads it
        return
    print(server.port, flush=True)  # noqa: T201 - as above
    os.close(sys.stdout.fileno())  # what is left of it would keep our parent waiting
    fcntl.flock(users, fcntl.LOCK_EX)
    (folder / "port").unlink(missing_ok=True)
    server.remove()
    for left in folder.iterdir():
        left.unlink()
    folder.rmdir()


if __name__ == "__main__":
    main()
