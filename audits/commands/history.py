"""`gongkai history SITE`: what the audits of a site say one after another."""

from __future__ import annotations

from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.commands.desk_flags import configured, desk_of
from audits.output import say
from audits.refused import RefusedError
from audits.scanning.history import history as histories
from audits.scanning.history_shown import as_csv, as_json, as_lines
from audits.scanning.set_up import workplace_of
from audits.store import open_store, sites

_SHOWN = {"table": as_lines, "csv": as_csv, "json": as_json}


@click.command(cls=ChineseCommand, name="history")
@click.argument("site")
@click.option(
    "--format",
    "form",
    metavar="table|csv|json",
    default="table",
    type=click.Choice(tuple(_SHOWN)),
    help="写成表格（默认）、csv 或 json。",
)
@configured
def history(site: str, form: str, config: Path | None) -> int:
    """列出一个网站历次检查的结果：判定、达标率、新增和已解决、邮件。"""
    desk = desk_of(config)
    workplace = workplace_of(desk)
    with open_store(desk.storage) as store:
        with store.reading() as connection:
            known = sites.get(connection, site=site)
        if known is None:
            raise RefusedError(f"还没有检查过网站 {site}。用 gongkai sites list 查看编号。")
        past = histories(store, workplace, site)
    for line in _SHOWN[form](past):
        say(line)
    return exit_codes.CLEAN
