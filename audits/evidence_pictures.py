"""Pictures of evidence pages, taken by a browser that talks to nobody.

The pages are our own files without scripts; needs the extra `render` and a Chromium.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

from crawler.rendering.browsers import find_browser
from crawler.rendering.chromium import Chromium
from reports.writing import write_whole

_WIDTH, _HEIGHT = 1200, 1500
_SECONDS = 30.0


def picture(pages: Sequence[Path]) -> list[Path]:
    """Write a PNG beside each page, scrolled to the first marked place.  Raises NoBrowserError."""
    return asyncio.run(_pictures(pages, find_browser(os.environ)))


async def _pictures(pages: Sequence[Path], browser: str) -> list[Path]:
    chromium = await Chromium.launch(browser)
    try:
        context = await chromium.context()
        page = await context.new_page()
        page.set_default_timeout(_SECONDS * 1000)
        await page.set_viewport_size({"width": _WIDTH, "height": _HEIGHT})
        written = []
        for path in pages:
            await page.set_content(path.read_text(encoding="utf-8"))
            place = page.locator("#place-1")
            if await place.count():
                await place.scroll_into_view_if_needed()
            shot = await page.screenshot(type="png")
            written.append(write_whole(path.with_suffix(".png"), shot))
        return written
    finally:
        await chromium.close()
