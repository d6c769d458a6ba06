"""`gongkai prune`: throw away snapshots and letters whose time is up by the configured rule."""

from __future__ import annotations

from pathlib import Path

import click

from audits import clock, exit_codes
from audits.archive.holdings import holdings_of
from audits.archive.sweeping import sweep
from audits.chinese_click import ChineseCommand
from audits.commands.desk_flags import configured, desk_of
from audits.mailing.old_letters import throw_away_letters
from audits.output import say
from audits.retention.pruning import prune as throw_away
from audits.retention.told import all_told, each_told, letters_told
from audits.store import open_store


@click.command(cls=ChineseCommand, name="prune")
@click.option("--dry-run", is_flag=True, help="只列出会删除哪些快照，不删除。")
@configured
def prune(config: Path | None, *, dry_run: bool) -> int:
    """按配置里 keep 的规则删除过期的快照和邮件，腾出磁盘空间。gongkai scan 结束时也会这样做。

    检查结果（audit.json）和报告总是保留。未销号的问题用到的证据也保留：最后一次发现它的快照整个留下，首次发现它的
    网页先另存成取证页，再删除快照。早已发出的邮件删除正文，发件记录保留。

    有共用的存档（archive）时，存档里的也一并删除，并清理两天前没有传完的对象。

    \b
    例：
      gongkai prune --dry-run
    """
    desk = desk_of(config)
    now = clock.now()
    with open_store(desk.storage, create=False) as store:
        today = now.astimezone(desk.time_zone).date()
        told = throw_away(
            store, desk.data, desk.keep, today=today, at=now, dry=dry_run, archive=desk.archive
        )
        letters = throw_away_letters(
            store, desk.data, desk.keep_letters, now, dry=dry_run, archive=desk.archive
        )
    for line in each_told(told, dry=dry_run):
        say(line)
    say(all_told(told, dry=dry_run) or "没有可以删除的快照。")
    if said := letters_told(letters, dry=dry_run):
        say(said)
    archive = holdings_of(desk).archive()
    if archive is not None and not dry_run and (swept := sweep(archive, now)):
        say(f"已清理存档里 {swept} 个没有传完或已被代替的对象。")
    return exit_codes.CLEAN
