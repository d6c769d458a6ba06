"""`gongkai prune`: throw away snapshots whose time is up by the configured rule."""

from __future__ import annotations

import os
from pathlib import Path

import click

from audits import clock, exit_codes
from audits.chinese_click import ChineseCommand
from audits.desk.place import config_place
from audits.desk.reading import opened
from audits.output import say
from audits.retention import Gone, Kept
from audits.retention import prune as throw_away
from audits.store import open_store

_MEGABYTE = 1_000_000


@click.command(cls=ChineseCommand, name="prune")
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="配置文件；默认是当前文件夹里的 gongkai.yaml。",
)
@click.option("--dry-run", is_flag=True, help="只列出会删除哪些快照，不删除。")
def prune(config: Path | None, *, dry_run: bool) -> int:
    """按配置里 keep: snapshots 的规则删除过期的快照，腾出磁盘空间。

    检查结果（audit.json）和报告总是保留。未销号的问题用到的证据也保留：最后一次发现它的快照整个留下，首次发现它的
    网页先另存成取证页，再删除快照。

    \b
    例：
      gongkai prune --dry-run
    """
    desk = opened(config_place(config, os.environ, Path()))
    now = clock.now()
    with open_store(desk.storage, create=False) as store:
        today = now.astimezone(desk.time_zone).date()
        told = throw_away(store, desk.data, desk.keep, today=today, at=now, dry=dry_run)
    for each in told:
        say(_line(each, dry=dry_run))
    gone = [each for each in told if isinstance(each, Gone)]
    freed = sum(each.freed for each in gone) / _MEGABYTE
    if not gone:
        say("没有可以删除的快照。")
    elif dry_run:
        say(f"会删除 {len(gone)} 个快照，约 {freed:.1f} MB。没有改动任何文件。")
    else:
        say(f"已删除 {len(gone)} 个快照，腾出约 {freed:.1f} MB。")
    return exit_codes.CLEAN


def _line(each: Gone | Kept, *, dry: bool) -> str:
    audit = each.audit
    head = f"{audit.site} {audit.as_of}（{audit.folder}）："
    if isinstance(each, Kept):
        return f"{head}快照保留——{each.why}。"
    laid = f"，取证页 {each.laid} 份" if each.laid else ""
    return f"{head}{'会删除' if dry else '已删除'}快照，{each.freed / _MEGABYTE:.1f} MB{laid}。"
