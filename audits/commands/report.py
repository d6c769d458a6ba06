"""`gongkai report audit.json`: render reports from results alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from audits import exit_codes, pipeline
from audits.chinese_click import ChineseCommand
from audits.deadline import deadline
from audits.earlier import named
from audits.options import chosen, delivering, speaking
from audits.output import say
from checker.results import AuditResult
from reports.formats import FORMATS, Asked
from reports.language import language
from reports.writing import write


@click.command(cls=ChineseCommand, name="report")
@click.argument("audit_json", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="报告写到哪个目录。",
)
@click.option(
    "--format",
    "format_",
    metavar="LIST",
    help=f"报告格式，用逗号分开：{','.join(FORMATS)}。默认 html。",
)
@delivering
@click.option(
    "--earlier",
    multiple=True,
    metavar="AUDIT.json",
    type=click.Path(path_type=Path),
    help="以前检查的 audit.json 或其输出目录，可重复：逐条比对，写明新增、已解决、仍存在、再次出现。",
)
@speaking
def report(
    audit_json: Path, out: Path, format_: str | None, earlier: tuple[Path, ...], **flags: Any
) -> int:
    """从 audit.json 重新生成报告；不需要快照，也不访问网络。"""
    choices = chosen(format_=format_ or "html", **flags)
    names = pipeline.known_formats(choices)
    result = AuditResult.read(audit_json / "audit.json" if audit_json.is_dir() else audit_json)
    before = named(earlier, result)
    pipeline.make_writable(out)
    for line in before.told:
        say(line)
    asked = Asked(language(choices.lang or "zh"), deadline(choices), before.audits)
    for path in write(result, out, names, asked):
        say(f"已写入 {path}")
    return exit_codes.CLEAN
