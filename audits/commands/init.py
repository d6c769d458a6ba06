"""`gongkai init`: write the first gongkai.yaml."""

from __future__ import annotations

from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.desk.new_file import write_new
from audits.output import say


@click.command(cls=ChineseCommand, name="init")
@click.option(
    "--dir",
    "folder",
    metavar="DIR",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="写在哪个文件夹，默认当前文件夹；没有就新建。",
)
def init(folder: Path) -> int:
    """写一份带说明的配置文件 gongkai.yaml，已有的不会被覆盖。

    \b
    例：
      gongkai init                        # 在当前文件夹
      gongkai init --dir 政务公开检查
    """
    path = write_new(folder)
    say(f"已写入 {path}")
    say("接下来：在里面填网站（或用 gongkai sites import 导入表格），再运行 gongkai config check。")
    return exit_codes.CLEAN
