"""`gongkai evidence DIR`: the archived page of each finding, harmless and marked, beside the report."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from audits import evidence as laying
from audits import exit_codes
from audits.chinese_click import ChineseCommand
from audits.evidence_pictures import picture
from audits.fetched import fetched
from audits.folder_names import RESULTS, SNAPSHOT
from audits.output import say
from audits.refused import RefusedError, make_writable
from checker.results import AuditResult
from crawler.snapshot import DiskSnapshot
from reports.language import language


@click.command(cls=ChineseCommand, name="evidence")
@click.argument("audit_dir", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("fingerprints", metavar="[问题标识]...", nargs=-1)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="取证页写到哪个目录；默认 DIR/evidence。",
)
@click.option(
    "--most",
    type=click.IntRange(min=1, max=100_000),
    default=laying.MOST,
    metavar="N",
    help=f"最多写多少页，默认 {laying.MOST}。",
)
@click.option(
    "--pictures", is_flag=True, help="另存截图（PNG），需要安装 gongkai[render] 和浏览器。"
)
@click.option("--lang", default="zh", metavar="zh|en", help="取证页框架文字的语言，默认 zh。")
def evidence(
    audit_dir: Path,
    fingerprints: tuple[str, ...],
    out: Path | None,
    most: int,
    *,
    pictures: bool,
    lang: str,
) -> int:
    """把每个问题所在的网页，按检查时保存的样子另存成可以安全打开的取证页，并标出位置。

    DIR 是 gongkai audit 的输出目录（里面有 audit.json 和 snapshot），或 gongkai history 里的检查编号。
    问题标识见报告中每个问题的取证信息，写开头几位即可；不写则为全部问题。不访问网络：网页取自快照，脚本、样式、图片都已去掉，个人号码已遮盖。

    \b
    例：
      gongkai evidence gongkai-audit/www.x.gov.cn
      gongkai evidence gongkai-audit/www.x.gov.cn 3f9ac2 --pictures
    """
    t = language(lang)
    audit_dir = fetched(audit_dir, snapshot=True)
    result = AuditResult.read(audit_dir / RESULTS)
    folder = out or audit_dir / laying.FOLDER
    make_writable(folder)
    with contextlib.closing(DiskSnapshot(audit_dir / SNAPSHOT)) as snapshot:
        laid = laying.lay_evidence(result, snapshot, folder, t, only=fingerprints, most=most)
    if fingerprints and not laid.files and not laid.without:
        raise RefusedError(
            f"没有标识以 {'、'.join(fingerprints)} 开头的问题。问题标识在报告里每个问题的取证信息中。"
        )
    for path in laid.files.values():
        say(f"已写入 {path}")
    if pictures and laid.files:
        for path in picture(sorted(laid.files.values())):
            say(f"已写入 {path}")
    for why, number in laid.without.items():
        say(f"另有 {number} 个问题没有取证页：{why}。")
    if not laid.files and not laid.without:
        say("没有问题，不需要取证页。")
    return exit_codes.CLEAN
