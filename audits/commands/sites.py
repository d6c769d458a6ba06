"""`gongkai sites …`: the configured sites as a list, and as a table there and back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseGroup
from audits.clock import now
from audits.columns import laid_out
from audits.commands.desk_flags import configured, desk_of
from audits.desk.file_fields import BY_HAND
from audits.desk.site_import import Change, merged
from audits.desk.site_table import write_table
from audits.desk.whole_file import write_durably
from audits.output import say
from rules.problems import shown


@click.group(cls=ChineseGroup, name="sites")
def sites() -> None:
    """网站名单：列出、导出成表格、从表格导入。"""


@sites.command(name="list")
@configured
def list_(config: Path | None) -> int:
    """列出配置的网站。"""
    desk = desk_of(config)
    rows = [
        (
            site.id,
            site.name,
            site.home,
            site.schedule.text if site.schedule else BY_HAND,
            f"{os.path.basename(site.path)}:{site.line}",  # noqa: PTH119 - a text, not a file to open
        )
        for site in desk.sites
    ]
    for line in laid_out([("编号", "名称", "网址", "自动检查", "写在"), *rows]):
        say(line)
    say(f"共 {len(rows)} 个网站。")
    return exit_codes.CLEAN


@sites.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@configured
def export(file: Path, config: Path | None) -> int:
    """把网站名单写成表格（.xlsx 或 .csv）；还没有网站时是一张空表，附填写说明。"""
    desk = desk_of(config)
    say(f"已写入 {write_table(desk.sites, file, now())}（{len(desk.sites)} 个网站）")
    return exit_codes.CLEAN


@sites.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="写入；不加时只列出会改什么。")
@configured
def import_(file: Path, config: Path | None, *, yes: bool) -> int:
    """从表格导入网站名单，按编号合并，存入 gongkai.yaml 旁边的 sites.yaml。

    表里没有的网站、没有的列，都不动；空格子表示去掉那一项。gongkai.yaml 不会被改写。
    有问题时按行列列出全部，什么都不写。

    \b
    例：
      gongkai sites export 网站.xlsx          # 得到一张表，填好
      gongkai sites import 网站.xlsx          # 看看会改什么
      gongkai sites import 网站.xlsx --yes    # 写入
    """
    desk = desk_of(config)
    found = merged(desk, file)
    for change in found.changes:
        for line in _lines(change):
            say(line)
    counts = [
        f"{what} {count} 个"
        for what in ("新增", "修改", "不变")
        if (count := sum(change.what == what for change in found.changes))
    ]
    say(f"{'，'.join(counts)}。")
    if not found.different:
        say("没有要写入的。")
    elif not yes:
        say("还没有写入。确认后加 --yes 再运行一次。")
    elif desk.sites_file is not None:
        kept = write_durably(desk.sites_file, found.text)
        say(f"已写入 {desk.sites_file}" + (f"；原来的留在 {kept.name}" if kept else ""))
    return exit_codes.CLEAN


def _lines(change: Change) -> list[str]:
    if change.what == "不变":
        return []
    head = f"{change.what} {change.site}（{change.name}）"
    cells = [
        f"    {heading}：{shown(before) or '（空）'} → {shown(after) or '（空）'}"
        for heading, before, after in change.cells
    ]
    return [head, *cells]
