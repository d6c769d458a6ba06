"""Runs a SeaweedFS server for as long as anybody holds the lock on a file, and clears up after it.

python keeper.py FOLDER        # FOLDER/users is the lock; FOLDER/ports.json says where the server listens
"""

from __future__ import annotations

import fcntl
import json
import shutil
import sys
from pathlib import Path

from tests.objects.weed import Weed


def main(folder: Path) -> None:
    weed = Weed(folder / "weed")
    try:
        weed.start()
        told = folder / "ports.json"
        part = folder / "ports.part"
        part.write_text(json.dumps({"endpoint": weed.endpoint, "pid": weed.pid}))
        part.rename(told)
        with (folder / "users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_EX)  # granted when the last who uses it is gone
            told.unlink()
    finally:
        weed.kill()
        shutil.rmtree(folder / "weed", ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
