"""What changes about a page's facts when a browser has drawn it.

A page that was drawn whole hides nothing behind scripts.  One that was drawn in part may: whatever it
does not show is not known to be absent.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.snapshot import UNRENDERED, Drawn, Fetch

if TYPE_CHECKING:
    from checker.facts.page import PageFacts

_LITTLE_TEXT = 200
_WHY_NOT = {
    Drawn.HANG: "脚本长时间没有响应",
    Drawn.CRASH: "页面在浏览器里崩溃或没有内容",
    Drawn.DIALOGS: "页面不停弹出对话框",
    Drawn.TOO_LARGE: "页面内容多得不正常",
    Drawn.MEMORY: "页面占用内存太多",
    Drawn.BROWSER: "浏览器意外退出",
    Drawn.NAVIGATED: "页面自己跳到了别处",
}


def as_drawn(page: PageFacts, fetch: Fetch) -> PageFacts:
    """Return the facts of a page whose DOM was read, as far as being drawn changes them."""
    rendering = fetch.drawn
    if rendering is None:
        return page
    if rendering.drawn is Drawn.WHOLE and not UNRENDERED.search(page.visible):
        return replace(page, drawn=Drawn.WHOLE, script_only=False, draws=False, hollow=False)
    bare = not page.entries and page.body_chars < _LITTLE_TEXT
    return replace(page, drawn=Drawn.PARTLY, script_only=bare or page.script_only, draws=True)


def why_not_drawn(fetch: Fetch | None) -> str:
    """Say why a browser could not show a page, as the end of a sentence; "" where none tried."""
    rendering = fetch.rendering if fetch else None
    if rendering is None or rendering.drawn.seen:
        return ""
    return f"，浏览器也没能显示（{_WHY_NOT[rendering.drawn]}）"
