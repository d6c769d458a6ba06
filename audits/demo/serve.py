"""`python -m audits.demo.serve`: keeps the demo portal up for a look by hand, until Ctrl-C.

The day is an argument here too; without it, it is today's.
"""

from __future__ import annotations

import sys
import threading
from datetime import date, datetime

from audits.demo.content import CHINA
from audits.demo.server import DemoPortal
from audits.demo.site import DemoSite


def main(arguments: list[str]) -> None:
    """Serve until interrupted; the one argument is the day (YYYY-MM-DD)."""
    today = date.fromisoformat(arguments[0]) if arguments else datetime.now(CHINA).date()
    with DemoPortal(DemoSite(today)) as portal:
        options = " ".join(f"--connect-to {entry}" for entry in portal.connect_to)
        print(f"gongkai audit {portal.home} {options} --dns {portal.dns}", flush=True)  # noqa: T201  the purpose
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main(sys.argv[1:])
