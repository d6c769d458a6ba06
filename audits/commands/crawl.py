"""`gongkai crawl URL… --out DIR`: only crawl; the snapshots can be judged later, as often as wanted."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import click

from audits import exit_codes
from audits.canary import require_network
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.config import Choices, crawl_settings
from audits.extent_lines import lines
from audits.home_seen import home_not_seen
from audits.many import crawling
from audits.many.board import table
from audits.many.site_list import listed
from audits.options import chosen, configurable, fetching
from audits.output import say
from audits.progress import undrawn, watching
from audits.refused import RefusedError, refuse_private_home
from audits.spared_lines import spared_in, spared_lines
from audits.version import tool_version
from crawler.folder import comparable, prepare, resumable, unbegun
from crawler.job import FINISHED, INTERRUPTED
from crawler.reading.urls import home_url
from crawler.run import crawl as run_crawl
from crawler.snapshot import DiskSnapshot, extent, index

_ENDED = {
    "finished": "爬取完成",
    "budget": "爬取到预算上限为止，还有网页没看",
    "interrupted": "爬取被中断，已抓到的都在；加 --resume 可接着爬",
    "unreachable": "首页打不开，没有抓到网页",
    "robots": "robots.txt 不允许抓取首页，没有抓到网页",
}
_MOST_PROCESSES = 64


@click.command(cls=ChineseCommand, name="crawl")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="快照目录（新目录）；爬多个网站时，每个网站在其中各有一个以主机名命名的快照目录。",
)
@click.option(
    "--sites",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="网站名单：一行一个网址，# 开头是注释。名单里的网站同时爬取。",
)
@click.option(
    "--processes",
    metavar="N",
    default="1",
    help="爬多个网站时用几个进程，默认 1；网站很多时可等于处理器核数。",
)
@fetching
@configurable
def crawl(
    urls: tuple[str, ...],
    out: Path,
    sites: Path | None,
    processes: str,
    config: Path | None,
    *,
    resume: bool,
    **flags: Any,
) -> int:
    """只爬取，写成快照；之后用 gongkai check 检查，可反复检查而不再访问网站。

    快照是一个目录：index.sqlite 是索引，bodies.warc.gz 是网页原文（标准 WARC 格式）。

    多个网站可以一起爬，互不影响，每个网站仍按自己的间隔访问：

    \b
      gongkai crawl http://www.a.gov.cn/ http://www.b.gov.cn/ --out 快照
      gongkai crawl --sites 名单.txt --out 快照 --processes 2
      gongkai crawl --out 快照 --resume      # 中断或被杀之后，把没爬完的都接着爬完
    """
    choices = chosen(config, **flags)
    if not processes.isdecimal() or not 1 <= int(processes) <= _MOST_PROCESSES:
        raise RefusedError(f"--processes 的值“{processes}”不对，应为：1–{_MOST_PROCESSES} 的整数。")
    if len(urls) == 1 and sites is None:
        return _one(urls[0], out, choices, resume=resume)
    if not urls and sites is None:
        if not resume:
            raise click.UsageError("请给出网址，或用 --sites 给出网站名单。")
        sites = crawling.remembered(out)
    named = listed(urls, sites)
    require_network(crawl_settings(named[0].home, choices), now)  # the same for all
    fleet = crawling.ready(named, out, choices, resume=resume)
    ended = crawling.crawl_together(fleet, int(processes), watched=not choices.no_progress)
    blind = crawling.blind(ended)
    for line in table(ended, blind):
        say(line)
    for why, pages in crawling.undrawn(ended).items():
        say(undrawn(pages, why))
    for one in ended:
        for line in spared_in(one.job.folder) if one.job.previous else ():
            say(line)
    if not crawling.all_finished(ended):
        say(crawling.how_to_go_on(ended))
    return crawling.exit_code(ended, blind)


def _one(url: str, out: Path, choices: Choices, *, resume: bool) -> int:
    plan = crawl_settings(home_url(url), choices)
    refuse_private_home(plan)
    previous = comparable(choices.previous, plan.home) if choices.previous else None
    require_network(plan, now)
    resume = resume and not unbegun(out)
    if resume:
        resumable(out, plan.home)
    elif (out / index.FILE).exists() and not unbegun(out):
        raise RefusedError(
            f"{out} 里已有一个快照，没有动它。请换一个目录；要接着爬它，加 --resume。"
        )
    else:
        prepare(out)
    with watching(wanted=not choices.no_progress) as watcher:
        summary = run_crawl(
            plan, out, now, tool_version(), watcher, resume=resume, previous=previous
        )
    if summary.undrawn:
        say(undrawn(*summary.undrawn))
    with contextlib.closing(DiskSnapshot(out)) as snapshot:
        blind = home_not_seen(snapshot) if summary.finish == FINISHED else None
        say(f"{blind or _ENDED[summary.finish]}。快照在 {out}")
        for line in lines(extent(snapshot.info, snapshot.fetches())):
            say(line)
        for line in spared_lines(snapshot.info):
            say(line)
    if summary.finish == INTERRUPTED:
        return exit_codes.INTERRUPTED
    whole = summary.finish == FINISHED and blind is None
    return exit_codes.CLEAN if whole else exit_codes.INCOMPLETE
