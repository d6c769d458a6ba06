"""One Chromium for all reports; skipped, with the reason, where there is none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from crawler.rendering.browsers import find_browser

if TYPE_CHECKING:
    from tests.reports.browser.viewing import Viewer


# Not longer than a module: while it lives, this thread has a running event loop, in which no other test may
# start one of its own.  (A folder without __init__.py is no package to pytest.)
@pytest.fixture(scope="module")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Viewer]:
    from tests.reports.browser.viewing import Viewer, why_not  # noqa: PLC0415 -- may be missing

    reason = why_not()
    if reason:
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- may be missing

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=find_browser(os.environ),
            chromium_sandbox=os.geteuid() != 0,
            # Addresses in reports are hostile: none is ever looked up.
            args=["--host-resolver-rules=MAP * ~NOTFOUND", "--no-proxy-server"],
        )
        yield Viewer(browser, tmp_path_factory.mktemp("reports"))
        browser.close()
