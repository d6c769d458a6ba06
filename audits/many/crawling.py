"""Crawl many sites into one folder: every check before the first request, and who is still to be crawled."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from audits import exit_codes
from audits.clock import now
from audits.config import Choices, crawl_settings
from audits.home_seen import home_not_seen_in
from audits.many.board import showing
from audits.many.site_list import Listed
from audits.refused import RefusedError, make_writable, refuse_private_home
from audits.version import tool_version
from crawler.folder import comparable, prepare
from crawler.job import BUDGET, FINISHED, INTERRUPTED, CrawlError, Ended, Job
from crawler.many import crawl_many
from crawler.processes import crawl_in_processes
from crawler.settings import CrawlSettings
from crawler.snapshot import CrawlInfo, DiskSnapshot, SnapshotError, index
from crawler.snapshot.troubles import reason
from crawler.snapshot.warc import FILE as WARC_FILE
from rules.problems import Problem, RuleErrors

LIST = "sites.txt"
# A WARC this small holds nothing but its own first record.
_EMPTY_WARC = 2048


@dataclass(frozen=True, slots=True)
class Fleet:
    """What is to be crawled, and what an earlier run has finished."""

    jobs: tuple[Job, ...]
    finished: tuple[Ended, ...]


def crawl_together(fleet: Fleet, processes: int, *, watched: bool) -> list[Ended]:
    """Crawl; returns how every site ended, those of an earlier run first."""
    names = [job.folder.name for job in fleet.jobs]
    with showing(names, wanted=watched) as board:
        if processes > 1:
            ended = crawl_in_processes(fleet.jobs, processes, now, tool_version(), board)
        else:
            ended = crawl_many(fleet.jobs, now, tool_version(), board)
    return [*fleet.finished, *ended]


def undrawn(ended: Sequence[Ended]) -> dict[str, int]:
    """Count the pages of all sites that no browser drew, by why (Chinese)."""
    counts: Counter[str] = Counter()
    for one in ended:
        if one.undrawn:
            counts[one.undrawn[1]] += one.undrawn[0]
    return dict(counts)


def blind(ended: Sequence[Ended]) -> dict[Path, str]:
    """Say of each site whose crawl finished without its home page what came of that (Chinese)."""
    told = {
        one.job.folder: home_not_seen_in(one.job.folder) for one in ended if one.finish == FINISHED
    }
    return {folder: why for folder, why in told.items() if why is not None}


def all_finished(ended: Sequence[Ended]) -> bool:
    """All crawls came to their end."""
    return all(one.finish == FINISHED for one in ended)


def how_to_go_on(ended: Sequence[Ended]) -> str:
    """Say with which command the crawls that did not finish go on (Chinese)."""
    told = "没有爬完的，用同样的命令加 --resume 可接着爬；已爬完的不会重爬。"
    if any(one.finish == BUDGET for one in ended):
        told += "到预算上限的，还要把上限（如 --max-pages）加大。"
    return told


def exit_code(ended: Sequence[Ended], blind: Collection[Path]) -> int:
    """Work out the exit code of them all; `blind` are the folders without a home page."""
    if any(one.finish == INTERRUPTED for one in ended):
        return exit_codes.INTERRUPTED
    return exit_codes.CLEAN if all_finished(ended) and not blind else exit_codes.INCOMPLETE


def ready(sites: Sequence[Listed], out: Path, choices: Choices, *, resume: bool) -> Fleet:
    """Check everything, and make the folders.

    Raises RuleErrors with all sites that cannot be crawled, RefusedError for the folder.
    """
    _refuse_no_snapshots(choices.previous, sites)
    make_writable(out)
    problems: list[Problem] = []
    jobs: list[Job] = []
    finished: list[Ended] = []
    for site in sites:
        try:
            plan = crawl_settings(site.home, choices)
            refuse_private_home(plan)
            previous = _previous(choices.previous, site, plan)
            found = _job(plan, out / site.folder, previous, resume=resume)
        except (RefusedError, SnapshotError, CrawlError) as error:
            told = f"{site.home}：{str(error).rstrip('。')}"
            problems.append(site.problem(told, "或去掉这个网站"))
            continue
        if isinstance(found, Job):
            jobs.append(found)
        else:
            finished.append(found)
    if problems:
        raise RuleErrors(problems)
    _remember(out, sites)
    return Fleet(tuple(jobs), tuple(finished))


def _refuse_no_snapshots(previous: Path | None, sites: Sequence[Listed]) -> None:
    """Raise RefusedError where the folder of an earlier run holds none of these sites."""
    if previous and not any((previous / site.folder).is_dir() for site in sites):
        raise RefusedError(
            f"--previous 指的 {previous} 里没有这些网站的快照。"
            "爬多个网站时，请指向以前同样爬多个网站的 --out 目录，里面每个网站一个子目录。"
        )


def _previous(folder: Path | None, site: Listed, plan: CrawlSettings) -> Path | None:
    """Return the site's snapshot of an earlier run; a site that is new to the list has none."""
    own = folder / site.folder if folder else None
    return comparable(own, plan.home) if own and own.is_dir() else None


def _job(plan: CrawlSettings, folder: Path, previous: Path | None, *, resume: bool) -> Job | Ended:
    """Say what is to be done for a site; its folder is ready then."""
    begun = (folder / index.FILE).exists()
    if begun and not resume:
        raise RefusedError(
            f"{folder} 里已有一个快照，没有动它。请换一个目录；要接着爬它，加 --resume"
        )
    info = _info(folder) if begun else None
    if info is None:
        prepare(folder)
        return Job(plan, folder, previous=previous)
    if info.home != plan.home:
        raise RefusedError(f"{folder} 是 {info.home} 的快照，不能接着爬取")
    if info.finish == FINISHED or (info.finish == BUDGET and _same_budget(info, plan)):
        return Ended(Job(plan, folder, resume=True), info.finish)
    return Job(plan, folder, resume=True, previous=previous)


def _info(folder: Path) -> CrawlInfo | None:
    """Read what a snapshot says of itself; None where it was killed before it held anything."""
    try:
        with contextlib.closing(DiskSnapshot(folder)) as seen:
            return seen.info
    except SnapshotError:
        warc = folder / WARC_FILE
        if not warc.exists() or warc.stat().st_size <= _EMPTY_WARC:
            return None
        raise


def _same_budget(info: CrawlInfo, plan: CrawlSettings) -> bool:
    budgets = ("max_pages", "max_depth", "max_attachments", "max_external")
    return all(info.settings.get(name) == getattr(plan, name) for name in budgets)


def remembered(out: Path) -> Path:
    """Return the list of all sites that were ever crawled into a folder, for `--resume` without one.

    Raises RefusedError where there is none.
    """
    if not (out / LIST).is_file():
        raise RefusedError(
            f"{out} 里没有 {LIST}，不知道要接着爬哪些网站。请写明网址，或用 --sites 给出名单。"
        )
    return out / LIST


def _remember(out: Path, sites: Sequence[Listed]) -> None:
    """Write the list; sites of earlier runs stay on it."""
    path = out / LIST
    try:
        earlier = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        lines = dict.fromkeys([*earlier, *(site.home for site in sites)])
        fresh = path.with_suffix(".new")
        fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        os.replace(fresh, path)  # noqa: PTH105 - as one step: nothing half-written
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "不是 UTF-8 文本"
        raise RefusedError(f"不能写 {path}：{why}。请检查权限和磁盘。") from error
