"""`gongkai diff A B`: two audits of a site compared, in words."""

from __future__ import annotations

from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.commands.desk_flags import configured
from audits.output import say
from audits.refused import RefusedError
from audits.scanning.differences import as_json, as_lines
from audits.scanning.which import desk_or_none, which
from checker.results import AuditResult
from reports.comparison import ComparisonError, compare, when


@click.command(cls=ChineseCommand, name="diff")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option("--site", metavar="SITE", help="A、B 是日期时，指哪个网站的检查。")
@click.option(
    "--format",
    "form",
    metavar="text|json",
    default="text",
    type=click.Choice(("text", "json")),
    help="写成文字（默认）或 json。",
)
@configured
def diff(a: str, b: str, site: str | None, form: str, config: Path | None) -> int:
    """比较同一网站的两次检查：新增、已解决、仍存在的问题，逐条列出。

    A、B 可以是检查编号（gongkai history 里有）、日期（如 2026-06-01，配合 --site），
    或输出目录、audit.json 的路径。先后按检查的日期定，与写的次序无关。
    """
    desk = desk_or_none(config)
    audits = [AuditResult.read(which(each, site, desk)) for each in (a, b)]
    before, after = sorted(audits, key=when)
    try:
        comparison = compare(after, [before])
    except ComparisonError as error:
        raise RefusedError(str(error)) from error
    for line in as_json(comparison) if form == "json" else as_lines(comparison):
        say(line)
    return exit_codes.CLEAN
