"""`gongkai scan [SITE…|--all]`: scan configured sites side by side, keep, tell, and send the mail about it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.clock import now
from audits.commands.desk_flags import configured, desk_of
from audits.desk.due import claim, due
from audits.desk.holders import holding
from audits.desk.setup import Desk
from audits.desk.understood import refuse
from audits.mailing.delivery import deliver
from audits.mailing.told import delivered_lines
from audits.output import say
from audits.queue_storage import refuse_beside_workers
from audits.refused import DATA, make_writable
from audits.retention.after_scan import expire
from audits.scanning.board import watching_scan
from audits.scanning.plans import SitePlan
from audits.scanning.scan import scan as run_scan
from audits.scanning.set_up import chosen_sites, plan_of, plans_of, postbox_of, workplace_of
from audits.scanning.summary import exit_code, table
from audits.store import open_store


@click.command(cls=ChineseCommand, name="scan")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@click.option("--all", "every", is_flag=True, help="检查 gongkai.yaml 里的所有网站。")
@click.option(
    "--due",
    "planned",
    is_flag=True,
    help="检查按 schedule 到了时间的网站，每期一次；没有就什么也不做。",
)
@click.option(
    "--no-mail", is_flag=True, help="这次不发信；邮件留在待发箱，可用 gongkai mail send 发出。"
)
@click.option("--no-progress", is_flag=True, help="不显示进度条。")
@configured
def scan(
    names: tuple[str, ...],
    config: Path | None,
    *,
    every: bool,
    planned: bool,
    no_mail: bool,
    no_progress: bool,
) -> int:
    """检查 gongkai.yaml 里配置的网站，结果存入数据目录，更新台账，并按配置发邮件。

    SITE 是网站的编号。几个网站同时检查，互不影响；没变的网页不再下载；被中断的，下次接着做。

    \b
    例：
      gongkai scan huantai           # 检查一个网站
      gongkai scan --all             # 检查所有网站
      gongkai scan --due             # 检查到了时间的；给 cron 或 systemd 用，serve 也用它

    退出码取最坏的一个网站：0 没有不合格；1 有不合格；2 配置或规则有误（什么都没抓）；
    3 有网站不完整或没有检查成；130 被中断。
    """
    if sum((bool(names), every, planned)) != 1:
        raise click.UsageError("请给出网站编号，或用 --all 检查所有网站，或用 --due；三者用一个。")
    desk = desk_of(config)
    if planned:
        code = _planned(desk, progress=not no_progress)
    else:
        sites = desk.sites if every else chosen_sites(desk, names)
        code = scanned(desk, plans_of(sites), progress=not no_progress)
    if desk.mail is not None and not no_mail:
        sent(desk)
    return code


def _planned(desk: Desk, *, progress: bool) -> int:
    """Scan what is due and nobody else has claimed."""
    make_writable(desk.data, DATA)
    with holding(desk.data) as holder:
        claimed = []
        with open_store(desk.storage) as store:
            refuse_beside_workers(desk, store, now)
            waiting = due(desk, store, now(), holder)
            if waiting:
                refuse(desk, os.environ)  # what cannot be scanned as configured uses up no claim
            for name, period in waiting:
                with store.begin() as connection:
                    mine = claim(connection, name, period, holder, now())
                site = desk.site(name)
                if mine and site is not None:
                    claimed.append(replace(plan_of(site), turn=(period, holder.name)))
        if not claimed:
            say("没有到时间的检查。")
            return exit_codes.CLEAN
        return scanned(desk, tuple(claimed), progress=progress)


def scanned(desk: Desk, plans: tuple[SitePlan, ...], *, progress: bool) -> int:
    """Scan, print the summary, and return the exit code."""
    workplace = workplace_of(desk)
    if desk.mail is not None:
        postbox_of(desk, os.environ)  # a password that is not there is told before anything is done
    with watching_scan(len(plans), wanted=progress) as board:
        ended = run_scan(plans, workplace, now, board)
    for line in (*table(ended, workplace), *expire(desk, now())):
        say(line)
    return exit_code(ended)


def sent(desk: Desk) -> None:
    """Send what is due, and say how that went; the exit code of a scan does not depend on it."""
    with open_store(desk.storage) as store:
        done = deliver(store, desk.data, postbox_of(desk, os.environ), now, archive=desk.archive)
    for line in delivered_lines(done):
        say(line)
