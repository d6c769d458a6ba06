"""`gongkai backup`: one file with the store and what belongs to it, made while others go on."""

from __future__ import annotations

from pathlib import Path

import click

from audits import clock, exit_codes
from audits.chinese_click import ChineseCommand
from audits.commands.desk_flags import configured, desk_of
from audits.output import say
from audits.store import open_store
from audits.store.backup import back_up
from audits.store.manifest import Depth
from audits.version import tool_version

_MEGABYTE = 1_000_000


@click.command(cls=ChineseCommand, name="backup")
@click.option(
    "--out",
    metavar="FILE.tar",
    type=click.Path(path_type=Path),
    help="备份写到哪个文件；默认 gongkai-backup-<时间>.tar。已有的文件不会被覆盖。",
)
@click.option(
    "--audits",
    "depth",
    type=click.Choice([depth.value for depth in Depth]),
    default=Depth.RESULTS.value,
    metavar="none|results|all",
    help="历次检查带上什么：none 不带；results（默认）带结果和报告；all 连快照一起（可能很大）。",
)
@configured
def backup(config: Path | None, out: Path | None, depth: str) -> int:
    """把数据库（网站、历次检查、台账、豁免、待发邮件）和所附文件备份成一个文件。

    备份期间其他 gongkai 可以照常工作。配置文件一并备份；邮件密码不在其中。备份里有台账和邮箱地址，请妥善保管。

    \b
    例：
      gongkai backup
      gongkai backup --out /mnt/u/gongkai.tar --audits all
    """
    desk = desk_of(config)
    now = clock.now()
    kept = [desk.path, *([desk.sites_file] if desk.sites_file else [])]
    with open_store(desk.storage, create=False) as store:
        done = back_up(
            store,
            out or Path(f"gongkai-backup-{now:%Y%m%d-%H%M%S}.tar"),
            data=desk.data,
            made_at=now,
            tool_version=tool_version(),
            depth=Depth(depth),
            config=[file for file in kept if file.is_file()],
            archive=str(desk.archive or ""),
        )
    files = len(done.manifest.files)
    say(f"已备份到 {done.file}：{files} 个文件，{done.size / _MEGABYTE:.1f} MB。")
    if desk.archive is not None:
        say(f"存档（{desk.archive}）里的不在备份里，请另行备份，见 docs/archive.md。")
    elif done.missing:
        say(f"有 {len(done.missing)} 次检查的文件夹不在了，没有备份：{'、'.join(done.missing[:3])}")
    say("恢复时用：gongkai restore 备份文件 --to 新目录")
    return exit_codes.CLEAN
