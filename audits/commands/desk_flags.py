"""What the verbs of the desk share: gongkai.yaml found and read, the flags that several have, days as typed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from audits.desk.place import config_place
from audits.desk.reading import opened
from audits.desk.setup import Desk
from audits.refused import RefusedError

F = TypeVar("F", bound=Callable[..., Any])


def configured(command: F) -> F:
    """Give a command the flag `--config`."""
    return click.option(
        "--config",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="gongkai.yaml 的位置；不给就用环境变量 GONGKAI_CONFIG，再就用当前文件夹里的。",
    )(command)


def desk_of(config: Path | None) -> Desk:
    """The desk as it is set up.  Raises RefusedError, RuleErrors with all that is wrong."""
    return opened(config_place(config, os.environ, Path.cwd()))


def who_option(command: F) -> F:
    """Give a command the flag `--who`."""
    return click.option(
        "--who", metavar="NAME", help="经办人；默认取环境变量 GONGKAI_WHO，再取本机用户名。"
    )(command)


def listing(command: F) -> F:
    """Give a command that lists what persons have decided `--site`, `--all` (`withdrawn`) and `--format` (`shape`)."""
    for flag in (
        click.option(
            "--format",
            "shape",
            type=click.Choice(["table", "json"]),
            default="table",
            help="table 给人看；json 给程序用。",
        ),
        click.option("--all", "withdrawn", is_flag=True, help="已撤销的也列出。"),
        click.option("--site", metavar="SITE", help="只看对这个网站有效的。"),
    ):
        command = flag(command)
    return command


def finding_words(*, several: bool = True) -> Callable[[F], F]:
    """Give a command FINDING, or several of them."""
    if several:
        return click.argument("findings", nargs=-1, required=True, metavar="FINDING...")
    return click.argument("finding", metavar="FINDING")


def day_of(text: str, flag: str) -> date:
    """A day as it is typed.  Raises RefusedError."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        day = None
    if day is None or not date(2000, 1, 1) <= day <= date(2099, 12, 31):
        raise RefusedError(
            f"{flag} 的“{text[:40]}”不是日期，请写成 2026-06-30 的样子（2000–2099 年）。"
        )
    return day
