"""What the commands of the desk's ledger share: their flags, and days as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from audits.refused import RefusedError

F = TypeVar("F", bound=Callable[..., Any])

_CONFIG = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="配置文件，默认当前文件夹的 gongkai.yaml。",
)
_WHO = click.option(
    "--who", metavar="NAME", help="经办人；默认取环境变量 GONGKAI_WHO，再取本机用户名。"
)


def configured(function: F) -> F:
    """Add --config."""
    return _CONFIG(function)


def who_option(function: F) -> F:
    """Add --who."""
    return _WHO(function)


def finding_words(*, several: bool = True) -> Callable[[F], F]:
    """Add FINDING, or several of them."""
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
