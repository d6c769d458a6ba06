"""The browser for pages that only a script shows, and Chinese letters in its pictures.  Both are optional."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec

from audits.doctor.seen import Seen, State
from audits.doctor.surroundings import Surroundings
from crawler.rendering.browsers import INSTALL, NoBrowserError, find_browser

_ID, _TITLE = "browser", "浏览器（渲染）"
_WHY = "只由脚本显示的网页看不到内容，会判为待人工核查（不算不合格）"
_FONT_SECONDS = 60


def browser(around: Surroundings) -> Iterable[Seen]:
    """Playwright is installed, a Chromium is found, and it starts."""
    if find_spec("playwright") is None:
        yield Seen(_ID, _TITLE, State.ATTENTION, "没有安装渲染组件 playwright", _WHY, INSTALL)
        return
    try:
        path = find_browser(around.environment)
    except NoBrowserError as error:
        yield Seen(_ID, _TITLE, State.ATTENTION, *_halves(error))
        return
    try:
        running = asyncio.run(_started(path))
    except NoBrowserError as error:
        yield Seen(_ID, _TITLE, State.BROKEN, *_halves(error))
        return
    yield Seen(_ID, _TITLE, State.OK, f"{running}（{path}），能启动")
    yield fonts(shutil.which("fc-list", path=around.environment.get("PATH")))


async def _started(path: str) -> str:
    from crawler.rendering.chromium import Chromium  # noqa: PLC0415 - loads Playwright, an extra

    chromium = await Chromium.launch(path)
    try:
        return chromium.version
    finally:
        await chromium.close()


def _halves(error: NoBrowserError) -> tuple[str, str, str]:
    """What was seen, why it matters, what to do."""
    what, _, remedy = str(error).partition("。")
    return what, _WHY, remedy or INSTALL


def fonts(lister: str | None) -> Seen:
    """Whether a Chinese font is installed; `lister` is fontconfig's `fc-list`."""
    id_, title = "fonts", "中文字体"
    if lister is None:
        return Seen(id_, title, State.SKIPPED, "没有 fc-list，没有查")
    done = subprocess.run(  # noqa: S603 - fontconfig's own program
        [lister, ":lang=zh", "family"],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_FONT_SECONDS,
        check=False,
    )
    families = sorted({line.partition(",")[0].strip() for line in done.stdout.splitlines()} - {""})
    if families:
        return Seen(id_, title, State.OK, f"{len(families)} 种，如 {families[0]}")
    return Seen(
        id_,
        title,
        State.ATTENTION,
        "没有中文字体",
        "gongkai evidence --pictures 的图片里，汉字会成为方框；报告本身不受影响",
        "安装一种，如 apt install fonts-noto-cjk",
    )
