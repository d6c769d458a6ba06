"""`gongkai crawl URL --out DIR`: only crawl; the snapshot can be judged later, as often as wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audits import exit_codes, pipeline
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.config import crawl_settings
from audits.console import watching
from audits.options import chosen, configurable, fetching
from audits.output import say
from audits.version import tool_version
from crawler.reading.urls import home_url
from crawler.run import FINISHED, INTERRUPTED, prepare, resumable
from crawler.run import crawl as run_crawl
from crawler.snapshot import index

_ENDED = {
    "finished": "爬取完成",
    "budget": "爬取到预算上限为止，还有网页没看",
    "interrupted": "爬取被中断，已抓到的都在；加 --resume 可接着爬",
    "unreachable": "首页打不开，没有抓到网页",
    "robots": "robots.txt 不允许抓取首页，没有抓到网页",
}


@click.command(cls=ChineseCommand, name="crawl")
@click.argument("url")
@click.option(
    "--out",
    required=True,
    metavar="SNAPSHOT_DIR",
    type=click.Path(path_type=Path),
    help="快照目录（新目录）。",
)
@fetching
@configurable
def crawl(url: str, out: Path, config: Path | None, *, resume: bool, **flags: Any) -> int:
    """只爬取，写成快照；之后用 gongkai check 检查，可反复检查而不再访问网站。

    快照是一个目录：index.sqlite 是索引，bodies.warc.gz 是网页原文（标准 WARC 格式）。
    """
    choices = chosen(config, **flags)
    plan = crawl_settings(home_url(url), choices)
    pipeline.refuse_private_home(plan)
    if resume:
        resumable(out, plan.home)
    elif (out / index.FILE).exists():
        raise pipeline.RefusedError(
            f"{out} 里已有一个快照，没有动它。请换一个目录；要接着爬它，加 --resume。"
        )
    else:
        prepare(out)
    with watching(wanted=not choices.no_progress) as watcher:
        summary = run_crawl(plan, out, now, tool_version(), watcher, resume=resume)
    say(f"{_ENDED[summary.finish]}。快照在 {out}")
    if summary.finish == INTERRUPTED:
        return exit_codes.INTERRUPTED
    return exit_codes.CLEAN if summary.finish == FINISHED else exit_codes.INCOMPLETE
