"""`gongkai watch URL… --out DIR`: try home pages at spaced moments for days, and keep every try."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from audits import clock, exit_codes
from audits.chinese_click import ChineseCommand
from audits.config import Choices, crawl_settings
from audits.options import chosen, configurable, reaching
from audits.output import say
from audits.refused import RefusedError, refuse_private_home
from audits.version import tool_version
from audits.watch.board import showing, told
from audits.watch.set_up import LIMIT, MOST_PER_DAY, Wish, homes, opened
from crawler.fetching.routes import Routes
from crawler.interruption import Interruption, on_signals
from crawler.settings import CrawlSettings
from crawler.watch.prober import Prober
from crawler.watch.series import journals
from crawler.watch.visit import Ways, our_visitor, plain_visitor
from crawler.watch.watcher import Board, Clock, Watched, watch_once
from crawler.watch.watcher import watch as keep_watching


@click.command(cls=ChineseCommand, name="watch")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="监测记录的目录，每个网站一个文件；只追加，不改写。",
)
@click.option(
    "--sites",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="网站名单：一行一个网址，# 开头是注释。名单里的网站同时监测。",
)
@click.option("--per-day", metavar="N", help="每天监测几次，均匀分布，默认 24，至少 20。")
@click.option(
    "--days", metavar="N", help="监测几整天，默认 7；从第一次启动的次日算起，改大就接着监测。"
)
@click.option("--once", is_flag=True, help="只做现在该做的一次就退出，供 cron、systemd 定时调用。")
@click.option("--show", is_flag=True, help="不监测，只列出已有的记录：gongkai watch DIR --show。")
@reaching
@click.option("--no-progress", is_flag=True, default=None, help="不显示进度。")
@configurable
def watch(
    urls: tuple[str, ...],
    out: Path | None,
    sites: Path | None,
    config: Path | None,
    *,
    once: bool,
    show: bool,
    **flags: Any,
) -> int:
    """连续监测首页能否打开，供判定“站点无法访问”（单项否决：连续一周、每天二十次以上，十五秒打不开的占到百分之五）。

    每次访问首页一次，时限 15 秒，每一次都记下来。关机、休眠期间漏掉的记为漏测，不补测；
    被杀、断电、重启之后，用同样的命令接着监测。
    打不开时另用一种方式再访问一次，分清“被拦截”和“打不开”；设了对照网址（--canary）的，还能分清是不是本机断网。
    遵守 robots.txt，不绕过防护。

    \b
    例：
      gongkai watch http://www.x.gov.cn/ --out 监测 --canary https://www.my-unit.gov.cn/
      gongkai watch --sites 名单.txt --out 监测 --days 14      # 同时监测多个网站，两周
      gongkai watch --out 监测                                  # 中断或重启以后，接着监测
      gongkai watch --out 监测 --once                           # 写进 cron，每十分钟一次
      gongkai watch 监测 --show                                 # 每天的次数、打不开的占比、还差几天
      gongkai audit http://www.x.gov.cn/ --watch 监测           # 够一周以后，一起判定

    退出码：0 按计划做完；2 用法有误，或另一个 gongkai watch 正在用这个目录；3 写不进记录；130 被中断（已记下的都在）。
    """
    if show:
        return _show(urls, out)
    choices = chosen(config, out=out, **flags)
    if choices.out is None:
        raise click.UsageError("请用 --out 写明监测记录的目录。")
    listed = homes(urls, sites, choices.out)
    plans = [(one, _settings(one.home, choices)) for one in listed]
    wish = Wish(choices.per_day, choices.days, tuple(choices.canary or ()), tool_version())
    with opened(choices.out, plans, wish, clock.moment()) as watched:
        if not once and not any(site.plan.canaries for site in watched):
            say("提示：没有设对照网址（--canary），本机断网时会分不清是不是网站打不开。")
        with showing(watched, wanted=not choices.no_progress and not once) as board:
            whole = asyncio.run(_run(watched, plans[0][1], board, once=once))
    if not whole:
        say("监测已停，每一次都已记下。用同样的命令接着监测。")
        return exit_codes.INTERRUPTED
    if not once:
        for line in told(journals(choices.out), clock.now().date()):
            say(line)
    return exit_codes.CLEAN


def _settings(home: str, choices: Choices) -> CrawlSettings:
    plan = crawl_settings(home, choices)
    refuse_private_home(plan)
    if (choices.per_day or 0) > MOST_PER_DAY and not choices.connect_to:
        raise RefusedError(
            f"--per-day 最多 {MOST_PER_DAY}（每分钟一次），再多会打扰网站。"
            "只有用 --connect-to 连到测试环境时才不限。"
        )
    return plan


def _show(urls: Sequence[str], out: Path | None) -> int:
    named = [Path(url) for url in urls] + ([out] if out else [])
    if len(named) != 1:
        raise click.UsageError("请写明一个监测记录的目录：gongkai watch DIR --show。")
    for line in told(journals(named[0]), clock.now().date()):
        say(line)
    return exit_codes.CLEAN


async def _run(
    watched: Sequence[Watched], settings: CrawlSettings, board: Board, *, once: bool
) -> bool:
    """Watch; whether it came to its end, or was interrupted."""
    ways = Ways(Routes(settings.connect_to), settings.dns)
    prober = Prober(
        our_visitor(ways, LIMIT, clock.moment, settings.user_agent),
        plain_visitor(ways, LIMIT, clock.moment),
        clock.moment,
        settings.robots_agent,
    )
    time = Clock(clock.moment, clock.steady)
    work = asyncio.ensure_future(
        (watch_once if once else keep_watching)(watched, prober, time, board)
    )
    interruption = Interruption()
    interruption.ends(work.cancel)
    with on_signals(interruption.come):
        try:
            await work
        except asyncio.CancelledError:
            if not interruption.came:
                raise
            return False
    return True
