"""A report in a real Chromium: opened from disk as its reader opens it, watched, checked, printed.

Nothing may leave the machine: whatever the page asks for beside itself is refused and recorded.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pypdfium2
from playwright.sync_api import Browser, BrowserContext, Page, Route

from crawler.rendering.browsers import NoBrowserError, find_browser

# Patient with loaded machines.
PATIENCE = 120_000
SIZES = {"desktop": (1280, 900), "phone": (360, 780)}
# The page's policy is for the page; what measures it comes in another way.
_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.map((one) => ({
    id: one.id, help: one.help,
    nodes: one.nodes.slice(0, 5).map((node) => [node.target.join(" "), node.failureSummary]),
  }));
}"""


def why_not() -> str | None:
    """Why no report can be opened here."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed"
    try:
        find_browser(os.environ)
    except NoBrowserError as error:
        return str(error)
    return None


def axe_script() -> str:
    """axe-core, as the package that carries it has it."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None
    assert found.submodule_search_locations is not None
    folder = Path(found.submodule_search_locations[0])
    return (folder / "axe.min.js").read_text(encoding="utf-8")


@dataclass
class Opened:
    """One report in one window.  `complaints` is what the browser said against it."""

    page: Page
    context: BrowserContext
    file: Path
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def violations(self) -> list[dict[str, Any]]:
        """What axe-core finds, with all that is folded opened."""
        self.unfold()
        self.page.evaluate(axe_script())
        found: list[dict[str, Any]] = self.page.evaluate(_AXE)
        return found

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.page.evaluate(
            "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
        )

    def printed(self) -> list[str]:
        """The text of each page of the PDF."""
        document = pypdfium2.PdfDocument(self.page.pdf(prefer_css_page_size=True))
        try:
            pages = []
            for number in range(len(document)):
                sheet = document[number]
                text = sheet.get_textpage()
                pages.append(text.get_text_bounded().replace("\r\n", "\n"))
                text.close()
                sheet.close()
            return pages
        finally:
            document.close()

    def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        wider: int = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return wider


@dataclass
class Viewer:
    """Opens reports; each in a context of its own, so that nothing is remembered between them."""

    browser: Browser
    folder: Path
    made: int = 0

    def file(self, html: str, name: str = "") -> Path:
        """A report on disk."""
        self.made += 1
        path = self.folder / (name or f"{self.made}.html")
        path.write_text(html, encoding="utf-8")
        return path

    @contextmanager
    def open(
        self,
        report: str | Path,
        *,
        size: str = "desktop",
        scheme: Literal["light", "dark"] = "light",
        scripts: bool = True,
        before: str = "",
        at: str = "",
    ) -> Iterator[Opened]:
        """Open a report; `before` is a script that runs before any of the page's, `at` a fragment."""
        file = report if isinstance(report, Path) else self.file(report)
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        opened = Opened(page, context, file)
        own = file.resolve().as_uri()

        def route(route: Route) -> None:
            if route.request.url.partition("#")[0] == own:
                route.continue_()
                return
            opened.asked.append(route.request.url)
            route.abort()

        context.route("**/*", route)
        page.on("console", lambda said: opened.complaints.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: opened.complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: opened.complaints.append(f"dialog: {dialog.message}"))
        try:
            page.goto(own + at)
            yield opened
        finally:
            context.close()
