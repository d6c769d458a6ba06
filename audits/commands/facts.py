"""`gongkai facts PAGE.html|SNAPSHOT_DIR [URL]`: what was understood of one page."""

from __future__ import annotations

from pathlib import Path

import click

from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.facts.as_json import facts_json
from audits.facts.as_text import facts_text
from audits.facts.gathered import from_file, from_snapshot
from audits.output import say


@click.command(cls=ChineseCommand, name="facts")
@click.argument("source", metavar="PAGE.html|SNAPSHOT_DIR", type=click.Path(path_type=Path))
@click.argument("url", metavar="[URL]", required=False)
@click.option(
    "--url",
    "named",
    metavar="URL",
    help="网页原来的网址，用来补全相对链接；与写在后面的 URL 相同。",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text（默认，给人看）或 json（给程序用，格式见 docs/facts.md）。",
)
def facts(source: Path, url: str | None, named: str | None, format_: str) -> int:
    """看一个网页被读懂成什么：标题、栏目、条目、日期、文号、附件、表格、网站标识，各在哪里、有多可信。

    写规则时用它看规则为什么那样判。PAGE.html 是存下来的网页文件；SNAPSHOT_DIR 是 gongkai crawl 的
    输出目录，或 gongkai audit 输出目录里的 snapshot，这时 URL 是其中的一页，不写就是首页。
    """
    address = url or named
    gathered = from_snapshot(source, address) if source.is_dir() else from_file(source, address)
    if format_ == "json":
        say(facts_json(gathered), newline=False)
    else:
        say(facts_text(gathered))
    return exit_codes.CLEAN
