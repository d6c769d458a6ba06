"""What a person sees of many crawls at once: a line of progress while they run, a table at the end."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from audits.columns import laid_out
from audits.output import printable
from audits.progress import progress_bar, waiting
from crawler.job import Board, Ended, unwatched
from crawler.spiders import progress

FINISHES = {
    "finished": "完成",
    "budget": "到预算上限",
    "interrupted": "被中断",
    "unreachable": "首页打不开",
    "robots": "robots.txt 不允许",
}
_FAILED = "出错"
_UNSEEN = "没看到首页"
_HEADINGS = ("网站", "结果", "网页", "链接附件", "没正常打开", "快照")
_RIGHT = frozenset({"网页", "链接附件", "没正常打开"})


@contextlib.contextmanager
def showing(names: Sequence[str], *, wanted: bool) -> Iterator[Board]:
    """Show how far the crawls are while they run, only where stderr is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield unwatched
        return
    bar = progress_bar()
    states: dict[int, progress.Progress] = {}
    ended: set[int] = set()
    with bar:
        sites = bar.add_task("网站", total=len(names), note="")
        pages = bar.add_task("网页", total=None, note="")

        def show(number: int, state: progress.Progress | Ended) -> None:
            if isinstance(state, Ended):
                ended.add(number)
                note = f"{names[number]} {_result(state)}"
                bar.update(sites, completed=len(ended), note=note)
                return
            states[number] = state
            waits = waiting(state.waits) if state.waits else names[number]
            done = sum(one.pages_done for one in states.values())
            known = sum(one.pages_known for one in states.values())
            bar.update(pages, completed=done, total=known, note=waits)

        yield show


def _result(ended: Ended) -> str:
    return FINISHES.get(ended.finish or "", ended.finish or "") if ended.error is None else _FAILED


def table(ended: Sequence[Ended], blind: Mapping[Path, str] | None = None) -> list[str]:
    """Return the lines of the closing table: one a site, then the reasons of what failed, then a sum.

    `blind` says, by folder, why a site's home page was not seen.
    """
    blind = blind or {}
    results = [_UNSEEN if one.job.folder in blind else _result(one) for one in ended]
    lines = laid_out([_HEADINGS, *map(_row, ended, results)], _RIGHT)
    lines += [f"{one.job.folder.name}：{printable(one.error)}" for one in ended if one.error]
    lines += [f"{folder.name}：{printable(why)}" for folder, why in blind.items()]
    counts = Counter(results)
    told = "，".join(f"{result} {count} 个" for result, count in counts.most_common())
    return [*lines, f"共 {len(ended)} 个网站：{told}。"]


def _row(ended: Ended, result: str) -> tuple[str, ...]:
    name, seen = ended.job.folder.name, ended.progress
    counts = ("–", "–", "–")
    if seen is not None:
        counts = (
            f"{seen.pages_done}/{seen.pages_known}",
            f"{seen.links_done}/{seen.links_known}",
            f"{seen.problems}",
        )
    return (printable(name), result, *counts, printable(str(ended.job.folder)))
