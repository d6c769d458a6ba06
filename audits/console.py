"""What the command line shows a person: a progress bar on stderr, the outcome on stdout."""

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

from audits.output import say
from audits.pipeline import Done
from checker import progress as judging
from checker.results import Level, RuleResult, Verdict
from crawler.fetching.lane import Wait
from crawler.spiders import progress
from reports.spared import spared_told

_MARKS = {
    Verdict.FAIL: "✗ 不合格",
    Verdict.REVIEW: "？待人工核查",
    Verdict.PENDING: "… 待到期",
    Verdict.PASS: "✓ 合格",
    Verdict.NOT_APPLICABLE: "－ 不适用",
}
_MESSAGE = 160


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


@contextlib.contextmanager
def watching(*, wanted: bool) -> Iterator[Watching]:
    """Show a progress bar while the block runs, only where stderr is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield Watching()
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        yield Watching(bar)


def waiting(waits: tuple[Wait, ...]) -> str:
    """Say for whom we wait."""
    first = waits[0]
    why = "要求等待" if first.asked else "暂不应答，等待"
    more = f"（另有 {len(waits) - 1} 个主机在等）" if len(waits) > 1 else ""
    return f"{_short(first.host, 40)} {why} {first.seconds:.0f} 秒{more}"


def _short(url: str, width: int = 60) -> str:
    clean = "".join(c if c.isprintable() else "?" for c in url)
    return clean if len(clean) <= width else f"{clean[: width // 2]}…{clean[-width // 2 + 1 :]}"


def undrawn(pages: int, why: str) -> str:
    """Say that some pages were left as they were sent."""
    return f"提示：有 {pages} 个页面的内容由脚本生成，没有渲染，相关内容判为待人工核查：{why}。"


def conclude(done: Done) -> None:
    """Print what was found and where the report is."""
    result = done.result
    say(f"{result.site.name}  {result.site.home}  检查日期 {result.as_of}")
    for rule in result.rules:
        say(f"  {_mark(rule)}  {rule.title}：{_cut(rule.message)}")
        if rule.findings:
            say(f"      共 {len(rule.findings)} 处问题，逐条见报告")
    seen = result.coverage
    say(
        f"所见范围：已知网页 {seen.pages_known} 个，读取 {seen.pages_fetched} 个；"
        f"链接 {seen.links_known} 个，核实 {seen.links_checked} 个；"
        f"附件 {seen.attachments_known} 个，打开 {seen.attachments_opened} 个。"
    )
    if seen.spared:
        say(spared_told(seen.spared))
    if not seen.complete:
        say("注意：这次检查不完整，没看到的部分不作判断。" + "；".join(seen.notes))
    if done.undrawn:
        say(undrawn(*done.undrawn))
    if done.interrupted:
        say("被中断：已抓到的都在。用同样的命令加 --resume 可接着爬取。")
    for path in done.files:
        say(f"已写入 {path}")


def _mark(rule: RuleResult) -> str:
    if rule.verdict is Verdict.FAIL and rule.level is Level.ADVISORY:
        return "！提示"
    return _MARKS[rule.verdict]


def _cut(text: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _MESSAGE else line[:_MESSAGE] + "…"
