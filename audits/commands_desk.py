"""What the verbs of the desk share: `--config` names gongkai.yaml, which is found and read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from audits.desk.place import config_place
from audits.desk.reading import opened
from audits.desk.setup import Desk

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
