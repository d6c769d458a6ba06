"""Take the pictures of docs/images/ anew: the demo is audited, and its report is photographed.

    python docs/pictures.py

Needs a Chromium and the extra `render`.  The pictures show the day on which they were taken.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import sync_playwright

from audits.cli import run
from crawler.rendering.browsers import find_browser

FOLDER = Path(__file__).parent / "images"
WIDTH, HEIGHT = 1280, 860
# Picture -> the section of the report that stands at its top; "" is the top of the page.
PICTURES: Mapping[str, str] = {
    "report": "",
    "report-fix": "fix",
    "report-fail": "fail",
    "report-review": "review",
    "report-coverage": "coverage",
}


def take(report: Path, folder: Path, browser: str) -> list[Path]:
    """Photograph a report; return the pictures."""
    taken = []
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=browser, chromium_sandbox=os.geteuid() != 0
        )
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
        page.goto(report.resolve().as_uri())
        for name, section in PICTURES.items():
            if section:
                page.locator(f"#{section}").evaluate("one => one.scrollIntoView()")
            picture = folder / f"{name}.png"
            page.screenshot(path=picture)
            taken.append(picture)
        chromium.close()
    return taken


def main() -> int:
    """Audit the demo and take all pictures."""
    with tempfile.TemporaryDirectory() as aside:
        code = run(["demo", "--out", aside, "--no-progress"])
        if code:
            return code
        for picture in take(Path(aside) / "report.html", FOLDER, find_browser(os.environ)):
            print(picture)  # noqa: T201 - it is a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
