"""What a person sees while a crawl runs or a portal is judged: a progress bar on stderr, and for whom it waits."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from audits.output import printable
from checker import progress as judging
from crawler.fetching.lane import Wait
from crawler.spiders import progress


class Watching:
    """Shows how far a crawl, and the judging after it, have come; nothing without a bar."""

    def __init__(self, bar: Progress | None = None) -> None:
        self._bar = bar
        self._lines: dict[str, TaskID] = {}

    def __call__(self, now: progress.Progress) -> None:
        """Show how far a crawl has come."""
        problems = f"{now.problems} 个没有正常打开" if now.problems else ""
        note = waiting(now.waits) if now.waits else _short(now.last)
        self._show("网页", now.pages_done, now.pages_known, note)
        self._show("链接附件", now.links_done, now.links_known, problems)

    def judged(self, now: judging.Progress) -> None:
        """Show how far judging has come."""
        self._show("读懂网页", now.pages, now.pages_known, "")
        self._show("判定规则", now.rules, now.rules_known, _short(now.rule))

    def _show(self, name: str, done: int, known: int, note: str) -> None:
        if self._bar is None:
            return
        if name not in self._lines:
            self._lines[name] = self._bar.add_task(name, total=None, note="")
        self._bar.update(self._lines[name], completed=done, total=known, note=note)


def progress_bar() -> Progress:
    """Return the one form that progress bars of the program have, on stderr and gone at the end."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )


@contextlib.contextmanager
def watching(*, wanted: bool) -> Iterator[Watching]:
    """Show a progress bar while the block runs, only where stderr is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield Watching()
        return
    with progress_bar() as bar:
        yield Watching(bar)


def waiting(waits: tuple[Wait, ...]) -> str:
    """Say for whom we wait."""
    first = waits[0]
    why = "要求等待" if first.asked else "暂不应答，等待"
    more = f"（另有 {len(waits) - 1} 个主机在等）" if len(waits) > 1 else ""
    if first.elsewhere:
        return f"{_short(first.host, 40)} 正由别的进程访问，已等 {first.seconds:.0f} 秒{more}"
    return f"{_short(first.host, 40)} {why} {first.seconds:.0f} 秒{more}"


def _short(url: str, width: int = 60) -> str:
    clean = printable(url)
    return clean if len(clean) <= width else f"{clean[: width // 2]}…{clean[-width // 2 + 1 :]}"


def undrawn(pages: int, why: str) -> str:
    """Say that some pages were left as they were sent."""
    return f"提示：有 {pages} 个页面的内容由脚本生成，没有渲染，相关内容判为待人工核查：{why}。"
