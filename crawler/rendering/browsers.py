"""Find a Chromium on this machine: CHROME_PATH, then the PATH, then the usual places."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "CHROME_PATH"
_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
)
PLACES = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/usr/lib/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
    "/opt/microsoft/msedge/msedge",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
INSTALL = (
    "要渲染这类页面，请执行 pip install 'gongkai[render]'，"
    "并安装 Chromium 或 Chrome（如 apt install chromium）；也可用环境变量 CHROME_PATH 指明浏览器"
)


class NoBrowserError(Exception):
    """There is nothing to draw with; the message (Chinese) says what is missing and what to do."""


def find_browser(environment: Mapping[str, str], places: tuple[str, ...] | None = None) -> str:
    """Return the path of a Chromium.  Raises NoBrowserError."""
    named = environment.get(VARIABLE)
    if named:
        if not _runs(named):
            raise NoBrowserError(
                f"环境变量 {VARIABLE} 指向的 {named} 不是可以执行的文件。请改正或去掉它"
            )
        return named
    for name in _NAMES:
        found = shutil.which(name, path=environment.get("PATH", ""))
        if found:
            return found
    for place in PLACES if places is None else places:
        if _runs(place):
            return place
    raise NoBrowserError(f"本机没有找到 Chromium 或 Chrome。{INSTALL}")


def _runs(path: str) -> bool:
    return Path(path).is_file() and os.access(path, os.X_OK)
