"""One Chromium process: how it is launched, so that it talks to nobody, and how it is ended.

Two walls: every request of a page is answered by us (see `supply`), and whatever would get round
that finds no name and no way out, for Chromium is given a resolver that knows nothing and a proxy
that is not there.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import TYPE_CHECKING, Self

from crawler.rendering.browsers import INSTALL, NoBrowserError
from crawler.rendering.memory import resident

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession, Playwright

_LAUNCH = 90.0
_CLOSE = 10.0
_FLAGS = (
    # The second wall: no names, no addresses, no way out.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    # Nothing of its own; Playwright adds most of these too.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--no-pings",
    "--no-first-run",
    "--safebrowsing-disable-auto-update",
    "--dns-prefetch-disable",
    # Nothing that a list needs.
    "--mute-audio",
    "--disable-gpu",
    "--disable-3d-apis",
    "--disable-speech-api",
    "--js-flags=--max-old-space-size=512",
)
_FIRST_LINE = 200


class Chromium:
    """A running browser.  One page at a time is drawn in it."""

    def __init__(self, driver: Playwright, browser: Browser, session: CDPSession) -> None:
        self._driver = driver
        self._browser = browser
        self._session = session

    @classmethod
    async def launch(cls, path: str) -> Self:
        """Start the browser at `path`.  Raises NoBrowserError."""
        try:
            from playwright.async_api import Error, async_playwright  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise NoBrowserError(f"没有安装渲染组件。{INSTALL}") from error
        driver = await async_playwright().start()
        try:
            browser = await driver.chromium.launch(
                executable_path=path,
                headless=True,
                args=list(_FLAGS),
                ignore_default_args=["--disable-popup-blocking"],
                # Root has no sandbox to give; everybody else gets one, or no browser.
                chromium_sandbox=os.geteuid() != 0,
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                timeout=_LAUNCH * 1000,
            )
            session = await browser.new_browser_cdp_session()
        except Error as error:
            await driver.stop()
            told = str(error).strip().splitlines()[0][:_FIRST_LINE] if str(error).strip() else ""
            raise NoBrowserError(
                f"浏览器 {path} 启动不了（{told}）。请确认它能以无界面方式运行，或用 CHROME_PATH 换一个"
            ) from error
        return cls(driver, browser, session)

    @property
    def version(self) -> str:
        """Name and version, as recorded with every page that was drawn."""
        return f"Chromium/{self._browser.version}"

    @property
    def alive(self) -> bool:
        """The process is there and can be talked to."""
        return self._browser.is_connected()

    async def context(self) -> BrowserContext:
        """Return a fresh profile in memory: no cookies, no permissions, no downloads, no workers."""
        return await self._browser.new_context(
            accept_downloads=False,
            service_workers="block",
            permissions=[],
            # High enough that what loads when it is scrolled to is loaded.
            viewport={"width": 1366, "height": 4000},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )

    async def pids(self, kind: str) -> list[int]:
        """Return the numbers of the browser's processes of a kind (`browser`, `renderer` …)."""
        known = await self._session.send("SystemInfo.getProcessInfo")
        return [one["id"] for one in known["processInfo"] if one["type"] == kind]

    async def memory(self) -> int:
        """Return how many bytes the processes that draw pages hold."""
        return resident(await self.pids("renderer"))

    async def close(self) -> None:
        """End the browser, however it is."""
        for end in (self._browser.close, self._driver.stop):
            # One that crashed, or is under a page's spell, cannot be asked to go.
            with contextlib.suppress(Exception):
                await asyncio.wait_for(end(), _CLOSE)
