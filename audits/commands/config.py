"""`gongkai config check`: whether gongkai.yaml is understood, and what it was understood to mean."""

from __future__ import annotations

import os
from pathlib import Path

import click

from audits import exit_codes
from audits.archive.opening import open_archive, try_out
from audits.chinese_click import ChineseGroup
from audits.clock import now
from audits.commands.desk_flags import configured, desk_of
from audits.desk.understood import hints, refuse, told
from audits.output import say
from audits.store.postgres_address import postgres_address
from audits.store.reaching import found_at


@click.group(cls=ChineseGroup, name="config")
def config() -> None:
    """配置文件 gongkai.yaml。"""


@config.command(name="check")
@configured
def check(config: Path | None) -> int:
    """检查配置文件，说明读懂了什么、每个网站下一次什么时候检查。

    什么也不抓取、不发送、不改动。storage 是 PostgreSQL 时，连上看一看；
    只在共用的存档（archive）里试写、读回并删去一个小文件。
    有问题时列出全部，各带文件名和行号，退出码 2。

    \b
    例：
      gongkai config check
      gongkai config check --config 政务公开检查/gongkai.yaml
    """
    desk = desk_of(config)
    refuse(desk, os.environ)
    for line in told(desk, now()):
        say(line)
    if postgres_address(desk.storage) is not None:
        say(f"数据库：{found_at(desk.storage)}。")
    if desk.archive is not None:
        with open_archive(desk.archive, os.environ) as archive:
            try_out(archive)
        say("存档：试写、读回、删除都正常。")
    for line in hints(desk, now()):
        say(f"提示：{line}")
    return exit_codes.CLEAN
