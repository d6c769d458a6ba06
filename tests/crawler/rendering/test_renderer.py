"""The renderer that crawls share: browsers come when needed, are replaced when lost, and go."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from crawler.fetching.answer import Answer
from crawler.rendering.browsers import NoBrowserError
from crawler.rendering.limits import Ask, Limits
from crawler.rendering.picture import Picture, Source
from crawler.rendering.renderer import Renderer
from crawler.rendering.supply import Shelf
from crawler.snapshot.rendering import Drawn
from tests.crawler.rendering.conftest import PAGE, Site, why_not

FINE = "<p id=p></p><script>p.innerHTML='drawn'</script>"


def running(mark: str) -> list[str]:
    """The programs that were started with `mark` in their environment, and still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
            if state != "Z" and mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "comm").read_text().strip())
    return found


@pytest.fixture(autouse=True)
def real_browser() -> None:
    reason = why_not()
    if reason:
        pytest.skip(reason)


async def draw(
    renderer: Renderer, html: str = FINE, site: Site | None = None
) -> tuple[Picture, str]:
    source = Source(PAGE, html.encode(), "utf-8")
    return await renderer.draw(source, site or Site(), lambda _: True, Shelf())


def test_side_by_side_and_one_after_the_other() -> None:
    async def work() -> list[tuple[Picture, str]]:
        renderer = Renderer(os.environ, Limits(quiet=0.3), at_once=2)
        try:
            return list(await asyncio.gather(*(draw(renderer) for _ in range(4))))
        finally:
            await renderer.close()

    drawn = asyncio.run(work())
    assert [picture.drawn for picture, _ in drawn] == [Drawn.WHOLE] * 4
    assert all("drawn</p>" in picture.html for picture, _ in drawn)
    assert {browser.partition("/")[0] for _, browser in drawn} == {"Chromium"}


def test_what_is_not_there_is_looked_for_once(tmp_path: Path) -> None:
    async def work() -> None:
        path = tmp_path / "chrome"
        renderer = Renderer({"CHROME_PATH": str(path)})
        for _ in range(2):
            with pytest.raises(NoBrowserError, match="CHROME_PATH"):
                await draw(renderer)
            path.symlink_to("/bin/true") if not path.exists() else None
        await renderer.close()

    asyncio.run(work())


def test_a_browser_that_does_not_start_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "chrome"
    path.write_text("#!/bin/sh\nexit 3\n", encoding="ascii")
    path.chmod(0o755)

    async def work() -> None:
        renderer = Renderer({"CHROME_PATH": str(path)})
        with pytest.raises(NoBrowserError, match="启动不了"):
            await draw(renderer)
        await renderer.close()

    asyncio.run(work())


@pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="processes are counted on Linux"
)
def test_drawing_that_is_given_up_leaves_nothing_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_TEST", mark := f"drawing-{uuid4()}")

    async def work() -> None:
        renderer = Renderer(os.environ)
        asked = asyncio.Event()

        class Silent(Site):
            async def __call__(self, _: Ask) -> Answer:
                asked.set()
                return await asyncio.Future()

        work = asyncio.ensure_future(draw(renderer, "<script>fetch('/d')</script>", Silent()))
        await asked.wait()
        assert running(mark)
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        await renderer.close()

    asyncio.run(work())
    assert running(mark) == []


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)

    async def work() -> None:
        with pytest.raises(NoBrowserError, match="没有安装渲染组件") as told:
            await draw(Renderer(os.environ))
        assert "pip install 'gongkai[render]'" in str(told.value)

    asyncio.run(work())
