"""`gongkai report audit.json`: render reports from results alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from audits import exit_codes, pipeline
from audits.asked import asked, left_over
from audits.chinese_click import ChineseCommand
from audits.earlier import named
from audits.evidence import standing
from audits.fetched import fetched
from audits.folder_names import RESULTS
from audits.options import chosen, configurable, delivering, speaking
from audits.output import say
from audits.ranked import ranked
from audits.refused import make_writable
from checker.results import AuditResult
from reports.formats import FORMATS
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
@click.option(
    "--among",
    multiple=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="同一批检查的其他网站的输出目录，可重复：检查通报里写明排名。",
)
@speaking
@configurable
def report(
    audit_json: Path,
    out: Path,
    format_: str | None,
    earlier: tuple[Path, ...],
    among: tuple[Path, ...],
    config: Path | None,
    **flags: Any,
) -> int:
    """从 audit.json 重新生成报告；不需要快照，也不访问网络。"""
    choices = chosen(config, format_=format_, **flags)
    names = pipeline.known_formats(choices)
    audit_json = fetched(audit_json)
    result = AuditResult.read(audit_json / RESULTS if audit_json.is_dir() else audit_json)
    before = named(earlier, result)
    order = ranked([audit_json, *among], (), out).ranking if among else None
    make_writable(out)
    for line in before.told:
        say(line)
    told = replace(asked(choices, before.audits, order), archived=standing(result, out))
    files = write(result, out, names, told)
    for path in files:
        say(f"已写入 {path}")
    if rest := left_over(out, files, names):
        say(
            f"注意：{rest[0].parent} 里还有 {len(rest)} 个不是本次写的文件（如 {rest[0].name}），"
            "请核对后删除，以免误发。"
        )
    return exit_codes.CLEAN
