"""`gongkai restore FILE.tar --to DIR`: a backup brought back to a new folder, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import click

from audits import clock, exit_codes
from audits.chinese_click import ChineseCommand
from audits.output import say
from audits.store.places import CONFIG
from audits.store.postgres_address import flaw, postgres_address
from audits.store.restoring import restore as brought_back


@click.command(cls=ChineseCommand, name="restore")
@click.argument("backup", metavar="FILE.tar", type=click.Path(path_type=Path))
@click.option(
    "--to",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="恢复到哪个目录；它要不存在或是空的，不会覆盖任何文件。",
)
@click.option(
    "--storage",
    metavar="postgresql://用户@主机/数据库",
    help="数据库恢复到这个空的 PostgreSQL 数据库；不写就是目录里的 SQLite 文件。密码用 PGPASSWORD 或 PGPASSFILE 给。",
)
def restore(backup: Path, to: Path, storage: str | None) -> int:
    """把 gongkai backup 的备份恢复到一个新的数据目录。

    每个文件都核对校验值；备份不完整、被改过或由更新版本写成时，什么也不恢复。

    从 SQLite 换到 PostgreSQL（或反过来），也是先备份，再恢复到另一种数据库。

    \b
    例：
      gongkai restore gongkai-backup-20260401-020000.tar --to gongkai-data-2
      gongkai restore gongkai-backup-20260401-020000.tar --to gongkai-data-2 --storage postgresql://gongkai@db/gongkai
    """
    elsewhere = None if storage is None else postgres_address(storage)
    wrong = "不是 postgresql:// 地址" if elsewhere is None else flaw(elsewhere.url)
    if storage is not None and wrong:
        raise click.UsageError(f"--storage {wrong}。如 postgresql://gongkai@db.x.gov.cn/gongkai")
    done = brought_back(backup, to, at=clock.now(), storage=elsewhere)
    manifest = done.manifest
    say(
        f"已恢复到 {to}：{len(manifest.files)} 个文件，备份于 {manifest.made_at:%Y-%m-%d %H:%M}，"
        f"由 gongkai {manifest.tool_version} 写成。"
    )
    if done.without_snapshot:
        say(f"{done.without_snapshot} 次检查的快照不在备份里；结果和报告不受影响。")
    if manifest.archive:
        say(f"历次检查的快照在存档（{manifest.archive}）里，没有动它。")
    if done.unsent:
        say(
            f"备份时有 {done.unsent} 封邮件还没有发出。备份之后如已发过，再发会重复：请先用 gongkai mail list 查看。"
        )
    say(f"要使用它，请在 gongkai.yaml 里写：data: {to}（备份时的配置在 {to / CONFIG}）")
    if elsewhere is not None:
        say(
            f"并写 storage: {elsewhere}，密码用 storage_password_env 或 storage_password_file 指明。"
        )
    else:
        say("原来写了 storage: 的，请删去或改为新的路径。")
    return exit_codes.CLEAN
